package io.offtake.commitment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.Baseline.Role;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// What a reading is held against at an instant: one amount, or several that are judged each and then together.
public sealed interface Owed {

  /// No amount follows from the terms.
  ///
  /// @param because  in sentences for a reader
  record Unstated(String because) implements Owed {}

  /// @param legs  the whole first
  /// @param substitutions  that lower the whole's target once they were bought
  /// @param untold  commodities of which a minimum is owed whose amount does not follow from what was public
  record Amounts(Rule rule, List<Leg> legs, List<Substitution> substitutions, List<CommodityId> untold) implements Owed {
    public Amounts {
      legs = List.copyOf(legs);
      substitutions = List.copyOf(substitutions);
      untold = List.copyOf(untold);
    }

    public Leg whole() {
      return legs.getFirst();
    }
  }

  /// How the legs decide together.
  enum Rule {
    /// Every one has to be met.
    ALL,
    /// The lower one is owed: to meet one of them is enough.
    LOWER
  }

  /// One amount that is owed.
  ///
  /// @param goods  the commodities that count, together
  /// @param most  the upper end of a band: more than that was not foreseen
  /// @param how  how the target follows from the terms, in words; absent when it is what they state
  record Leg(
      String id, Kind kind, List<CommodityId> goods, Quantity target, Optional<Quantity> most, Optional<String> how) {

    public Leg {
      goods = List.copyOf(goods);
    }

    /// The goods as one commodity.
    public CommodityId counted() {
      return CommodityId.basket(goods);
    }

    public Leg withTarget(Quantity other, String because) {
      return new Leg(id, kind, goods, other, most, Optional.of(because));
    }
  }

  /// What a leg is of the target.
  enum Kind {
    WHOLE("whole"),
    /// Of one commodity, within the whole.
    MINIMUM("minimum"),
    /// One of several of which the lower is owed.
    LOWER_OF("lowerOf"),
    /// The whole over a baseline as it was known before: told beside, and no part of the verdict.
    EARLIER_BASELINE("earlierBaseline");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }

    public boolean isJudged() {
      return this != EARLIER_BASELINE;
    }
  }

  /// What a reading of a tranche is held against.
  ///
  /// @param asOf  baselines that became public later are not known
  static Owed of(Commitment commitment, Reading reading, Tranche tranche, Instant asOf) {
    return new Reckoning(commitment, reading, tranche, asOf).owed();
  }

  /// Works out the amounts of one reading.
  final class Reckoning {

    /// Why no amount follows; leaves the reckoning at once.
    private static final class NoAmount extends Exception {
      private static final long serialVersionUID = 1;
      private final String because;

      NoAmount(String because) {
        super(because, null, false, false);
        this.because = because;
      }
    }

    private record Amount(Quantity quantity, @Nullable String how) {}

    private final Commitment commitment;
    private final Reading reading;
    private final Tranche tranche;
    private final Instant asOf;

    private Reckoning(Commitment commitment, Reading reading, Tranche tranche, Instant asOf) {
      this.commitment = commitment;
      this.reading = reading;
      this.tranche = tranche;
      this.asOf = asOf;
    }

    private Owed owed() {
      try {
        List<CommodityId> goods = goods();
        List<Leg> legs = new ArrayList<>();
        List<CommodityId> untold = new ArrayList<>();
        Rule rule = Rule.ALL;
        if (tranche.target() instanceof Target.LowerOf(var lower)) {
          rule = Rule.LOWER;
          for (Target.AtLeast each : lower) {
            Amount amount = floor(each, goods);
            legs.add(new Leg(each.quantity().unit().id(), Kind.LOWER_OF, goods, amount.quantity(), Optional.empty(),
                Optional.ofNullable(amount.how())));
          }
        } else {
          legs.add(whole(goods));
          legs.addAll(minimums(goods, untold));
          legs.addAll(earlier(goods));
        }
        return new Amounts(rule, legs, tranche.substitutions(), untold);
      } catch (NoAmount e) {
        return new Unstated(e.because);
      }
    }

    /// The reading's own parts, or the tranche's commodity, or all that the commitment names but what only stands in.
    private List<CommodityId> goods() {
      if (!reading.components().isEmpty()) {
        return reading.components().stream().map(CommodityId::new).toList();
      }
      CommodityId own = tranche.commodity();
      if (own != null) {
        return List.of(own);
      }
      var standIns = tranche.substitutions().stream().flatMap(each -> each.commodities().stream())
          .collect(Collectors.toSet());
      var left = commitment.commodities().stream().filter(each -> !standIns.contains(each)).toList();
      return left.isEmpty() ? commitment.commodities() : left;
    }

    private Leg whole(List<CommodityId> goods) throws NoAmount {
      Amount amount = switch (tranche.target()) {
        case Target.AtLeast target -> floor(target, goods);
        case Target.UpTo(var quantity, boolean perYear) -> years(new Amount(quantity, null), perYear);
        case Target.Between(var min, var _, boolean perYear) -> years(new Amount(min, null), perYear);
        case Target.UpliftPercent(var percent) -> {
          Baseline base = newest(Role.UPLIFT_BASE, goods);
          Quantity total = base.value().times(BigDecimal.ONE.add(percent.movePointLeft(2)));
          yield years(new Amount(total, "%s more than %s (%s, %s)".formatted(
              percent.stripTrailingZeros().toPlainString() + " %", Figures.say(base.value()), base.statistic(), base.period())),
              false);
        }
        case Target.LowerOf _ -> throw new IllegalStateException("the lower of several has no whole");
        case Target.Undeclared _ ->
            throw new NoAmount("No quantity was declared. It is assessed once an amendment declares one.");
      };
      Optional<Quantity> most = tranche.target() instanceof Target.Between(var _, var max, boolean perYear)
          ? Optional.of(years(new Amount(max, null), perYear).quantity())
          : Optional.empty();
      return new Leg("whole", Kind.WHOLE, goods, amount.quantity(), most, Optional.ofNullable(amount.how()));
    }

    private Amount floor(Target.AtLeast target, List<CommodityId> goods) throws NoAmount {
      Amount stated = isPart(goods) ? ofParts(target, goods) : new Amount(target.quantity(), null);
      return years(target.additional() ? onTop(stated, newest(Role.ADDITIVE, goods)) : stated, target.perYear());
    }

    /// Whether the reading counts less than the target is of.
    private boolean isPart(List<CommodityId> goods) {
      return !reading.components().isEmpty() && !new HashSet<>(goods).containsAll(commitment.commodities());
    }

    private Amount ofParts(Target.AtLeast target, List<CommodityId> goods) throws NoAmount {
      var sum = Quantity.zero(target.quantity().unit());
      for (CommodityId each : goods) {
        Minimum minimum = tranche.minimums().stream().filter(of -> of.commodity().equals(each)).findFirst()
            .orElseThrow(() -> new NoAmount(
                "The reading counts parts of the target, and the terms state no amount for %s.".formatted(each)));
        sum = sum.plus(minimum.target().quantity());
      }
      return new Amount(sum, goods.size() == 1
          ? null : "%s of %s".formatted(Figures.say(sum), CommodityId.basket(goods).inWords()));
    }

    private static Amount onTop(Amount amount, Baseline base) {
      LocalDate known = base.knownFrom();
      return new Amount(amount.quantity().plus(base.value()), "%s on top of %s (%s, %s%s)".formatted(
          amount.how() == null ? Figures.say(amount.quantity()) : amount.how(), Figures.say(base.value()), base.statistic(),
          base.period(), known == null ? "" : ", known from " + known));
    }

    /// What is owed in each year, over the window of the reading.
    private Amount years(Amount amount, boolean perYear) throws NoAmount {
      if (!perYear && !tranche.yearly()) {
        return amount;
      }
      if (!(reading.window() instanceof ReadingWindow.Days(DateWindow days))) {
        return amount;
      }
      int years = 0;
      while (!days.first().plusYears(years + 1L).isAfter(days.last().plusDays(1))) {
        years++;
      }
      if (years == 0 || !days.first().plusYears(years).equals(days.last().plusDays(1))) {
        throw new NoAmount("The target is owed in each year, and the window from %s to %s is not whole years. Add a reading for each year."
            .formatted(days.first(), days.last()));
      }
      return years == 1 ? amount : new Amount(amount.quantity().times(BigDecimal.valueOf(years)),
          "%s in each of %d years".formatted(Figures.say(amount.quantity()), years));
    }

    private List<Leg> minimums(List<CommodityId> goods, List<CommodityId> untold) {
      var legs = new ArrayList<Leg>();
      for (Minimum minimum : tranche.minimums()) {
        List<CommodityId> of = List.of(minimum.commodity());
        if (!goods.contains(minimum.commodity()) || goods.size() == 1) {
          continue;
        }
        try {
          Target.AtLeast target = minimum.target();
          Amount stated = new Amount(target.quantity(), null);
          Amount amount = years(
              target.additional() ? onTop(stated, newest(Role.ADDITIVE, of)) : stated, target.perYear());
          legs.add(new Leg(minimum.commodity().value(), Kind.MINIMUM, of, amount.quantity(), Optional.empty(),
              Optional.ofNullable(amount.how())));
        } catch (NoAmount _) {
          untold.add(minimum.commodity());
        }
      }
      return legs;
    }

    /// The whole as it was owed over baselines that have been restated since.
    private List<Leg> earlier(List<CommodityId> goods) throws NoAmount {
      if (!(tranche.target() instanceof Target.AtLeast target) || !target.additional()) {
        return List.of();
      }
      Amount stated = isPart(goods) ? ofParts(target, goods) : new Amount(target.quantity(), null);
      var legs = new ArrayList<Leg>();
      List<Baseline> known = known(Role.ADDITIVE, goods);
      for (Baseline base : known.subList(0, Math.max(0, known.size() - 1))) {
        if (!base.value().equals(known.getLast().value())) {
          Amount amount = years(onTop(stated, base), target.perYear());
          legs.add(new Leg("baseline-" + (base.knownFrom() == null ? "first" : base.knownFrom()), Kind.EARLIER_BASELINE, goods,
              amount.quantity(), Optional.empty(), Optional.ofNullable(amount.how())));
        }
      }
      return legs;
    }

    /// The baselines of a role for these goods that are known, as they became known.
    private List<Baseline> known(Role role, List<CommodityId> goods) {
      return candidates(role, goods).stream().filter(each -> each.isKnownAt(asOf))
          .sorted(Comparator.comparing(Baseline::knownFrom, Comparator.nullsFirst(Comparator.naturalOrder())))
          .toList();
    }

    private List<Baseline> candidates(Role role, List<CommodityId> goods) {
      return tranche.baselines().stream()
          .filter(each -> each.role() == role && (each.measure() == null || each.measure() == reading.measure()))
          .filter(each -> each.components().isEmpty()
              ? goods.size() > 1 || commitment.commodities().size() == 1
              : new HashSet<>(each.components()).equals(new HashSet<>(goods)))
          .toList();
    }

    private Baseline newest(Role role, List<CommodityId> goods) throws NoAmount {
      List<Baseline> known = known(role, goods);
      if (!known.isEmpty()) {
        return known.getLast();
      }
      Optional<LocalDate> first = candidates(role, goods).stream().map(Baseline::knownFrom).filter(Objects::nonNull)
          .min(Comparator.naturalOrder());
      throw new NoAmount(first
          .map(day -> "The baseline that the target is built on was not public before %s.".formatted(day))
          .orElse("The terms state no baseline for what the reading counts. Add one for its measure and parts."));
    }
  }
}
