package io.offtake.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.offtake.quantity.Figures;
import io.offtake.text.Html;
import org.jspecify.annotations.Nullable;

/// Puts notices into words: what was, what is, what is needed and by when, what it rests on, and what would clear it.
/// Pure: the same notice, zone and links always give the same words.
public final class Wording {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm zzz", Locale.ENGLISH);
  private static final int LABEL = 10;

  private static final String STYLE = """
      body{margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;background:#f6f6f4;color:#1c1c1a}
      main{max-width:640px;margin:auto;padding:24px;background:#fff;border-top:6px solid #5b6b7a}
      main.watch{border-color:#b26a00}main.likely{border-color:#b3261e}
      h1{font-size:20px;line-height:1.3;margin:0 0 4px}p{margin:0 0 16px}
      table{border-collapse:collapse;width:100%;margin-bottom:16px}
      th,td{text-align:left;vertical-align:top;padding:6px 0;border-top:1px solid #ddd}
      th{width:104px;font-weight:600;padding-right:12px}
      a{color:#0b57a4}
      @media (prefers-color-scheme:dark){body{background:#161616;color:#eee}main{background:#222}
      th,td{border-color:#444}a{color:#8ab8f0}}
      """;

  private final Links links;

  public Wording(Links links) {
    this.links = links;
  }

  private record Line(String label, String words) {}

  /// One line.
  public String title(Notice notice) {
    return oneLine("%s: %s, %s (%s)".formatted(
        heading(notice), notice.ruleTitle(), notice.facts().subject().label(), notice.facts().subject().title()));
  }

  /// Plain text; instants in `zone`, which is printed.
  public String text(Notice notice, ZoneId zone) {
    var text = new StringBuilder(title(notice)).append("\n\n");
    for (Line line : lines(notice, zone)) {
      text.append(String.format(Locale.ROOT, "%-" + LABEL + "s %s%n", line.label() + ":", oneLine(line.words())));
    }
    text.append("\nRead on:      ").append(links.page(notice.facts()))
        .append("\nExact answer: ").append(links.answer(notice.facts()))
        .append("\nThe alert:    ").append(links.alert(notice.alert()))
        .append('\n');
    return text.toString().replace("\r\n", "\n");
  }

  /// A whole page, with nothing to be loaded from elsewhere; light and dark; all that comes from outside is escaped.
  public String html(Notice notice, ZoneId zone) {
    var rows = new StringBuilder();
    for (Line line : lines(notice, zone)) {
      rows.append("<tr><th scope=\"row\">").append(Html.escaped(line.label())).append("</th><td>")
          .append(Html.escaped(line.words())).append("</td></tr>\n");
    }
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <main class="%s">
        <h1>%s: %s</h1>
        <p>%s<br>%s</p>
        <table>
        %s</table>
        <p><a href="%s">Read on</a> · <a href="%s">The exact answer</a> · <a href="%s">The alert</a></p>
        </main>
        </body>
        </html>
        """.formatted(
            Html.escaped(title(notice)), STYLE, notice.severity().id(), Html.escaped(heading(notice)),
            Html.escaped(notice.ruleTitle()), Html.escaped(notice.facts().subject().label()), Html.escaped(notice.facts().subject().title()), rows,
            Html.escaped(links.page(notice.facts())), Html.escaped(links.answer(notice.facts())),
            Html.escaped(links.alert(notice.alert())));
  }

  private static String heading(Notice notice) {
    return switch (notice.kind()) {
      case PENDING -> "Waiting";
      case FIRING -> notice.severity() == Severity.INFO ? "Notice" : "Alert";
      case ACKNOWLEDGED -> "Taken in hand";
      case SILENCED -> "Silenced";
      case FROZEN -> "Frozen";
      case THAWED -> "Goes on";
      case REVERSED -> "Reversed";
      case RESOLVED -> "Cleared";
    };
  }

  private static List<Line> lines(Notice notice, ZoneId zone) {
    Facts facts = notice.facts();
    var lines = new ArrayList<Line>();
    lines.add(new Line("Now", notice.cause()));
    if (notice.before() != null) {
      lines.add(new Line("Before", before(notice.before(), facts, zone)));
    }
    lines.add(new Line("Verdict", facts.judged().summary()));
    if (facts.balance().fulfilled() != null && facts.balance().target() != null) {
      lines.add(new Line("Standing", standing(facts)));
    }
    if (facts.rates().requiredPerWeek() != null) {
      lines.add(new Line("Needed", needed(facts)));
    }
    if (facts.balance().deadline() != null) {
      lines.add(new Line("By", day(facts.balance().deadline())));
    }
    if (facts.odds().shortfallProbability() != null) {
      lines.add(new Line("Outlook", outlook(facts)));
    }
    if (facts.seen().source() != null && facts.seen().newestPeriodEnd() != null) {
      lines.add(new Line("Evidence", facts.seen().source() + ", period to " + day(facts.seen().newestPeriodEnd())
          + (facts.seen().newestRelease() == null ? "" : ", released " + hour(facts.seen().newestRelease(), zone))));
    }
    if (!facts.judged().clears().isEmpty()) {
      lines.add(new Line("Change", facts.judged().clears()));
    }
    lines.add(new Line("As of", "%s, data version %d".formatted(hour(facts.asOf(), zone), facts.dataVersion())));
    return lines;
  }

  private static String before(Facts before, Facts now, ZoneId zone) {
    String chance = before.odds().shortfallProbability() == null
        ? ""
        : ", probability of a shortfall " + share(before.odds().shortfallProbability());
    String fulfilled = before.balance().fulfilled() == null
        ? ""
        : ", %s%s fulfilled".formatted(atLeast(before), amount(before.balance().fulfilled(), before));
    String source = now.isOfAnotherSourceThan(before)
        ? ", counted from %s, which is not compared".formatted(before.seen().source())
        : "";
    return "%s on %s%s%s%s".formatted(before.judged().verdict().id(), hour(before.asOf(), zone), fulfilled, source, chance);
  }

  private static String standing(Facts facts) {
    BigDecimal fulfilled = facts.balance().fulfilled() == null ? BigDecimal.ZERO : facts.balance().fulfilled();
    BigDecimal target = facts.balance().target() == null ? BigDecimal.ZERO : facts.balance().target();
    return "%s%s of %s%s".formatted(atLeast(facts), amount(fulfilled, facts), amount(target, facts),
        target.signum() <= 0 ? "" : " (%s)".formatted(percent(fulfilled, target)));
  }

  private static String atLeast(Facts facts) {
    return facts.balance().fulfilledAtLeast() ? "at least " : "";
  }

  /// What is short of the target is not rounded up to it.
  private static String percent(BigDecimal fulfilled, BigDecimal target) {
    String percent = Figures.percent(fulfilled.doubleValue() / target.doubleValue());
    return fulfilled.compareTo(target) < 0 && percent.equals("100 %")
        ? "%s %%".formatted(fulfilled.movePointRight(2).divide(target, 2, RoundingMode.FLOOR))
        : percent;
  }

  private static String needed(Facts facts) {
    String actual = facts.rates().actualOf4Weeks() == null
        ? ""
        : "; the rate is %s over 4 weeks".formatted(amount(facts.rates().actualOf4Weeks(), facts));
    String safe = facts.rates().lastSafeDate() == null
        ? ""
        : "; at the record rate the last safe date is " + day(facts.rates().lastSafeDate());
    return "%s a week over %d report%s%s%s".formatted(amount(facts.rates().requiredPerWeek(), facts), facts.rates().reportsLeft(),
        facts.rates().reportsLeft() == 1 ? "" : "s", actual, safe);
  }

  private static String outlook(Facts facts) {
    String range = facts.odds().p10() == null || facts.odds().p50() == null || facts.odds().p90() == null
        ? ""
        : "; the total is projected at %s (P10 %s, P90 %s)".formatted(
            amount(facts.odds().p50(), facts), amount(facts.odds().p10(), facts), amount(facts.odds().p90(), facts));
    return "probability of a shortfall %s%s".formatted(share(facts.odds().shortfallProbability()), range);
  }

  private static String share(@Nullable Double probability) {
    return probability == null ? "not known" : Figures.percent(probability);
  }

  private static String amount(@Nullable Double estimate, Facts facts) {
    return estimate == null ? "not known" : Figures.say(estimate, facts.balance().unit() == null ? "" : facts.balance().unit());
  }

  private static String amount(BigDecimal value, Facts facts) {
    return Figures.say(value, facts.balance().unit() == null ? "" : facts.balance().unit());
  }

  private static String day(LocalDate day) {
    return DAY.format(day);
  }

  private static String hour(Instant instant, ZoneId zone) {
    String hour = HOUR.format(instant.atZone(zone));
    return hour.endsWith(zone.getId()) ? hour : "%s (%s)".formatted(hour, zone.getId());
  }

  /// Without line breaks and other control characters.
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
  }
}
