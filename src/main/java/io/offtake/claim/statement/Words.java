package io.offtake.claim.statement;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.offtake.claim.Claim.Role;
import io.offtake.claim.Ids;
import io.offtake.reference.ReferenceTable;

/// The words by which a statement is read, of one language: tables that come with Offtake, and no model.
final class Words {

  private static final List<String> COLUMNS = List.of("language", "kind", "meaning", "phrase");
  private static final List<String> SPEAKER_COLUMNS = List.of("speaker", "role", "language", "phrase");

  /// A phrase and what it means.
  private record Phrase(String kind, String meaning, Pattern pattern) {}

  private record Speaker(String name, Role role, Pattern pattern) {}

  /// What was found, and where in the text that was looked at.
  record Found(String meaning, Span span) {}

  /// Who was found.
  record Named(String speaker, Role role, Span span) {}

  private final List<Phrase> phrases;
  private final List<Speaker> speakers;

  private Words(String language) {
    this.phrases = ReferenceTable.load("statements/words.csv", COLUMNS).stream()
        .filter(row -> row.get(0).equals(language))
        .map(row -> new Phrase(row.get(1), row.get(2), pattern(row.get(3))))
        .toList();
    this.speakers = ReferenceTable.load("statements/speakers.csv", SPEAKER_COLUMNS).stream()
        .filter(row -> row.get(2).isEmpty() || row.get(2).equals(language))
        .map(row -> new Speaker(row.get(0), Ids.find(Role.class, row.get(1)).orElseThrow(), pattern(row.get(3))))
        .toList();
  }

  static Words of(String language) {
    return new Words(language);
  }

  /// A phrase as a pattern: `*` is one word or none, `?` makes the letter before it one that can be left out.
  private static Pattern pattern(String phrase) {
    var regex = new StringBuilder("(?<![\\p{L}\\p{N}])");
    for (String part : phrase.split("(?<=[*? ])|(?=[*? ])", -1)) {
      regex.append(switch (part) {
        case "*" -> "(?:[\\p{L}-]{1,20}\\s+)?";
        case "?" -> "?";
        case " " -> regex.toString().endsWith("(?:[\\p{L}-]{1,20}\\s+)?") ? "" : "\\s+";
        default -> part.length() > 1 && phrase.indexOf(part + "?") >= 0
            ? Pattern.quote(part.substring(0, part.length() - 1)) + Pattern.quote(part.substring(part.length() - 1))
            : Pattern.quote(part);
      });
    }
    regex.append(phrase.endsWith("%") ? "" : "(?![\\p{L}\\p{N}])");
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /// The longest phrase of a kind that stands first.
  Optional<Found> first(String text, String kind) {
    return all(text, kind).min(Comparator.comparingInt((Found found) -> found.span().start())
        .thenComparingInt(found -> -found.span().end()));
  }

  Stream<Found> all(String text, String kind) {
    return phrases.stream().filter(phrase -> phrase.kind().equals(kind))
        .flatMap(phrase -> phrase.pattern().matcher(text).results()
            .map(match -> new Found(phrase.meaning(), new Span(match.start(), match.end()))));
  }

  /// By the order of the table: a name before an office.
  Optional<Named> speaker(String text) {
    return speakers.stream().flatMap(speaker -> speaker.pattern().matcher(text).results().limit(1)
            .map(match -> new Named(speaker.name(), speaker.role(), new Span(match.start(), match.end()))))
        .findFirst();
  }
}
