package io.offtake.rest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import io.offtake.access.Access;
import io.offtake.access.AccessMode;
import io.offtake.answer.Answers.Basis;
import io.offtake.api.model.QuantityDto;
import io.offtake.api.model.StatusRowDto;
import io.offtake.rest.edge.FrontPage;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.text.Html;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// The portfolio as a table of HTML, for whoever's browser runs no script. It is made once for each version of the data.
@ApplicationScoped
class PlainPortfolio implements FrontPage.Plain {

  private record Made(String of, String html) {}

  private static final int PERCENT = 100;

  private final Access access;
  private final ReadBasis basis;
  private final StatusResource status;
  private volatile @Nullable Made made;

  PlainPortfolio(Access access, ReadBasis basis, StatusResource status) {
    this.access = access;
    this.basis = basis;
    this.status = status;
  }

  /// Without a script nobody can sign in, so where a key is needed to read there is nothing to show.
  @Override
  public Optional<String> table() {
    if (access.mode() == AccessMode.CLOSED) {
      return Optional.empty();
    }
    Basis of = basis.settle(null, null);
    String validator = ReadBasis.validator(of);
    Made known = made;
    if (known == null || !known.of().equals(validator)) {
      known = new Made(validator, html(of));
      made = known;
    }
    return Optional.of(known.html());
  }

  private String html(Basis of) {
    return status.portfolio(of).stream().map(PlainPortfolio::row).collect(Collectors.joining("\n", """
        <p>As known %s, data version %d.</p>
        <table class="data">
        <caption>Commitments, worst slack first</caption>
        <thead><tr><th scope="col">Verdict</th><th scope="col">Commitment</th><th scope="col">Fulfilled</th><th scope="col">Target</th>\
        <th scope="col">Share</th><th scope="col">Shortfall probability</th><th scope="col">Deadline</th><th scope="col">Newest evidence</th></tr></thead>
        <tbody>
        """.formatted(of.asOf(), of.dataVersion()), "\n</tbody>\n</table>\n"));
  }

  private static String row(StatusRowDto row) {
    String share = row.getFulfilledShare() == null ? "–" : percent(row.getFulfilledShare());
    String chance = row.getShortfallProbability() == null || row.getDaysLeft() == null || row.getDaysLeft() < 0
        ? "–" : percent(row.getShortfallProbability());
    return """
        <tr><td>%s</td><th scope="row"><a href="/v1/commitments/%s/status">%s</a></th><td class="number">%s</td><td class="number">%s</td>\
        <td class="number">%s</td><td class="number">%s</td><td>%s</td><td>%s</td></tr>""".formatted(
        words(row.getVerdict().toString()), Html.escaped(row.getCommitment()), Html.escaped(row.getTitle()), amount(row.getFulfilled()),
        amount(row.getTarget()), share, chance, row.getDeadline() == null ? "–" : row.getDeadline(),
        row.getNewestPeriodEnd() == null ? "–" : row.getNewestPeriodEnd());
  }

  private static String words(String id) {
    String spaced = id.replaceAll("(?=\\p{Upper})", " ").toLowerCase(Locale.ROOT);
    return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }

  private static String amount(@Nullable QuantityDto amount) {
    return amount == null
        ? "–"
        : NumberFormat.getIntegerInstance(Locale.ENGLISH).format(amount.getValue()) + " " + Html.escaped(amount.getUnit());
  }

  private static String percent(Number share) {
    return new BigDecimal(share.toString()).multiply(BigDecimal.valueOf(PERCENT)).setScale(0, RoundingMode.HALF_UP) + " %";
  }
}
