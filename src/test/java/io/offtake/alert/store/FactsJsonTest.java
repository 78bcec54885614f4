package io.offtake.alert.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.offtake.alert.Facts;
import io.offtake.verdict.Verdict;
import org.junit.jupiter.api.Test;

/// Facts are kept as one flat object: what was kept before they were sorted in groups is read as it was.
class FactsJsonTest {

  /// As rows of the first version hold it, with dates as the store's mapper writes them.
  private static final String KEPT = """
      {"commitment": "us-cn-soybeans-2025", "title": "Twelve", "reading": "sold", "label": "Sold", "headline": true,
       "stated": true, "open": false, "asOf": "2026-01-08T13:30:00Z", "dataVersion": 41, "verdict": "AT_RISK",
       "lastVerdict": "ON_TRACK", "summary": "As it stands.", "clears": "", "deadline": "2026-02-28", "target": 12000000,
       "fulfilled": 9886612, "fulfilledAtLeast": true, "unit": "t", "reportsLeft": 4, "requiredPerWeek": 500000.5,
       "actualOf4Weeks": null, "actualOf12Weeks": 6.0, "lastSafeDate": null, "shortfallProbability": 0.25, "p10": 1.0,
       "p50": 2.0, "p90": 3.0, "notEstimable": null, "source": "fas-export-sales", "newestPeriodEnd": "2026-01-01",
       "newestRelease": "2026-01-08T13:30:00Z", "releases": 7,
       "newPeriods": [{"periodEnd": "2026-01-01", "flow": 400000}], "overdue": ["2026-01-08"],
       "overdueSince": "2026-01-15T13:30:00Z", "terms": 4, "amendment": "Somebody: other words",
       "retractions": [{"source": "fas-export-sales", "periodEnd": "2025-12-25", "releasedAt": "2026-01-02T13:30:00Z",
                        "retractedAt": "2026-01-03T13:30:00Z", "reason": "wrong column", "counted": true}]}""";

  private static final Facts FACTS = new Facts(
      new Facts.Subject("us-cn-soybeans-2025", "Twelve", "sold", "Sold", true, true, false),
      Instant.parse("2026-01-08T13:30:00Z"), 41,
      new Facts.Judged(Verdict.AT_RISK, Verdict.ON_TRACK, "As it stands.", ""),
      new Facts.Balance(LocalDate.of(2026, 2, 28), new BigDecimal("12000000"), new BigDecimal("9886612"), true, "t"),
      new Facts.Rates(4, 500_000.5, null, 6.0, null),
      new Facts.Odds(0.25, 1.0, 2.0, 3.0, null),
      new Facts.Seen("fas-export-sales", LocalDate.of(2026, 1, 1), Instant.parse("2026-01-08T13:30:00Z"), 7,
          List.of(new Facts.PeriodFlow(LocalDate.of(2026, 1, 1), new BigDecimal("400000"))),
          List.of(LocalDate.of(2026, 1, 8)), Instant.parse("2026-01-15T13:30:00Z")),
      4, "Somebody: other words",
      List.of(new Facts.Retraction("fas-export-sales", LocalDate.of(2025, 12, 25), Instant.parse("2026-01-02T13:30:00Z"),
          Instant.parse("2026-01-03T13:30:00Z"), "wrong column", true)));

  private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules()
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  @Test
  void whatWasKeptBeforeIsReadAsItWas() throws Exception {
    assertThat(mapper.readValue(KEPT, FactsJson.class).facts()).isEqualTo(FACTS);
  }

  @Test
  void whatIsKeptNowHasTheSameForm() throws Exception {
    JsonNode kept = mapper.readTree(mapper.writeValueAsString(FactsJson.of(FACTS)));

    assertThat(kept).isEqualTo(mapper.readTree(KEPT));
  }
}
