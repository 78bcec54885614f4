package io.offtake.publisher.fgis;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.offtake.document.ParseOutcome.Problem;
import io.offtake.publisher.fgis.CorpusCheck.Finding;
import io.offtake.publisher.fgis.CorpusCheck.Result;
import io.offtake.publisher.fgis.CorpusCheck.WithoutPrint;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Checks a directory of weekly reports and prints what they add up to:
/// `CorpusCheckMain DIRECTORY [--commodity soybeans] [--destination CN] [--csv] [--verbose]`.
///
/// Every `.txt` file of the directory is read. The exit status is 0 if all could be read and all totals hold, 1 if
/// not, and 2 if it was called wrongly.
public final class CorpusCheckMain {

  private static final String USAGE =
      "usage: offtake verify-corpus DIRECTORY [--commodity soybeans] [--destination CN] [--csv] [--verbose]";

  private record Options(
      Path directory,
      @Nullable CommodityId commodity,
      @Nullable PartyId destination,
      boolean csv,
      boolean verbose) {

    static Options of(List<String> arguments) {
      Path directory = null;
      CommodityId commodity = null;
      PartyId destination = null;
      boolean csv = false;
      boolean verbose = false;
      for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
        var argument = rest.next();
        switch (argument) {
          case "--commodity" -> commodity = new CommodityId(rest.next());
          case "--destination" -> destination = new PartyId(rest.next());
          case "--csv" -> csv = true;
          case "--verbose" -> verbose = true;
          default -> {
            if (directory != null || argument.startsWith("--")) {
              throw new IllegalArgumentException("'%s' is one argument too many".formatted(argument));
            }
            directory = Path.of(argument);
          }
        }
      }
      if (directory == null) {
        throw new IllegalArgumentException("the directory is missing");
      }
      if (!Files.isDirectory(directory)) {
        throw new IllegalArgumentException("there is no directory " + directory);
      }
      return new Options(directory, commodity, destination, csv, verbose);
    }

    boolean wants(CorpusCheck.Key key) {
      return (commodity == null || commodity.equals(key.commodity()))
          && (destination == null || destination.equals(key.destination()));
    }
  }

  private final Options options;
  private final PrintStream out;

  private CorpusCheckMain(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      err.println(e.getMessage() == null ? "an option has no value" : e.getMessage());
      err.println(USAGE);
      return 2;
    }
    var documents = documents(options.directory());
    var result = CorpusCheck.check(
        documents, NameTable.load("reference/fgis-destinations.csv"), Commodities.standard());
    if (documents.isEmpty()) {
      err.println("there are no .txt files in " + options.directory());
      return 1;
    }
    var main = new CorpusCheckMain(options, out);
    if (options.csv()) {
      main.printCsv(result);
      new CorpusCheckMain(options, err).printSummary(result);
    } else {
      main.printSummary(result);
      main.printTable(result);
    }
    return result.isGood() ? 0 : 1;
  }

  private static SortedMap<String, byte[]> documents(Path directory) throws IOException {
    SortedMap<String, byte[]> documents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".txt")).toList()) {
        documents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return documents;
  }

  private void printSummary(Result result) {
    out.printf("files read: %d, refused: %d%n", result.read(), result.documents() - result.read());
    result.refused().forEach(this::print);
    out.printf("totals that fail: %d%n", result.failingTotals().size());
    result.failingTotals().forEach(this::print);
    out.printf("doubtful rows: %d%n", result.doubtful().size());
    if (options.verbose()) {
      result.doubtful().forEach(doubt -> print(
          new Finding(doubt.document(), new Problem(doubt.row().line(), doubt.row().reason()))));
    }
  }

  private void print(Finding finding) {
    var line = finding.problem().line();
    out.printf("  %s%s: %s%n", finding.document(), line == null ? "" : ":" + line, finding.problem().reason());
  }

  private void printTable(Result result) {
    out.printf("%n%-14s %-18s %4s %14s %14s %14s%n",
        "grain", "destination", "year", "first print", "corrections", "sum");
    result.lines().stream().filter(line -> options.wants(line.key())).forEach(line ->
        out.printf("%-14s %-18s %4d %14s %14s %14s%n", line.key().commodity(), line.key().destination(),
            line.key().year(), tonnes(line.firstPrint()), tonnes(line.corrections()), tonnes(line.sum())));
    out.printf("%ncorrections of weeks without a report, contained above%n");
    out.printf("%-14s %-18s %4s %-10s %14s%n", "grain", "destination", "year", "week to", "corrections");
    result.withoutPrint().stream().filter(absent -> options.wants(absent.key())).forEach(absent ->
        out.printf("%-14s %-18s %4d %-10s %14s%n", absent.key().commodity(), absent.key().destination(),
            absent.key().year(), absent.weekEnd(), tonnes(absent.corrections())));
  }

  private void printCsv(Result result) {
    out.println("commodity,destination,year,firstPrint,corrections,sum,correctionsOfWeeksWithoutPrint");
    Map<CorpusCheck.Key, Quantity> withoutPrint = result.withoutPrint().stream()
        .collect(toMap(WithoutPrint::key, WithoutPrint::corrections, Quantity::plus));
    result.lines().stream().filter(line -> options.wants(line.key())).forEach(line ->
        out.println(String.join(",", line.key().commodity().value(), line.key().destination().value(),
            Integer.toString(line.key().year()), plain(line.firstPrint()), plain(line.corrections()),
            plain(line.sum()), plain(withoutPrint.getOrDefault(line.key(), Quantity.zero(Unit.TONNE))))));
  }

  private static String tonnes(Quantity quantity) {
    return String.format(Locale.ROOT, "%,d", quantity.value().longValueExact());
  }

  private static String plain(Quantity quantity) {
    return quantity.value().toPlainString();
  }
}
