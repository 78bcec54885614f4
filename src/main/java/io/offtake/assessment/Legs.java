package io.offtake.assessment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import io.offtake.commitment.Owed;
import io.offtake.pace.Pace;
import io.offtake.pairing.Pairing;
import io.offtake.projection.Projection;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.verdict.Judgement;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.Why;

/// What is owed in several amounts, each judged alone and then all together.
final class Legs {

  private Legs() {}

  /// One amount and how it stands by itself.
  ///
  /// @param judgement  of it alone
  record Standing(
      Owed.Leg owed,
      Optional<Pairing> pairing,
      Optional<Pace> pace,
      Optional<Projection> projection,
      Judgement judgement) {

    Verdict verdict() {
      return judgement.verdict();
    }

    private OptionalDouble share() {
      return pairing.filter(Pairing::isAnythingObserved).map(paired -> OptionalDouble.of(
          paired.fulfilled().middle().toDouble() / owed.target().toDouble())).orElse(OptionalDouble.empty());
    }

    private Optional<Quantity> fulfilled() {
      return pairing.filter(Pairing::isAnythingObserved).map(paired -> paired.fulfilled().middle());
    }
  }

  /// @param all  the legs, the whole first
  /// @param main  the leg whose figures stand for the reading
  /// @param binding  the leg that decides
  record Together(List<Standing> all, Standing main, Standing binding, Judgement judgement) {}

  /// The legs together.
  ///
  /// @param legs  the whole first, at least one
  /// @param untold  of which a minimum is owed that cannot be judged, as its amount is not known
  static Together of(Owed.Rule rule, List<Standing> legs, List<CommodityId> untold) {
    Together together = of(rule, legs);
    return untold.isEmpty() ? together : new Together(together.all(), together.main(), together.binding(),
        withReasons(together.judgement(), Stream.of(new Why.Reason("minimumNotKnown",
            "a minimum of %s is owed too and is not judged, for what it comes on top of was not public".formatted(
                CommodityId.basket(untold).inWords())))));
  }

  private static Together of(Owed.Rule rule, List<Standing> legs) {
    List<Standing> judged = legs.stream().filter(leg -> leg.owed().kind().isJudged()).toList();
    Standing first = judged.getFirst();
    if (judged.size() == 1) {
      return new Together(legs, first, first, first.judgement());
    }
    Together judgedTogether = rule == Owed.Rule.LOWER ? lower(judged) : all(judged);
    return new Together(legs, judgedTogether.main(), judgedTogether.binding(), judgedTogether.judgement());
  }

  /// Every leg has to be met, so that all of them together stand no better than the worst.
  private static Together all(List<Standing> legs) {
    Standing whole = legs.getFirst();
    Standing worst = legs.stream().min(Comparator.comparingInt((Standing leg) -> conjunction(leg.verdict()))).orElseThrow();
    if (conjunction(worst.verdict()) == conjunction(whole.verdict())) {
      return new Together(legs, whole, whole, withReasons(whole.judgement(), otherLegs(legs, whole)));
    }
    Why why = worst.judgement().why();
    String part = worst.owed().counted().inWords();
    return new Together(legs, whole, worst, new Judgement(worst.verdict(), new Why(
        "%s by a part, %s. %s".formatted(word(worst.verdict()), part, why.summary()),
        Stream.of(why.reasons().stream(), Stream.of(new Why.Reason("legBinds",
                "each part has to be met, and the one of %s stands worst: %s".formatted(part, amount(worst)))),
            otherLegs(legs, worst), ofBand(whole)).flatMap(each -> each).toList(),
        why.whatWouldChangeIt())));
  }

  /// The lower of several is owed: who meets one of them has met it, and who meets none has met nothing.
  private static Together lower(List<Standing> legs) {
    Optional<Standing> met = legs.stream().filter(leg -> leg.verdict() == Verdict.MET).findFirst();
    if (met.isPresent()) {
      return bound(legs, met.get());
    }
    List<Standing> unseen = legs.stream().filter(leg -> isUnseen(leg.verdict())).toList();
    if (!unseen.isEmpty()) {
      // What is not seen may be the lower one.
      Standing main = legs.stream().filter(leg -> leg.share().isPresent())
          .max(Comparator.comparingDouble(leg -> leg.share().orElse(0))).orElse(legs.getFirst());
      Standing blind = unseen.getFirst();
      Why why = blind.judgement().why();
      boolean all = unseen.size() == legs.size();
      String also = main.share().isEmpty() || main.equals(blind) ? "" : " By %s it stands at %s.".formatted(name(main), amount(main));
      return new Together(legs, main, blind, new Judgement(blind.verdict(), new Why(
          why.summary() + also,
          Stream.of(why.reasons().stream(), Stream.of(new Why.Reason("legNotSeen",
              "the lower of several is owed, and %s cannot be told by %s".formatted(
                  all ? "how far it is" : "whether it is lower", name(blind)))), otherLegs(legs, blind))
              .flatMap(each -> each).toList(),
          why.whatWouldChangeIt())));
    }
    Standing best = legs.stream()
        .min(Comparator.comparingInt((Standing leg) -> disjunction(leg.verdict()))
            .thenComparingDouble(leg -> -leg.share().orElse(0)))
        .orElseThrow();
    return bound(legs, best);
  }

  private static Together bound(List<Standing> legs, Standing leg) {
    return new Together(legs, leg, leg, withReasons(leg.judgement(),
        Stream.concat(Stream.of(new Why.Reason("legBinds", "the lower of several is owed, and %s binds%s".formatted(
            name(leg), equivalent(legs, leg)))), otherLegs(legs, leg))));
  }

  /// At what was paid for a unit so far, what the binding leg is in the unit of the other one.
  private static String equivalent(List<Standing> legs, Standing binding) {
    var texts = new ArrayList<String>();
    for (Standing other : legs) {
      Optional<Quantity> own = binding.fulfilled();
      Optional<Quantity> others = other.fulfilled();
      if (!other.equals(binding) && own.filter(Quantity::isPositive).isPresent() && others.isPresent()) {
        double ratio = others.get().toDouble() / own.get().toDouble();
        texts.add(": at the rate so far its %s are %s, less than %s".formatted(Figures.say(binding.owed().target()),
            Figures.say(binding.owed().target().toDouble() * ratio, other.owed().target().unit()),
            Figures.say(other.owed().target())));
      }
    }
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  private static Judgement withReasons(Judgement of, Stream<Why.Reason> more) {
    Why why = of.why();
    return new Judgement(of.verdict(), new Why(why.summary(),
        Stream.concat(why.reasons().stream(), more).toList(), why.whatWouldChangeIt()));
  }

  /// That more of the whole came than was foreseen holds whatever part is missed.
  private static Stream<Why.Reason> ofBand(Standing whole) {
    return whole.judgement().why().reasons().stream().filter(reason -> reason.code().equals("aboveBand"));
  }

  private static Stream<Why.Reason> otherLegs(List<Standing> legs, Standing but) {
    return legs.stream().filter(leg -> !leg.equals(but))
        .map(leg -> new Why.Reason("otherLeg", "by %s: %s, %s".formatted(name(leg), amount(leg), leg.verdict().id())));
  }

  private static String name(Standing leg) {
    return switch (leg.owed().kind()) {
      case WHOLE, EARLIER_BASELINE -> "the whole";
      case MINIMUM -> leg.owed().counted().inWords();
      case LOWER_OF -> "the one in " + leg.owed().target().unit().id();
    };
  }

  private static String amount(Standing leg) {
    return leg.fulfilled().map(fulfilled -> "%s%s of %s".formatted(
            leg.pairing().filter(Pairing::isAtLeast).isPresent() ? "at least " : "", Figures.say(fulfilled),
            Figures.say(leg.owed().target())))
        .orElse("%s owed, nothing held".formatted(Figures.say(leg.owed().target())));
  }

  private static boolean isUnseen(Verdict verdict) {
    return switch (verdict) {
      case UNOBSERVED, NOT_ASSESSABLE, NOT_STARTED -> true;
      case MET, ON_TRACK, AT_RISK, SHORTFALL_LIKELY, MISSED -> false;
    };
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case MISSED -> "Missed";
      case SHORTFALL_LIKELY -> "A shortfall is likely";
      case AT_RISK -> "At risk";
      case UNOBSERVED -> "No judgement";
      case ON_TRACK -> "On track";
      case MET -> "Met";
      case NOT_STARTED -> "Not started";
      case NOT_ASSESSABLE -> "Not assessed";
    };
  }

  /// From the worst on, where all have to be met: what is missed or likely to be decides whatever is not seen.
  private static int conjunction(Verdict verdict) {
    return switch (verdict) {
      case NOT_ASSESSABLE -> 0;
      case NOT_STARTED -> 1;
      case MISSED -> 2;
      case SHORTFALL_LIKELY -> 3;
      case UNOBSERVED -> 4;
      case AT_RISK -> 5;
      case ON_TRACK -> 6;
      case MET -> 7;
    };
  }

  /// From the best on, where one suffices.
  private static int disjunction(Verdict verdict) {
    return 7 - conjunction(verdict);
  }
}
