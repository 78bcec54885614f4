package io.offtake.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.document.Submission;
import io.offtake.evidence.SourceId;
import io.offtake.intake.Intake.Receipt;
import io.quarkus.logging.Log;

/// Loads what comes with Offtake: the catalogue of declared commitments, starter figures and what was said of them. What
/// is held already is left alone, so a second load does nothing.
@ApplicationScoped
public class Starter {

  private static final String CATALOGUE = "starter/commitments.json";
  private static final String CLAIMS = "starter/claims.csv";

  private record Table(SourceId source, String resource) {}

  private static final List<Table> TABLES = List.of(
      new Table(SourceId.FAS_EXPORT_SALES, "starter/fas-export-sales_soybeans_world-and-china.csv"),
      new Table(SourceId.FAS_EXPORT_SALES, "starter/fas-export-sales_soybeans-and-wheat_by-destination.csv"),
      new Table(SourceId.FAS_EXPORT_SALES, "starter/fas-export-sales_wheat_indonesia-and-bangladesh.csv"),
      new Table(SourceId.FGIS_WEEKLY, "starter/fgis-weekly.csv"),
      new Table(SourceId.CENSUS_EXPORTS, "starter/census-exports_phase-one_china.csv"),
      new Table(SourceId.CENSUS_EXPORTS, "starter/census-exports_farm-goods_vietnam.csv"),
      new Table(new SourceId("agreement-deliveries"), "starter/agreement-deliveries.csv"));

  private final Intake intake;
  private final CatalogueChanges catalogue;
  private final ClaimChanges claims;

  Starter(Intake intake, CatalogueChanges catalogue, ClaimChanges claims) {
    this.intake = intake;
    this.catalogue = catalogue;
    this.claims = claims;
  }

  /// @throws IllegalStateException if a table that comes with Offtake is refused: the build is broken
  public void load() {
    int figures = 0;
    for (Table table : TABLES) {
      String name = table.resource().substring(table.resource().lastIndexOf('/') + 1);
      Receipt receipt = intake.handInStarter(new Submission(
          table.source(), read(table.resource()), "text/csv", name, null, null, null, null, null));
      switch (receipt) {
        case Receipt.Taken taken -> figures += taken.added();
        case Receipt.AlreadyHeld _ -> { }
        case Receipt.Refused refused ->
            throw new IllegalStateException("the starter table " + name + " was refused: " + refused.problems());
      }
    }
    // The figures come first, so that the first verdicts are issued once, on all of them.
    int commitments = catalogue.addMissing(new String(read(CATALOGUE), StandardCharsets.UTF_8));
    int said = claims.addMissing(read(CLAIMS));
    if (commitments > 0 || figures > 0 || said > 0) {
      Log.infof("Loaded the starter: %d commitments, %d figures, %d claims", commitments, figures, said);
    }
  }

  private static byte[] read(String resource) {
    try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the starter file " + resource + " is missing");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
