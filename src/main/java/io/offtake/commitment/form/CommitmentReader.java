package io.offtake.commitment.form;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.commitment.Baseline;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Deliverable;
import io.offtake.commitment.Minimum;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Strength;
import io.offtake.commitment.Substitution;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.Withdrawal;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// Makes the domain's records of a commitment's JSON; problems go to the list behind the [Fields].
final class CommitmentReader {

  private static final List<String> UNITS = Arrays.stream(Unit.values()).map(Unit::id).toList();
  private static final List<String> STRENGTHS = Arrays.stream(Strength.values()).map(Strength::id).toList();
  private static final List<String> RUNGS =
      Arrays.stream(Measure.values()).filter(Measure::isRung).map(Measure::id).toList();
  private static final List<String> OPERATORS =
      List.of("atLeast", "upTo", "between", "lowerOf", "upliftPercent", "undeclared");
  private static final List<String> BASELINE_ROLES = Arrays.stream(Baseline.Role.values()).map(Baseline.Role::id).toList();
  private static final String YEARLY = "yearly";
  private static final String PER_YEAR = "year";

  private final Function<CommodityId, Optional<Month>> marketingYearStart;

  CommitmentReader(Function<CommodityId, Optional<Month>> marketingYearStart) {
    this.marketingYearStart = marketingYearStart;
  }

  Commitment commitment(Fields fields) {
    var id = fields.requiredId("id");
    var title = fields.requiredText("title");
    var buyer = fields.requiredText("buyer");
    var seller = fields.requiredText("seller");
    var commodities = commodities(fields);
    var strength = fields.requiredWord("strength", Strength::ofId, STRENGTHS, Strength.STATEMENT);
    fields.texts("confirmedBy");
    var parent = fields.id("parent");
    var refusal = fields.text("refusal");
    var notes = fields.text("notes");
    fields.objects("sourcesForNotes").forEach(this::citation);
    fields.text("checkReason");
    outcome(fields.object("knownOutcome"));
    var withdrawal = withdrawal(fields.object("withdrawal"));
    List<Terms> terms = new ArrayList<>();
    for (var version : fields.requiredObjects("terms")) {
      terms.add(terms(version, terms.size() + 1, commodities));
    }
    var readings = fields.objects("readings").stream()
        .map(reading -> reading(reading, commodities, terms))
        .toList();
    fields.end();
    return new Commitment(new CommitmentId(id), title, buyer, seller, commodities, strength, terms, readings,
        parent == null ? null : new CommitmentId(parent), refusal, notes, withdrawal);
  }

  private static @Nullable Withdrawal withdrawal(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    var at = fields.instant("at");
    if (!fields.has("at")) {
      fields.missing("at", "an instant such as 2026-02-10T12:00:00Z");
    }
    var reason = fields.requiredText("reason");
    var by = fields.text("by");
    fields.end();
    return new Withdrawal(at == null ? Instant.EPOCH : at, reason, by);
  }

  private List<CommodityId> commodities(Fields fields) {
    List<CommodityId> commodities = new ArrayList<>();
    for (var commodity : fields.requiredObjects("commodities")) {
      commodities.add(new CommodityId(commodity.requiredId("id")));
      commodity.texts("hs");
      commodity.texts("exclusions");
      commodity.end();
    }
    return commodities;
  }

  /// @param position  counted from 1; the version need not be written, and must be this if it is
  private Terms terms(Fields fields, int position, List<CommodityId> commodities) {
    var version = fields.integer("version");
    if (version != null && version != position) {
      fields.problem("version", "version " + version + " stands in place " + position,
          "count versions from 1 in the order announced, or leave the number out");
    }
    var announced = statement(fields, "announced");
    var announcedBy = fields.requiredText("announcedBy");
    var summary = fields.requiredText("summary");
    var source = citation(fields.requiredObject("source"));
    var headline = fields.id("headline");
    var strength = fields.word("strength", Strength::ofId, STRENGTHS);
    fields.text("checkReason");
    var tranches = fields.requiredObjects("tranches").stream().map(each -> tranche(each, commodities)).toList();
    fields.end();
    return new Terms(position, announced, announcedBy, summary, source, headline, strength, tranches);
  }

  private Tranche tranche(Fields fields, List<CommodityId> commodities) {
    var id = fields.requiredId("id");
    var windowStart = fields.day("windowStart");
    var deadline = fields.day("deadline");
    var target = target(fields.requiredObject("target"));
    var recurs = fields.text("recurs");
    if (recurs != null && !recurs.equals(YEARLY)) {
      fields.problem("recurs", "'" + recurs + "' is not known here", "write 'yearly', or leave it out");
    }
    var commodity = fields.id("commodity");
    var derived = fields.flag("derived");
    var minimums = fields.objects("subMinimums").stream().map(this::minimum).toList();
    var substitutions = fields.objects("substitutions").stream().map(each -> substitution(each, commodities)).toList();
    var baselines = fields.objects("baseline").stream().map(each -> baseline(each, commodities)).toList();
    var deliverable = fields.objects("stillDeliverable").stream().map(this::deliverable).toList();
    fields.text("checkReason");
    fields.end();
    return new Tranche(id, windowStart, deadline, target, recurs != null,
        commodity == null ? null : new CommodityId(commodity), derived, minimums, substitutions, baselines,
        deliverable);
  }

  private Target target(Fields fields) {
    var operator = fields.requiredWord("operator",
        word -> OPERATORS.contains(word) ? Optional.of(word) : Optional.empty(), OPERATORS, "");
    if (operator.isEmpty()) {
      return new Target.Undeclared(); // what the other fields should be, nobody can say
    }
    Target target = switch (operator) {
      case "atLeast" -> new Target.AtLeast(quantity(fields, "value"), perYear(fields), fields.flag("additional"));
      case "upTo" -> new Target.UpTo(quantity(fields, "value"), perYear(fields));
      case "between" -> {
        var unit = unit(fields);
        yield new Target.Between(Quantity.of(fields.requiredNumber("min"), unit),
            Quantity.of(fields.requiredNumber("max"), unit), perYear(fields));
      }
      case "lowerOf" -> new Target.LowerOf(fields.requiredObjects("legs").stream().map(this::leg).toList());
      case "upliftPercent" -> {
        var percent = quantity(fields, "value");
        if (percent.unit() != Unit.PERCENT) {
          fields.problem("unit", "an uplift is in percent, not in " + percent.unit().id(), "write 'percent'");
        }
        yield new Target.UpliftPercent(percent.value());
      }
      default -> new Target.Undeclared();
    };
    fields.end();
    return target;
  }

  private Target.AtLeast leg(Fields fields) {
    var target = target(fields);
    if (target instanceof Target.AtLeast leg) {
      return leg;
    }
    fields.problem("operator", "a leg is a floor", "write 'atLeast'");
    return new Target.AtLeast(Quantity.tonnes(1), false, false);
  }

  private boolean perYear(Fields fields) {
    var per = fields.text("per");
    if (per != null && !per.equals(PER_YEAR)) {
      fields.problem("per", "'" + per + "' is not known here", "write 'year', or leave it out");
    }
    return per != null;
  }

  private Quantity quantity(Fields fields, String name) {
    return Quantity.of(fields.requiredNumber(name), unit(fields));
  }

  private Unit unit(Fields fields) {
    return fields.requiredWord("unit", Unit::ofId, UNITS, Unit.TONNE);
  }

  private Reading reading(Fields fields, List<CommodityId> commodities, List<Terms> terms) {
    var id = fields.requiredId("id");
    var label = fields.requiredText("label");
    var tranche = fields.requiredId("tranche");
    var measure = fields.requiredWord("measure", CommitmentReader::rung, RUNGS, Measure.SOLD);
    var unknownDestinations = unknownDestinations(fields);
    var window = window(fields, counted(tranche, commodities, terms));
    var components = fields.ids("components");
    var sources = fields.ids("evidence").stream().map(SourceId::new).toList();
    var statedBy = fields.requiredText("statedBy");
    var stated = statement(fields, "stated");
    var source = fields.object("source");
    if (source != null) {
      citation(source);
    }
    fields.text("note");
    var doubt = fields.text("checkReason");
    var retired = fields.flag("retired");
    var retiredAt = fields.instant("retiredAt");
    fields.end();
    return new Reading(id, label, tranche, measure, unknownDestinations, window, sources, components, stated, statedBy,
        doubt, retired, retiredAt);
  }

  private static Optional<Measure> rung(String id) {
    return Measure.ofId(id).filter(Measure::isRung);
  }

  private UnknownDestinations unknownDestinations(Fields fields) {
    var none = new UnknownDestinations.None();
    var word = fields.text("unknownDestinations");
    var share = fields.object("share");
    var unknownDestinations = switch (word) {
      case null -> none;
      case "none" -> none;
      case "all" -> new UnknownDestinations.All();
      case "share" -> share(fields, share);
      default -> {
        fields.problem("unknownDestinations", "'" + word + "' is not known here", "use one of: none, share, all");
        yield none;
      }
    };
    if (share != null && !"share".equals(word)) {
      fields.problem("share", "a share is given, but unknownDestinations is not 'share'",
          "write 'share' there, or remove the share");
    }
    return unknownDestinations;
  }

  private UnknownDestinations share(Fields fields, @Nullable Fields share) {
    if (share == null) {
      fields.missing("share", "such as {\"min\": 0.3, \"max\": 1}");
      return new UnknownDestinations.None();
    }
    var min = share.number("min");
    var max = share.number("max");
    share.end();
    if (min == null || max == null) {
      if (!share.has("min")) {
        share.missing("min", "a fraction from 0 to 1");
      }
      if (!share.has("max")) {
        share.missing("max", "a fraction from 0 to 1");
      }
    } else if (min.signum() < 0 || max.compareTo(BigDecimal.ONE) > 0) {
      fields.problem("share", "a share lies outside 0 to 1", "write fractions, such as 0.3 for 30 %");
    } else if (min.compareTo(max) > 0) {
      fields.problem("share", "min is above max", "exchange them");
    } else {
      return new UnknownDestinations.Share(min, max);
    }
    return new UnknownDestinations.None();
  }

  private ReadingWindow window(Fields fields, List<CommodityId> counted) {
    var windowStart = fields.day("windowStart");
    var deadline = fields.day("deadline");
    var endingYear = fields.integer("marketingYear");
    if (endingYear != null) {
      return marketingYear(fields, endingYear, counted, windowStart, deadline);
    }
    if (windowStart == null || deadline == null) {
      return new ReadingWindow.Unstated(windowStart, deadline);
    }
    if (deadline.isBefore(windowStart)) {
      fields.problem("deadline", "the deadline %s lies before the first day %s".formatted(deadline, windowStart),
          "exchange them, or correct one");
      return new ReadingWindow.Unstated(windowStart, deadline);
    }
    return new ReadingWindow.Days(new DateWindow(windowStart, deadline));
  }

  private ReadingWindow marketingYear(Fields fields, int endingYear, List<CommodityId> counted,
      @Nullable LocalDate windowStart, @Nullable LocalDate deadline) {
    var unstated = new ReadingWindow.Unstated(windowStart, deadline);
    if (endingYear < 1900 || endingYear > 2200) {
      fields.problem("marketingYear", endingYear + " is not a year that a marketing year ends in",
          "write the calendar year of its last day, such as 2026 for 2025/26");
      return unstated;
    }
    var starts = counted.stream().map(marketingYearStart).distinct().toList();
    if (starts.size() != 1 || starts.getFirst().isEmpty()) {
      fields.problem("marketingYear", "its commodities have no one known marketing year",
          "give windowStart and deadline instead");
      return unstated;
    }
    var year = new MarketingYear(endingYear, starts.getFirst().get());
    mustBe(fields, "windowStart", windowStart, year.first(), year);
    mustBe(fields, "deadline", deadline, year.last(), year);
    return new ReadingWindow.OfMarketingYear(year);
  }

  private static void mustBe(
      Fields fields, String name, @Nullable LocalDate written, LocalDate day, MarketingYear year) {
    if (written != null && !written.equals(day)) {
      fields.problem(name, "%s, but marketing year %s runs from %s to %s"
          .formatted(written, year, year.first(), year.last()), "write " + day + ", or leave it out");
    }
  }

  /// The commodities that count for a tranche: its own, or all of the commitment's.
  private static List<CommodityId> counted(String tranche, List<CommodityId> commodities, List<Terms> terms) {
    return terms.reversed().stream()
        .flatMap(version -> version.tranche(tranche).stream())
        .findFirst()
        .map(Tranche::commodity)
        .map(List::of)
        .orElse(commodities);
  }

  /// A day alone (`announcedOn`) or an instant (`announcedAt`), one of them.
  private Statement statement(Fields fields, String verb) {
    var day = fields.day(verb + "On");
    var instant = fields.instant(verb + "At");
    boolean dayWritten = fields.has(verb + "On");
    boolean instantWritten = fields.has(verb + "At");
    if (dayWritten && instantWritten) {
      fields.problem(verb + "At", "both a day and an instant are given",
          "keep %sAt where the hour is known, %sOn where only the day is".formatted(verb, verb));
    }
    if (!dayWritten && !instantWritten) {
      fields.missing(verb + "On", "the day, such as 2025-11-01, or an instant as " + verb + "At");
    }
    if (instant != null) {
      return new Statement(instant, false);
    }
    return Statement.onDay(day == null ? LocalDate.EPOCH : day);
  }

  private Citation citation(Fields fields) {
    var title = fields.text("title");
    var publisher = fields.requiredText("publisher");
    var date = fields.day("date");
    var url = fields.text("url");
    fields.end();
    return new Citation(title, publisher, date, url);
  }

  private Minimum minimum(Fields fields) {
    var commodity = new CommodityId(fields.requiredId("commodity"));
    return new Minimum(commodity, leg(fields));
  }

  /// Which commodities stand in may be left out where the words name commodities of the commitment: `soybeans or soybean
  /// meal`.
  private Substitution substitution(Fields fields, List<CommodityId> commodities) {
    var goods = fields.requiredText("commodity");
    var named = fields.ids("commodities").stream().map(CommodityId::new).toList();
    var value = quantity(fields, "value");
    var discharges = Quantity.of(fields.requiredNumber("discharges"), value.unit());
    var of = fields.requiredText("of");
    fields.text("once");
    var targetThen = fields.number("minimumThen");
    fields.end();
    var words = List.of(goods.toLowerCase(Locale.ROOT).split(" or | and |, "));
    return new Substitution(goods, named.isEmpty()
            ? commodities.stream().filter(each -> words.contains(each.value().replace('-', ' '))).toList()
            : named, value, discharges, of,
        targetThen == null ? null : Quantity.of(targetThen, value.unit()));
  }

  private Deliverable deliverable(Fields fields) {
    var quantity = quantity(fields, "value");
    var stated = statement(fields, "stated");
    var statedBy = fields.requiredText("statedBy");
    fields.end();
    return new Deliverable(quantity, stated, statedBy);
  }

  /// What a baseline is of may be left out where its words say so: a statistic of exports or of imports, a scope that is a
  /// commodity of the commitment.
  private Baseline baseline(Fields fields, List<CommodityId> commodities) {
    var role = fields.requiredWord("role", Baseline.Role::ofId, BASELINE_ROLES, Baseline.Role.COMPARISON);
    var scope = fields.text("scope");
    var statistic = fields.requiredText("statistic");
    var period = fields.requiredText("period");
    var value = quantity(fields, "value");
    fields.text("bound");
    var knownFrom = fields.day("knownFrom");
    var derived = fields.text("derived");
    var measure = fields.word("measure", CommitmentReader::rung, RUNGS);
    var components = fields.ids("components").stream().map(CommodityId::new).toList();
    fields.end();
    return new Baseline(role, scope, statistic, period, value, knownFrom, derived,
        measure == null ? counted(statistic) : measure,
        components.isEmpty() ? commodities.stream().filter(each -> each.value().equals(scope)).toList() : components);
  }

  private static @Nullable Measure counted(String statistic) {
    String words = statistic.toLowerCase(Locale.ROOT);
    return words.contains("export") ? Measure.EXPORTED : words.contains("import") ? Measure.LANDED : null;
  }

  private void outcome(@Nullable Fields fields) {
    if (fields == null) {
      return;
    }
    fields.requiredText("summary");
    fields.requiredDay("asOf");
    fields.objects("figures").forEach(this::outcomeFigure);
    citation(fields.requiredObject("source"));
    fields.objects("claimSources").forEach(this::citation);
    fields.end();
  }

  /// An outcome is kept as told: its units and scopes are the teller's, in euro for example.
  private void outcomeFigure(Fields fields) {
    for (var text : List.of("reading", "tranche", "measure", "unknownDestinations", "scope", "statistic", "bound")) {
      fields.text(text);
    }
    fields.day("periodEnd");
    fields.number("value");
    fields.text("unit");
    fields.number("share");
    fields.number("targetToDate");
    fields.day("knownFrom");
    fields.end();
  }
}
