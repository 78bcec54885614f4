package io.offtake.publisher.eia.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.offtake.document.CsvText;
import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Access;
import io.offtake.fetching.client.Clients;
import io.offtake.publisher.eia.Eia;
import io.offtake.publisher.eia.EnergyExports.Product;
import io.offtake.publisher.eia.EnergyExports;

/// Asks for the exports of a product on its route of EIA's data service: all destinations, the months of two years again,
/// as many pages as there are.
final class EnergyExportsConnector implements Connector {

  private static final int PAGE = 5_000;
  private static final int MOST_ROWS = 200_000;
  private static final int MONTHS_AGAIN = 24;
  private static final Pattern OFFSET = Pattern.compile("offset=([0-9]{1,9})");

  private final SourceId source;
  private final Access service;
  private final String base;
  private final Product product;
  private final String form;
  private final YearMonth oldest;

  /// The rows of the walk through an answer's pages, by what tells them apart; at most [#MOST_ROWS] and a page.
  private final Set<String> seen = new HashSet<>();

  /// @param form  the type of its documents
  /// @param path  the route below `/v2` with the facets that choose the product
  EnergyExportsConnector(
      SourceId source,
      Product product,
      String form,
      String path,
      YearMonth oldest,
      Clients clients) {
    this.source = source;
    this.service = clients.withKey(Eia.SERVICE.id(), Eia.SERVICE.address());
    this.base = service.address() + path;
    this.product = product;
    this.form = form;
    this.oldest = oldest;
  }

  @Override
  public SourceId source() {
    return source;
  }

  @Override
  public Optional<String> missingSetting() {
    return service.missingSetting();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    Optional<LocalDate> newest = held.newestShown(product.commodity());
    if (newest.filter(end -> !end.isBefore(newestOut)).isPresent()) {
      return List.of();
    }
    YearMonth first = newest.map(end -> YearMonth.from(end).minusMonths(MONTHS_AGAIN))
        .filter(month -> month.isAfter(oldest))
        .orElse(oldest);
    // In order of months, so that what comes out between two pages is appended to the last.
    return List.of(page("%s&frequency=monthly&data%%5B0%%5D=value&start=%s&end=%s&sort%%5B0%%5D%%5Bcolumn%%5D=period"
        .formatted(base, first, YearMonth.from(newestOut)) + "&sort%5B0%5D%5Bdirection%5D=asc"
        + "&sort%5B1%5D%5Bcolumn%5D=series&sort%5B1%5D%5Bdirection%5D=asc&offset=", 0));
  }

  private Ask page(String upToOffset, long offset) {
    return new Ask(URI.create(upToOffset + offset + "&length=" + PAGE), form, null, product.commodity(), null, null);
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    // A page that has not changed says nothing of those after it, so each is asked for anew.
    Answer answer = service.client().get(
        ask.address(), Set.of("application/json"), service.keyInParameter("api_key"), Optional.empty());
    if (!(answer instanceof Answer.Content content)) {
      return answer;
    }
    EnergyExports.Extent extent = EnergyExports.extent(content.received());
    long total = extent.total().orElse(0);
    if (total > MOST_ROWS) {
      throw new SourceFault(SourceFault.Kind.UNREADABLE, "%s tells of %d rows, more than all destinations have in all months"
          .formatted(ask.address().getHost(), total));
    }
    if (extent.rows().isEmpty() && total == 0 && isAnswer(content)) {
      return new Answer.Nothing();
    }
    follow(ask, extent);
    return answer;
  }

  /// Holds the rows of a walk's pages against each other and against the stated total.
  private void follow(Ask ask, EnergyExports.Extent page) throws SourceFault {
    String host = ask.address().getHost();
    long offset = offset(ask);
    synchronized (seen) {
      if (offset == 0) {
        seen.clear();
      }
      for (String row : page.rows()) {
        if (!seen.add(row)) {
          throw new SourceFault(SourceFault.Kind.UNREADABLE, ("%s sent the row %s twice in its pages up to offset %d: the pages "
              + "overlap, so that others are missing; ask again").formatted(host, CsvText.shortened(row), offset));
        }
      }
    }
    if (page.rows().isEmpty() && page.total().isEmpty()) {
      return; // no answer of the service: its reader says why
    }
    long total = page.total().orElseThrow(() -> new SourceFault(SourceFault.Kind.UNREADABLE,
        "%s does not say of how many rows its page is a part (response.total)".formatted(host)));
    long read = offset + page.rows().size();
    if (read > total || (page.rows().isEmpty() && read < total)) {
      throw new SourceFault(SourceFault.Kind.UNREADABLE, "%s tells of %d rows in all, but its pages up to offset %d hold %d"
          .formatted(host, total, offset, read));
    }
  }

  private static long offset(Ask ask) {
    var offset = OFFSET.matcher(ask.address().toString());
    return offset.find() ? Long.parseLong(offset.group(1)) : 0;
  }

  /// Whether it is an answer with no rows, and not something else that has none.
  private static boolean isAnswer(Answer.Content content) {
    return new String(content.received(), StandardCharsets.UTF_8).replaceAll("\\s", "")
        .contains("\"data\":[]");
  }

  @Override
  public Optional<Ask> next(Ask ask, Answer.Content content) {
    String address = ask.address().toString();
    var offset = OFFSET.matcher(address);
    EnergyExports.Extent extent = EnergyExports.extent(content.received());
    if (!offset.find() || extent.rows().isEmpty()) {
      return Optional.empty();
    }
    long after = Long.parseLong(offset.group(1)) + extent.rows().size();
    return after < extent.total().orElse(0)
        ? Optional.of(page(address.substring(0, offset.start(1)), after))
        : Optional.empty();
  }
}
