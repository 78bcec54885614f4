package io.offtake.claim.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.ibm.icu.text.BreakIterator;
import io.offtake.claim.Claim.Role;
import io.offtake.claim.Claim.Word;
import io.offtake.claim.ClaimDraft.FigureDraft;
import io.offtake.claim.ClaimDraft.TradeDraft;
import io.offtake.claim.ClaimDraft;
import io.offtake.claim.ClaimFigure.Bound;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.claim.Ids;
import io.offtake.claim.AmountsOfTerms;
import io.offtake.claim.Said;
import io.offtake.claim.statement.Amounts.Amount;
import io.offtake.claim.statement.Proposal.Understood;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.evidence.Measure;
import org.jspecify.annotations.Nullable;

/// Reads in a text what claims it seems to make: who says of which commodity and buyer how much was done or will be. English
/// and French, by rules and tables of words; the same text always gives the same proposals.
///
/// A sentence is a proposal when it names a buyer and a commodity, says an amount or how a promise stands, and somebody says
/// so. What it denies, asks or makes depend on something is none. What a text asks its reader to do is a sentence like
/// any other.
public final class StatementReader {

  /// Somebody who is named at the beginning of a paragraph still speaks a few sentences later.
  private static final int SENTENCES_OF_A_SPEAKER = 3;
  private static final int MOST_PROPOSALS = 50;
  private static final int LONGEST_SENTENCE = 2_000;
  private static final int LONGEST_TEXT = 400_000;
  private static final Pattern FRENCH = Pattern.compile(
      "(?i)(?<!\\p{L})(le|la|les|des|du|une|est|que|dans|pour|avec|sur|ont|qui|aux)(?!\\p{L})");
  private static final Pattern ENGLISH = Pattern.compile(
      "(?i)(?<!\\p{L})(the|of|and|to|in|is|that|for|has|have|with|on|was|by|its)(?!\\p{L})");
  /// A line that goes on in the next one; a blank line parts paragraphs.
  private static final Pattern WRAPPED = Pattern.compile("(?<![\\n.!?:])\\n(?!\\n)");
  private static final Map<String, String> SELLERS = Map.of("en", "US", "fr", "US");

  private final String language;
  private final Words words;
  private final Amounts amounts;
  private final Days days;
  private final Published published;
  private final List<Commitment> catalogue;

  /// Where and when a text was published.
  public record Published(LocalDate on, Citation source) {}

  /// What was read.
  ///
  /// @param text  the plain text that spans lead into
  /// @param language  that it was taken to be in
  public record Result(String text, String language, List<Proposal> proposals) {
    public Result {
      proposals = List.copyOf(proposals);
    }
  }

  private StatementReader(String language, Published published, List<Commitment> catalogue) {
    this.language = language;
    this.words = Words.of(language);
    this.amounts = new Amounts(words, language);
    this.days = new Days(words, language);
    this.published = published;
    this.catalogue = catalogue;
  }

  /// @param catalogue  what claims can be about
  public static Result read(String received, boolean html, Published published, List<Commitment> catalogue) {
    String text = PlainStatement.of(received, html);
    String looked = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    String language = FRENCH.matcher(looked).results().count() > ENGLISH.matcher(looked).results().count() ? "fr" : "en";
    return new Result(text, language, new StatementReader(language, published, catalogue).proposals(looked));
  }

  private List<Proposal> proposals(String text) {
    var proposals = new ArrayList<Proposal>();
    Words.@Nullable Named speaker = null;
    int since = 0;
    for (Span sentence : sentences(text)) {
      String said = text.substring(sentence.start(), sentence.end());
      Optional<Words.Named> named = words.speaker(said).filter(_ -> words.first(said, "says").isPresent());
      if (named.isPresent()) {
        speaker = named.get();
        since = 0;
      } else {
        since++;
      }
      boolean follows = named.isEmpty();
      if (speaker != null && since < SENTENCES_OF_A_SPEAKER && said.length() <= LONGEST_SENTENCE
          && proposals.size() < MOST_PROPOSALS) {
        proposal(proposals.size() + 1, said, sentence, speaker, follows).ifPresent(proposals::add);
      }
    }
    return proposals;
  }

  private List<Span> sentences(String text) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.of(language));
    breaks.setText(WRAPPED.matcher(text).replaceAll(" "));
    var spans = new ArrayList<Span>();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      String said = text.substring(start, end).stripTrailing();
      if (!said.isBlank()) {
        spans.add(new Span(start, start + said.length()));
      }
    }
    return spans;
  }

  private Optional<Proposal> proposal(int number, String said, Span place, Words.Named speaker, boolean follows) {
    Optional<Words.Found> commodity = words.first(said, "commodity");
    Optional<Words.Found> buyer = words.first(said, "party");
    if (commodity.isEmpty() || buyer.isEmpty() || said.strip().endsWith("?") || words.first(said, "not").isPresent()) {
      return Optional.empty();
    }
    List<Amount> found = amounts.in(said, commodity.get().meaning());
    Optional<Words.Found> word = words.first(said, "word");
    Optional<Words.Found> basis = words.first(said, "basis");
    Optional<Amount> amount = found.stream().findFirst();
    if (amount.isEmpty() && word.filter(each -> !each.meaning().equals("pledged")).isEmpty()
        || word.isEmpty() && basis.isEmpty() && amount.filter(each -> each.unit().equals("percent")).isEmpty()) {
      return Optional.empty();
    }
    // Two amounts of one promise contradict each other, or belong to two: a reader has to say which is meant.
    boolean several = found.stream().map(each -> each.value() + each.unit()).distinct().count() > 1;
    return Optional.of(new Draft(said, place, speaker, follows, commodity.get(), buyer.get(), word, basis, amount, several)
        .proposal(number));
  }

  /// What is made of one sentence.
  private final class Draft {

    private final String said;
    private final Span place;
    private final Words.Named speaker;
    private final Words.Found commodity;
    private final Words.Found buyer;
    private final Optional<Words.Found> word;
    private final Optional<Words.Found> basis;
    private final Optional<Amount> amount;
    private final List<Understood> understood = new ArrayList<>();
    private final List<String> assumed = new ArrayList<>();
    private int doubts;

    Draft(
        String said,
        Span place,
        Words.Named speaker,
        boolean follows,
        Words.Found commodity,
        Words.Found buyer,
        Optional<Words.Found> word,
        Optional<Words.Found> basis,
        Optional<Amount> amount,
        boolean several) {
      this.said = said;
      this.place = place;
      this.speaker = speaker;
      this.commodity = commodity;
      this.buyer = buyer;
      this.word = word;
      this.basis = word.isPresent() ? Optional.empty() : basis;
      this.amount = amount;
      if (follows) {
        assume("The speaker of the sentences before is taken for the speaker of this one.");
      } else {
        understand("speaker", speaker.speaker(), speaker.span());
      }
      if (several) {
        assume("Several amounts are named; the first is taken.");
      }
    }

    Proposal proposal(int number) {
      understand("commodity", commodity.meaning(), commodity.span());
      understand("buyer", buyer.meaning(), buyer.span());
      word.ifPresent(each -> understand("word", each.meaning(), each.span()));
      basis.ifPresent(each -> understand("basis", each.meaning(), each.span()));
      Word meant = word.flatMap(each -> Ids.find(Word.class, each.meaning())).orElse(null);
      amount.ifPresent(each -> {
        understand("figure", each.value().stripTrailingZeros().toPlainString() + " " + each.unit(), each.span());
        if (each.assumed() != null) {
          assume(each.assumed());
        }
      });
      boolean ahead = meant != null && meant.looksAhead();
      Optional<Days.Found> day = days.in(said, published.on(), ahead).filter(each -> ahead || !each.day().isAfter(published.on()));
      day.ifPresent(each -> {
        understand("aboutOn", each.day().toString(), each.span());
        if (each.assumed() != null) {
          assume(each.assumed());
        }
      });
      assume(words.first(said, "vague")
          .map(vague -> "Only '%s' is said of when: the day of publication is taken for the day of saying.".formatted(
              said.substring(vague.span().start(), vague.span().end())))
          .orElse("The day of publication is taken for the day of saying."), words.first(said, "vague").isPresent());
      Optional<Commitment> commitment = match(day.map(Days.Found::day));
      commitment.ifPresentOrElse(
          found -> understood.add(new Understood("commitment", found.id().value(), new Span(place.start(), place.end()))),
          () -> assume("No commitment of the catalogue fits: the trade with the United States is taken."));
      FigureDraft figure = amount.map(each -> new FigureDraft(each.value(), each.from(), each.unit(), each.roundedTo(),
          each.bound() == null ? null : Ids.find(Bound.class, each.bound()).orElseThrow(), Scope.TOTAL, Destinations.BUYER))
          .orElse(null);
      var draft = new ClaimDraft(null, null, published.on(), speaker.speaker(), Role.valueOf(speaker.role().name()),
          published.source(), commitment.map(each -> each.id().value()).orElse(null),
          commitment.isPresent() ? null : new TradeDraft(commodity.meaning(), SELLERS.get(language), buyer.meaning()),
          meant, figure, basis.flatMap(each -> Measure.ofId(each.meaning())).orElse(null),
          day.map(Days.Found::day).orElse(null), summary(), List.of(), assumed);
      return new Proposal(number, draft, place, said, understood, assumed, sureness());
    }

    /// The commitment with that buyer and commodity: of several the one that names the amount and the day.
    private Optional<Commitment> match(Optional<LocalDate> day) {
      return catalogue.stream()
          .filter(each -> each.buyer().equals(buyer.meaning()) && each.withdrawal() == null && each.refusal() == null
              && each.commodities().stream().anyMatch(id -> id.value().equals(commodity.meaning()))
              && each.commodities().size() == 1)
          .max(Comparator.comparingInt((Commitment each) -> score(each, day))
              .thenComparing(each -> each.id().value(), Comparator.reverseOrder()));
    }

    private int score(Commitment commitment, Optional<LocalDate> day) {
      Optional<AmountsOfTerms> owed = AmountsOfTerms.at(commitment, Said.on(published.on()).at());
      boolean sameAmount = amount.isPresent() && owed.isPresent() && owed.get().parts().stream().anyMatch(part ->
          part.amount().unit().id().equals(amount.get().unit())
              && part.amount().value().compareTo(amount.get().value()) == 0);
      boolean sameDay = day.isPresent() && deadlines(commitment, owed).anyMatch(day.get()::equals);
      boolean firm = owed.isPresent() && !owed.get().aspiration();
      return (sameAmount ? 4 : 0) + (sameDay ? 2 : 0) + (firm ? 1 : 0);
    }

    private static Stream<LocalDate> deadlines(Commitment commitment, Optional<AmountsOfTerms> owed) {
      return Stream.concat(owed.stream().flatMap(each -> each.deadlines().stream()),
          commitment.readings().stream().map(Reading::window).flatMap(window ->
              window instanceof ReadingWindow.Days(var days) ? Stream.of(days.last()) : Stream.empty()));
    }

    private void understand(String field, String meaning, Span within) {
      understood.add(new Understood(field, meaning, within.shifted(place.start())));
    }

    private void assume(String what) {
      assume(what, true);
    }

    private void assume(String what, boolean doubt) {
      assumed.add(what);
      doubts += doubt ? 1 : 0;
    }

    private String summary() {
      String line = said.strip().replaceAll("\\s+", " ");
      return line.length() <= 600 ? line : line.substring(0, 597) + "...";
    }

    private BigDecimal sureness() {
      return new BigDecimal("0.95").multiply(new BigDecimal("0.85").pow(doubts)).setScale(2, RoundingMode.HALF_EVEN);
    }
  }
}
