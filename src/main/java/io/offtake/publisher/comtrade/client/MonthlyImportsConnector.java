package io.offtake.publisher.comtrade.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Access;
import io.offtake.fetching.client.Clients;
import io.offtake.publisher.comtrade.Comtrade;
import io.offtake.reference.HsHeadings.Heading;
import io.offtake.reference.HsHeadings;

/// Asks Comtrade for what China imports, from everywhere, a year of months in one question: the free key allows 500
/// questions in a day. Countries hand their months in late and revise them, so each look brings the last year again.
@ApplicationScoped
class MonthlyImportsConnector implements Connector {

  private static final String CHINA = "156";
  private static final int MOST_MONTHS = 12;
  private static final int YEARS_AT_FIRST = 2;
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");

  private final Access service;
  private final HsHeadings headings = HsHeadings.standard();

  MonthlyImportsConnector(Clients clients) {
    this.service = clients.withKey(Comtrade.SERVICE.id(), Comtrade.SERVICE.address());
  }

  @Override
  public SourceId source() {
    return SourceId.UN_COMTRADE;
  }

  @Override
  public Optional<String> missingSetting() {
    return service.missingSetting();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    Optional<LocalDate> newest = headings.all().stream()
        .flatMap(heading -> held.newestShown(heading.commodity()).stream())
        .max(Comparator.naturalOrder());
    if (newest.filter(end -> !end.isBefore(newestOut)).isPresent()) {
      return List.of();
    }
    List<Ask> asks = new ArrayList<>();
    YearMonth last = YearMonth.from(newestOut);
    for (int year = 0; year < (newest.isPresent() ? 1 : YEARS_AT_FIRST); year++) {
      asks.add(ask(last.minusMonths((long) year * MOST_MONTHS)));
    }
    return asks;
  }

  private Ask ask(YearMonth last) {
    String months = Stream.iterate(last.minusMonths(MOST_MONTHS - 1), month -> month.plusMonths(1))
        .limit(MOST_MONTHS)
        .map(MONTH::format)
        .collect(Collectors.joining(","));
    String codes = headings.all().stream().map(Heading::code).collect(Collectors.joining(","));
    return new Ask(
        URI.create("%s/get/C/M/HS?reporterCode=%s&period=%s&cmdCode=%s&flowCode=M".formatted(service.address(), CHINA, months, codes)
            + "&partner2Code=0&customsCode=C00&motCode=0"),
        Comtrade.IMPORTS, null, null, null, null);
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    Answer answer = service.client().get(
        ask.address(), Set.of("application/json"), service.keyInHeader("Ocp-Apim-Subscription-Key"), known);
    return answer instanceof Answer.Content content && holdsNoRow(content.received()) ? new Answer.Nothing() : answer;
  }

  private static boolean holdsNoRow(byte[] body) {
    return body.length < 1_000
        && new String(body, StandardCharsets.UTF_8).replaceAll("\\s", "").contains("\"data\":[]");
  }
}
