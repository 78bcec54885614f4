package io.offtake.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// The embedded PostgreSQL of a packaged service, to be struck from outside.
record DatabaseOf(Path dataDir) {

  ProcessHandle server() throws IOException {
    var pid = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow(() -> new IOException("no process " + pid));
  }

  /// Kills the server, or one of its sessions; then the server ends all others itself and recovers.
  void kill(boolean session, SplittableRandom random) throws IOException {
    ProcessHandle victim = server();
    if (session) {
      List<ProcessHandle> sessions = new ArrayList<>();
      for (ProcessHandle each : victim.children().toList()) {
        if (title(each).contains("offtake offtake")) {
          sessions.add(each);
        }
      }
      victim = sessions.isEmpty() ? victim : sessions.get(random.nextInt(sessions.size()));
    }
    victim.destroyForcibly();
  }

  /// The server first: stopped it makes no session that would be missed.
  void signal(String name) throws IOException, InterruptedException {
    signal(name, Stream.of(server()));
    signal(name, server().children());
  }

  private static void signal(String name, Stream<ProcessHandle> processes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(each -> command.add(Long.toString(each.pid())));
    new ProcessBuilder(command).start().waitFor();
  }

  private static String title(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }
}
