package io.offtake.claim;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.offtake.claim.Claim.Subject;
import io.offtake.claim.ClaimDraft.FigureDraft;
import io.offtake.claim.ClaimDraft.TradeDraft;
import io.offtake.claim.ClaimDraft.WorkingDraft;
import io.offtake.claim.ClaimFigure.Bound;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Problem;
import io.offtake.commitment.TargetBounds;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.reference.PartyNames.Meaning;
import io.offtake.text.Sha256;
import org.jspecify.annotations.Nullable;

/// Makes a claim of a draft, or says all that keeps it from being one.
public final class ClaimRules {

  private static final int LONGEST_NAME = 40;
  private static final int DIGITS_OF_ID = 4;

  private final Known known;
  private final Instant now;
  private final List<Problem> problems = new ArrayList<>();

  /// What a claim can be about.
  ///
  /// @param commitments  by id
  /// @param commodities  by id
  /// @param parties  by what somebody wrote
  public record Known(
      Function<String, Optional<Commitment>> commitments,
      Function<CommodityId, Optional<Commodity>> commodities,
      Function<String, Meaning> parties) {}

  public sealed interface Outcome {

    record Valid(Claim claim) implements Outcome {}

    record Invalid(List<Problem> problems) implements Outcome {}
  }

  private ClaimRules(Known known, Instant now) {
    this.known = known;
    this.now = now;
  }

  /// @param now  what is said later is not said yet
  public static Outcome claim(ClaimDraft draft, Known known, Instant now) {
    return new ClaimRules(known, now).read(draft);
  }

  private Outcome read(ClaimDraft draft) {
    var assumed = new ArrayList<>(draft.assumed());
    Optional<Said> said = said(draft, assumed);
    required("/speaker", draft.speaker(), "say who said so");
    required("/role", draft.role(), "write one of " + words(Claim.Role.class));
    required("/source", draft.source(), "name who published it");
    required("/summary", draft.summary(), "say in words of your own what was said");
    if (draft.id() != null && !ClaimId.isOne(draft.id())) {
      problem("/id", "'%s' is no id".formatted(draft.id()),
          "write lower-case words and digits joined by '-', at most 80 characters, or leave it out");
    }
    Optional<Commitment> commitment = commitment(draft);
    Optional<Subject> subject = subject(draft, commitment);
    Optional<ClaimFigure> figure = figure(draft);
    if (draft.word() == null && draft.figure() == null) {
      problem("/figure", "a claim needs a figure or a word", "write figure, or word: one of " + words(Claim.Word.class));
    }
    if (draft.basis() != null && !draft.basis().isRung()) {
      problem("/basis", "'%s' is no rung of the ladder".formatted(draft.basis().id()),
          "write one of announced, sold, inspected, exported, landed, or leave it out where none was said");
    }
    said.ifPresent(when -> checkDay(draft, when));
    figure.ifPresent(each -> checkUnit(draft, each, commitment, subject, said));
    List<Working> workings = workings(draft.workings());
    return problems.isEmpty()
        ? new Outcome.Valid(claim(draft, said.orElseThrow(), subject.orElseThrow(), figure.orElse(null), workings, assumed))
        : new Outcome.Invalid(List.copyOf(problems));
  }

  private static Claim claim(
      ClaimDraft draft,
      Said said,
      Subject subject,
      @Nullable ClaimFigure figure,
      List<Working> workings,
      List<String> assumed) {
    String speaker = Objects.requireNonNull(draft.speaker()).strip();
    var claim = new Claim(
        new ClaimId("claim"), said, speaker, Objects.requireNonNull(draft.role()),
        Objects.requireNonNull(draft.source()), subject, draft.word(), figure, draft.basis(), draft.aboutOn(),
        Objects.requireNonNull(draft.summary()).strip(), workings, assumed);
    var id = new ClaimId(draft.id() == null ? idOf(claim) : draft.id());
    return new Claim(id, said, speaker, claim.role(), claim.source(), subject, claim.word(), figure, claim.basis(),
        claim.aboutOn(), claim.summary(), workings, assumed);
  }

  /// Of the day, the speaker and what was said: the same claim from two hands has one id.
  private static String idOf(Claim claim) {
    String name = claim.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String shortName = name.substring(0, Math.min(LONGEST_NAME, name.length())).replaceAll("-+$", "");
    ClaimFigure figure = claim.figure();
    String content = String.join("\n", claim.said().onDay().toString(), claim.speaker(), claim.source().publisher(),
        claim.subject().toString(), String.valueOf(claim.word()), String.valueOf(claim.basis()),
        String.valueOf(claim.aboutOn()),
        figure == null ? "" : "%s %s %s %s %s".formatted(figure.value().stripTrailingZeros().toPlainString(),
            figure.unit().id(), figure.bound(), figure.scope(), figure.destinations()));
    String digest = HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(content), DIGITS_OF_ID));
    return "%s-%s%s".formatted(claim.said().onDay(), shortName.isEmpty() ? "" : shortName + "-", digest);
  }

  private Optional<Said> said(ClaimDraft draft, List<String> assumed) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (draft.saidAt() != null && draft.saidOn() != null) {
      problem("/saidOn", "saidAt says when already", "leave one of the two out");
      return Optional.empty();
    }
    if (draft.saidAt() != null) {
      if (draft.saidAt().isAfter(now)) {
        problem("/saidAt", "it is said to be said at %s, which is yet to come".formatted(draft.saidAt()),
            "write an instant up to now");
      }
      return Optional.of(Said.at(draft.saidAt()));
    }
    if (draft.saidOn() == null) {
      problem("/saidOn", "nothing says when it was said", "write the day as saidOn, or the instant as saidAt");
      return Optional.empty();
    }
    if (draft.saidOn().isAfter(today)) {
      problem("/saidOn", "it is said to be said on %s, and today is %s in UTC".formatted(draft.saidOn(), today),
          "write a day up to today");
    }
    if (draft.saidOn().equals(today)) {
      assumed.add("Today is not over yet: %s is taken for the instant of saying.".formatted(now));
      return Optional.of(Said.at(now));
    }
    return Optional.of(Said.on(draft.saidOn()));
  }

  private Optional<Commitment> commitment(ClaimDraft draft) {
    if (draft.commitment() == null) {
      return Optional.empty();
    }
    Optional<Commitment> found = known.commitments().apply(draft.commitment());
    if (found.isEmpty()) {
      problem("/commitment", "there is no commitment '%s'".formatted(draft.commitment()),
          "take one that /v1/commitments lists, or name the trade");
    }
    return found;
  }

  private Optional<Subject> subject(ClaimDraft draft, Optional<Commitment> commitment) {
    if (draft.commitment() != null && draft.trade() != null) {
      problem("/trade", "the commitment says which trade it is", "leave one of the two out");
      return Optional.empty();
    }
    if (draft.trade() == null) {
      if (draft.commitment() == null) {
        problem("/commitment", "nothing says what the claim is about",
            "name a commitment, or the trade: commodity, seller and buyer");
      }
      return commitment.map(found -> new Subject.OfCommitment(found.id()));
    }
    TradeDraft trade = draft.trade();
    Optional<CommodityId> commodity = commodity(trade.commodity());
    Optional<PartyId> seller = party("/trade/seller", trade.seller());
    Optional<PartyId> buyer = party("/trade/buyer", trade.buyer());
    return commodity.flatMap(of -> seller.flatMap(from -> buyer.map(to -> new Subject.OfTrade(of, from, to))));
  }

  private Optional<CommodityId> commodity(@Nullable String written) {
    if (written == null) {
      problem("/trade/commodity", "the commodity is missing", "write one that /v1/commodities lists");
      return Optional.empty();
    }
    if (!ClaimId.isOne(written) || known.commodities().apply(new CommodityId(written)).isEmpty()) {
      problem("/trade/commodity", "there is no commodity '%s'".formatted(written), "take one that /v1/commodities lists");
      return Optional.empty();
    }
    return Optional.of(new CommodityId(written));
  }

  private Optional<PartyId> party(String pointer, @Nullable String written) {
    if (written == null) {
      problem(pointer, "the party is missing", "write a code that /v1/parties lists");
      return Optional.empty();
    }
    return switch (known.parties().apply(written)) {
      case Meaning.Known(PartyId id) -> Optional.of(id);
      case Meaning.Firm _ -> {
        problem(pointer, "'%s' is a firm, and no figures are told of one".formatted(written), "write the country's code");
        yield Optional.empty();
      }
      case Meaning.Slip slip -> {
        problem(pointer, slip.detail(), slip.remedy());
        yield Optional.empty();
      }
    };
  }

  private Optional<ClaimFigure> figure(ClaimDraft draft) {
    FigureDraft figure = draft.figure();
    if (figure == null) {
      return Optional.empty();
    }
    BigDecimal value = figure.value();
    Optional<Unit> unit = unit("/figure/unit", figure.unit());
    if (value == null) {
      problem("/figure/value", "the figure has no value", "write the amount as it was said");
      return Optional.empty();
    }
    Scope scope = Objects.requireNonNullElse(figure.scope(), Scope.TOTAL);
    if (value.signum() < 0 && scope != Scope.PERIOD) {
      problem("/figure/value", "%s is less than nothing".formatted(value.toPlainString()),
          "write an amount of 0 or more; only what one period brought can be negative");
    }
    if (figure.from() != null && figure.from().compareTo(value) > 0) {
      problem("/figure/from", "the range ends before it begins", "write the lower end as from and the upper as value");
    }
    if (figure.roundedTo() != null && figure.roundedTo().signum() <= 0) {
      problem("/figure/roundedTo", "nothing is rounded to %s".formatted(figure.roundedTo().toPlainString()),
          "write an amount above 0, such as 1000000, or leave it out");
    }
    if (scope == Scope.PERIOD && draft.aboutOn() == null) {
      problem("/aboutOn", "nothing says which period the figure is of", "write the last day of the period");
    }
    return unit.map(of -> new ClaimFigure(value, figure.from(), of, figure.roundedTo(),
        Objects.requireNonNullElse(figure.bound(), Bound.EXACTLY), scope,
        Objects.requireNonNullElse(figure.destinations(), Destinations.BUYER)));
  }

  private Optional<Unit> unit(String pointer, @Nullable String written) {
    Optional<Unit> unit = written == null ? Optional.empty() : Unit.ofId(written);
    if (unit.isEmpty()) {
      problem(pointer, written == null ? "the unit is missing" : "there is no unit '%s'".formatted(written),
          "take one that /v1/units lists, such as t, USD or percent");
    }
    return unit;
  }

  private void checkDay(ClaimDraft draft, Said said) {
    boolean ahead = draft.word() != null && draft.word().looksAhead();
    if (draft.aboutOn() != null && !ahead && draft.aboutOn().isAfter(said.onDay())) {
      problem("/aboutOn", "on %s nobody could say what had been bought by %s".formatted(said.onDay(), draft.aboutOn()),
          "write the day that the figure is of, or the word onTrack or pledged for what is to come");
    }
  }

  private void checkUnit(
      ClaimDraft draft,
      ClaimFigure figure,
      Optional<Commitment> commitment,
      Optional<Subject> subject,
      Optional<Said> said) {
    if (figure.isPercent()) {
      LocalDate day = draft.aboutOn() != null ? draft.aboutOn() : said.map(Said::onDay).orElse(LocalDate.EPOCH);
      boolean whole = draft.workings().stream().anyMatch(each -> each.as() == Working.As.WHOLE);
      boolean owed = commitment.isPresent() && said.isPresent()
          && AmountsOfTerms.at(commitment.get(), said.get().at()).flatMap(terms -> terms.denominator(day)).isPresent();
      if (!whole && !owed && (subject.isPresent() || draft.commitment() == null)) {
        problem("/figure/unit", "nothing says what the percentage is of",
            "name a commitment that owes one amount, or what it is of among workings, as whole");
      }
      return;
    }
    if (figure.value().abs().compareTo(TargetBounds.largest(figure.unit()).multiply(BigDecimal.TEN)) > 0) {
      problem("/figure/value", "%s %s is more than the world trades".formatted(
          figure.value().toPlainString(), figure.unit().id()), "look for a digit too many, or another unit");
    }
    List<Commodity> counted = commodities(commitment, subject);
    if (figure.unit() != Unit.US_DOLLAR && !counted.isEmpty()
        && counted.stream().noneMatch(commodity -> commodity.unit() == figure.unit())) {
      problem("/figure/unit", "%s is not counted in %s".formatted(counted.getFirst().id(), figure.unit().id()),
          "convert it to %s, or write USD or percent".formatted(counted.stream().map(each -> each.unit().id()).distinct()
              .collect(Collectors.joining(" or "))));
    }
  }

  private List<Commodity> commodities(Optional<Commitment> commitment, Optional<Subject> subject) {
    List<CommodityId> ids = commitment.map(Commitment::commodities).orElseGet(() ->
        subject.orElse(null) instanceof Subject.OfTrade trade ? List.of(trade.commodity()) : List.of());
    return ids.stream().flatMap(id -> known.commodities().apply(id).stream()).toList();
  }

  private List<Working> workings(List<WorkingDraft> drafts) {
    var workings = new ArrayList<Working>();
    for (int i = 0; i < drafts.size(); i++) {
      WorkingDraft draft = drafts.get(i);
      String pointer = "/workings/" + i;
      required(pointer + "/as", draft.as(), "write one of " + words(Working.As.class));
      required(pointer + "/value", draft.value(), "write the amount");
      Optional<Unit> unit = unit(pointer + "/unit", draft.unit());
      if (draft.as() != null && draft.value() != null && unit.isPresent()) {
        workings.add(new Working(draft.as(), Quantity.of(draft.value(), unit.get()), draft.basis()));
      }
    }
    return workings;
  }

  private void required(String pointer, @Nullable Object value, String remedy) {
    boolean absent = value == null || value instanceof String text && text.isBlank()
        || value instanceof Citation citation && citation.publisher().isBlank();
    if (absent) {
      problem(pointer, "%s is missing".formatted(pointer.substring(pointer.lastIndexOf('/') + 1)), remedy);
    }
  }

  private void problem(String pointer, String detail, String remedy) {
    problems.add(new Problem(pointer, detail, remedy));
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Ids::of).collect(Collectors.joining(", "));
  }
}
