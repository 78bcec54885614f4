package io.offtake.publisher.census.client;

import java.net.URI;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Clients;
import io.offtake.fetching.client.FetchConfig;
import io.offtake.fetching.client.Key;
import io.offtake.fetching.client.PublisherClient;
import io.offtake.reference.HsHeadings;

/// Asks the Census Bureau's data service for monthly exports, one heading at a time: all its codes of ten digits, all
/// countries and their total.
///
/// Months are revised: each release brings the months of a year again, and that of June, which revises whole years, those
/// of more than three.
@ApplicationScoped
class MonthlyExportsConnector implements Connector {

  private static final String KEY_VARIABLE = "OFFTAKE_CENSUS_KEY";
  private static final String FORM = "census-exports-api";
  private static final YearMonth OLDEST = YearMonth.of(2013, Month.JANUARY);
  private static final int MONTHS_AGAIN = 12;
  private static final int MONTHS_AFTER_ANNUAL_REVISION = 41;

  private final PublisherClient client;
  private final String base;
  private final Optional<Key> key;
  private final HsHeadings headings = HsHeadings.standard();

  MonthlyExportsConnector(Clients clients, FetchConfig config) {
    this.client = clients.create();
    this.base = config.census().url().toString().replaceFirst("/+$", "");
    this.key = config.census().key().map(value -> Key.inParameter(KEY_VARIABLE, "key", value));
  }

  @Override
  public SourceId source() {
    return SourceId.CENSUS_EXPORTS;
  }

  @Override
  public Optional<String> missingSetting() {
    return key.isPresent() ? Optional.empty() : Optional.of(KEY_VARIABLE);
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    YearMonth newest = YearMonth.from(newestOut);
    return headings.all().stream()
        .filter(heading -> held.newestShown(heading.commodity()).filter(end -> !end.isBefore(newestOut)).isEmpty())
        .map(heading -> new Ask(
            URI.create(("%s/exports/hs?get=CTY_CODE,CTY_NAME,ALL_VAL_MO,QTY_1_MO,UNIT_QY1,E_COMMODITY&E_COMMODITY=%s*"
                + "&COMM_LVL=HS10&time=from+%s+to+%s").formatted(base, heading.code(), first(held, heading, newest), newest)),
            FORM, null, heading.commodity(), null, null))
        .toList();
  }

  private static YearMonth first(Holdings held, HsHeadings.Heading heading, YearMonth newest) {
    // The release of June is that of April.
    int again = newest.getMonth() == Month.APRIL ? MONTHS_AFTER_ANNUAL_REVISION : MONTHS_AGAIN;
    YearMonth first = held.newestShown(heading.commodity()).map(YearMonth::from).orElse(OLDEST).minusMonths(again);
    return first.isBefore(OLDEST) ? OLDEST : first;
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    return client.get(ask.address(), Set.of("application/json"), key, known);
  }
}
