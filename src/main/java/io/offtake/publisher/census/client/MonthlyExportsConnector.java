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
import io.offtake.fetching.client.Access;
import io.offtake.fetching.client.Clients;
import io.offtake.publisher.census.Census;
import io.offtake.reference.HsHeadings;

/// Asks the Census Bureau's data service for monthly exports, one heading at a time: all its codes of ten digits, all
/// countries and their total.
///
/// Months are revised: each release brings the months of a year again, and that of June, which revises whole years, those
/// of more than three.
@ApplicationScoped
class MonthlyExportsConnector implements Connector {

  private static final YearMonth OLDEST = YearMonth.of(2013, Month.JANUARY);
  private static final int MONTHS_AGAIN = 12;
  private static final int MONTHS_AFTER_ANNUAL_REVISION = 41;

  private final Access service;
  private final HsHeadings headings = HsHeadings.standard();

  MonthlyExportsConnector(Clients clients) {
    this.service = clients.withKey(Census.SERVICE.id(), Census.SERVICE.address());
  }

  @Override
  public SourceId source() {
    return SourceId.CENSUS_EXPORTS;
  }

  @Override
  public Optional<String> missingSetting() {
    return service.missingSetting();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    YearMonth newest = YearMonth.from(newestOut);
    return headings.all().stream()
        .filter(heading -> held.newestShown(heading.commodity()).filter(end -> !end.isBefore(newestOut)).isEmpty())
        .map(heading -> new Ask(
            URI.create(("%s/exports/hs?get=CTY_CODE,CTY_NAME,ALL_VAL_MO,QTY_1_MO,UNIT_QY1,E_COMMODITY&E_COMMODITY=%s*"
                + "&COMM_LVL=HS10&time=from+%s+to+%s").formatted(service.address(), heading.code(), first(held, heading, newest), newest)),
            Census.EXPORTS, null, heading.commodity(), null, null))
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
    return service.client().get(ask.address(), Set.of("application/json"), service.keyInParameter("key"), known);
  }
}
