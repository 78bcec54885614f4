package io.offtake.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Asks an address once and says whether it answers with the status that is expected: the test of a Helm release, where
/// the image has no other program that could.
public final class AskMain {

  private static final int WRONG = 2;
  private static final int ANOTHER = 1;
  private static final int ARGUMENTS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private AskMain() {}

  public static void main(String... args) {
    System.exit(run(args));
  }

  /// @return 0 when it does, 1 when it does not, 2 when there is nothing to ask
  static int run(String... args) {
    if (args.length != ARGUMENTS) {
      System.err.println("usage: AskMain ADDRESS STATUS");
      return WRONG;
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      int status = client.send(HttpRequest.newBuilder(URI.create(args[0])).timeout(PATIENCE).build(), BodyHandlers.discarding())
          .statusCode();
      System.out.printf("%s answered %d%n", args[0], status);
      return Integer.toString(status).equals(args[1]) ? 0 : ANOTHER;
    } catch (IOException e) {
      System.err.printf("offtake: %s does not answer: %s%n", args[0], e);
      return ANOTHER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ANOTHER;
    }
  }
}
