import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Moves a slider over the past of a commitment: a status at random instants, each asked for the first time.
final class Slider {

  private static final Instant FIRST = Instant.parse("2025-11-06T13:00:00Z");
  private static final Instant LAST = Instant.parse("2026-11-20T13:00:00Z");
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
  private static final String USUAL = "us-cn-soybeans-2025";

  private Slider() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      System.err.println("slider URL [COMMITMENT [INSTANTS [SEED]]]");
      System.exit(2);
    }
    String commitment = arguments.length > 1 ? arguments[1] : USUAL;
    int instants = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
    var random = new Random(arguments.length > 3 ? Long.parseLong(arguments[3]) : 1);
    long span = Duration.between(FIRST, LAST).toSeconds();
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<Double> took = new ArrayList<>();
      Instant slowest = FIRST;
      double worst = 0;
      for (int i = 0; i < instants; i++) {
        Instant at = FIRST.plusSeconds(random.nextLong(span));
        var request = HttpRequest.newBuilder(
            URI.create("%s/v1/commitments/%s/status?asOf=%s".formatted(arguments[0], commitment, at)))
            .timeout(LONGEST_ANSWER).build();
        long began = System.nanoTime();
        int status = client.send(request, BodyHandlers.ofString()).statusCode();
        double milliseconds = (System.nanoTime() - began) / 1e6;
        if (status != 200) {
          System.err.printf("slider: %s was answered with %d%n", request.uri(), status);
          System.exit(1);
        }
        took.add(milliseconds);
        if (milliseconds > worst) {
          worst = milliseconds;
          slowest = at;
        }
      }
      took.sort(null);
      System.out.printf("%s at %d instants: median %.0f ms, 95%% %.0f ms, worst %.0f ms (%s)%n", commitment, instants,
          took.get(instants / 2), took.get(Math.min(instants - 1, instants * 95 / 100)), worst, slowest);
    }
  }
}
