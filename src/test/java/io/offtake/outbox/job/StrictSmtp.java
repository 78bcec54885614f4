package io.offtake.outbox.job;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.offtake.platform.FreePort;

/// A mail server on this machine that takes RFC 5321 and RFC 5322 at their word: whatever is not folded by CRLF, in ASCII
/// and short enough is answered with 550.
public final class StrictSmtp implements AutoCloseable {

  /// One that was accepted, as it came, without the dots that were doubled.
  ///
  /// @param raw  the octets as characters of one octet each
  public record Mail(String to, String raw) {

    /// The lines of a header, unfolded.
    public String header(String name) {
      for (String line : head().replaceAll("\r\n[ \t]", " ").split("\r\n")) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }

    public String head() {
      return raw.substring(0, raw.indexOf("\r\n\r\n") + 2);
    }

    /// Without soft breaks of quoted-printable.
    public String body() {
      return raw.substring(raw.indexOf("\r\n\r\n") + 4).replace("=\r\n", "").replace("=3D", "=");
    }
  }

  public enum Manner {
    ACCEPTS,
    /// Says that it does not know the address, and repeats it.
    KNOWS_NOBODY,
    /// Greets nobody.
    HANGS
  }

  private static final Pattern HEADER_LINE = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]+: ?[\\x20-\\x7e\\t]*|[ \\t]+[\\x21-\\x7e][\\x20-\\x7e\\t]*");
  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^? ]*\\?[^? ]*\\?[^? ]*\\?=");
  private static final int LONGEST_LINE = 998;
  private static final int LONGEST_ENCODED_WORD = 75;

  private final ServerSocket server;
  private final List<Mail> mails = Collections.synchronizedList(new ArrayList<>());
  private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger open = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Manner manner = Manner.ACCEPTS;

  public StrictSmtp(int port) throws IOException {
    server = FreePort.server(port, 100);
    Thread.ofVirtual().start(this::accept);
  }

  public void does(Manner what) {
    manner = what;
  }

  public List<Mail> mails() {
    synchronized (mails) {
      return List.copyOf(mails);
    }
  }

  public List<String> refusals() {
    synchronized (refusals) {
      return List.copyOf(refusals);
    }
  }

  public int connections() {
    return open.get();
  }

  /// What is wrong with a message; empty when nothing is.
  static List<String> faults(String raw) {
    var faults = new ArrayList<String>();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '\n' && (i == 0 || raw.charAt(i - 1) != '\r')) {
        faults.add("bare LF in: " + line(raw, i));
      }
      if (raw.charAt(i) == '\r' && (i + 1 == raw.length() || raw.charAt(i + 1) != '\n')) {
        faults.add("bare CR in: " + line(raw, i));
      }
      if (raw.charAt(i) > 126) {
        faults.add("8-bit in: " + line(raw, i));
      }
    }
    int end = raw.indexOf("\r\n\r\n");
    if (end < 0) {
      faults.add("no end of the header");
      return faults;
    }
    String[] head = raw.substring(0, end).split("\r\n", -1);
    for (String line : head) {
      if (!HEADER_LINE.matcher(line).matches()) {
        faults.add("no line of a header: " + line);
      }
      ENCODED_WORD.matcher(line).results().filter(word -> word.group().length() > LONGEST_ENCODED_WORD)
          .forEach(word -> faults.add("encoded word too long: " + word.group()));
    }
    for (String line : raw.split("\r\n", -1)) {
      if (line.length() > LONGEST_LINE) {
        faults.add("line of %d octets".formatted(line.length()));
      }
    }
    for (String once : List.of("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type",
        "List-Unsubscribe", "Auto-Submitted")) {
      long times = List.of(head).stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(once.toLowerCase(Locale.ROOT) + ":")).count();
      if (times != 1) {
        faults.add("%d times %s".formatted(times, once));
      }
    }
    for (String never : List.of("Bcc", "Cc", "Reply-To", "Sender")) {
      if (List.of(head).stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(never.toLowerCase(Locale.ROOT) + ":"))) {
        faults.add("somebody made a header " + never);
      }
    }
    return faults;
  }

  private static String line(String raw, int at) {
    return raw.substring(Math.max(0, at - 40), Math.min(raw.length(), at + 40)).replace("\r", "\\r").replace("\n", "\\n");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      if (manner == Manner.HANGS) {
        while (in.read() >= 0) {
          // Until the other side has had enough.
        }
        return;
      }
      say(socket, "220 strict.test ESMTP");
      String to = "";
      for (String command = command(in); !command.isEmpty(); command = command(in)) {
        String verb = command.toUpperCase(Locale.ROOT);
        if (verb.startsWith("EHLO")) {
          say(socket, "250-strict.test\r\n250 SIZE 1000000");
        } else if (verb.startsWith("RCPT TO")) {
          to = command.replaceFirst("(?s)^.*<(.*)>.*$", "$1");
          say(socket, manner == Manner.KNOWS_NOBODY
              ? "550 5.1.1 <%s>: Recipient address rejected: %s is not known here".formatted(to, to.replaceFirst("@.*", ""))
              : "250 fine");
        } else if (verb.startsWith("DATA")) {
          say(socket, "354 go on");
          take(socket, in, to);
        } else if (verb.startsWith("QUIT")) {
          say(socket, "221 bye");
          return;
        } else {
          say(socket, "250 fine");
        }
      }
    } catch (IOException gone) {
      // The other side has closed.
    } finally {
      open.decrementAndGet();
    }
  }

  private void take(Socket socket, InputStream in, String to) throws IOException {
    var octets = new ByteArrayOutputStream();
    String end = "\r\n.\r\n";
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the message broke off");
      }
      octets.write(next);
      String tail = next == '\n' ? octets.toString(StandardCharsets.ISO_8859_1) : "";
      if (tail.endsWith(end)) {
        String raw = tail.substring(0, tail.length() - end.length() + 2).replace("\r\n..", "\r\n.");
        List<String> faults = faults(raw);
        if (faults.isEmpty()) {
          mails.add(new Mail(to, raw));
          say(socket, "250 taken");
        } else {
          refusals.addAll(faults);
          say(socket, "550 " + faults.getFirst().split(" in: ")[0]);
        }
        return;
      }
    }
  }

  private static String command(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.append((char) next);
      if (next == '\n') {
        return line.toString();
      }
    }
    return "";
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    // A client that keeps its connection would go on with this server after the next one has taken its place.
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
