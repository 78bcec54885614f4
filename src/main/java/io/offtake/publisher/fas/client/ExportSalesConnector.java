package io.offtake.publisher.fas.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Access;
import io.offtake.fetching.client.Clients;
import io.offtake.publisher.fas.Fas;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;

/// Asks the ESR data service (v2) for whole marketing years, all countries, one commodity at a time.
///
/// The rows of a year that has not started are an empty array with status 200; the year before is then asked for, once,
/// and never because a question failed. A week in which a year changes stands in both years, so both are asked for.
@ApplicationScoped
class ExportSalesConnector implements Connector {


  private final Access service;
  private final Commodities commodities;

  ExportSalesConnector(Clients clients, Commodities commodities) {
    this.service = clients.withKey(Fas.SERVICE.id(), Fas.SERVICE.address());
    this.commodities = commodities;
  }

  @Override
  public SourceId source() {
    return SourceId.FAS_EXPORT_SALES;
  }

  @Override
  public Optional<String> missingSetting() {
    return service.missingSetting();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    List<Ask> asks = new ArrayList<>();
    for (Commodity commodity : commodities.all()) {
      Integer code = commodity.esrCode();
      Month start = commodity.marketingYearStart();
      if (code == null || start == null) {
        continue;
      }
      Optional<LocalDate> newest = held.newestPeriodEnd(commodity.id());
      if (newest.filter(end -> !end.isBefore(newestOut)).isEmpty()) {
        asks.addAll(asks(commodity, code, start, newest, newestOut));
      }
    }
    return asks;
  }

  /// The newest year first, and back to the year of the first week that is missing; to the year before the present one
  /// when nothing is held.
  private List<Ask> asks(Commodity commodity, int code, Month start, Optional<LocalDate> newest,
      LocalDate newestOut) {
    MarketingYear present = MarketingYear.of(newestOut, start);
    int first = newest
        .map(end -> MarketingYear.of(DateWindow.weekEnding(end.plusWeeks(1)).first(), start).endingYear())
        .orElse(present.endingYear() - 1);
    Set<Integer> years = new TreeSet<>(Collections.reverseOrder());
    for (int year = first; year <= present.endingYear(); year++) {
      years.add(year);
    }
    return years.stream().map(year -> ask(commodity, code, year, years.contains(year - 1))).toList();
  }

  /// @param beforeAsked  whether the year before is asked for anyway
  private Ask ask(Commodity commodity, int code, int year, boolean beforeAsked) {
    return new Ask(
        URI.create("%s/exports/commodityCode/%d/allCountries/marketYear/%d".formatted(service.address(), code, year)), Fas.SALES,
        null, commodity.id(), year, beforeAsked ? null : ask(commodity, code, year - 1, true));
  }

  /// Whole marketing years, the one that `from` lies in included.
  @Override
  public List<Ask> history(Optional<CommodityId> of, LocalDate from, LocalDate due) {
    List<Ask> asks = new ArrayList<>();
    for (Commodity commodity : commodities.all()) {
      Integer code = commodity.esrCode();
      Month start = commodity.marketingYearStart();
      if (code != null && start != null && of.filter(id -> !id.equals(commodity.id())).isEmpty()) {
        int present = MarketingYear.of(due, start).endingYear();
        for (int year = MarketingYear.of(from, start).endingYear(); year <= present; year++) {
          asks.add(ask(commodity, code, year, true));
        }
      }
    }
    return asks;
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    Answer answer =
        service.client().get(ask.address(), Set.of("application/json"), service.keyInHeader("X-Api-Key"), known);
    return answer instanceof Answer.Content content && isEmptyArray(content.received())
        ? new Answer.Nothing()
        : answer;
  }

  private static boolean isEmptyArray(byte[] body) {
    return body.length < 64 && new String(body, StandardCharsets.UTF_8).strip().matches("\\[\\s*\\]");
  }
}
