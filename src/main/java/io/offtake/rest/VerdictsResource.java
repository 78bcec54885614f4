package io.offtake.rest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Answers;
import io.offtake.api.VerdictsApi;
import io.offtake.api.model.EstimateDto;
import io.offtake.api.model.MeasureDto;
import io.offtake.api.model.VerdictDto;
import io.offtake.api.model.VerdictListDto;
import io.offtake.api.model.VerdictRowDto;
import io.offtake.assessment.IssuedVerdict.Filter;
import io.offtake.assessment.IssuedVerdict.Outlook;
import io.offtake.assessment.IssuedVerdict.Position;
import io.offtake.assessment.IssuedVerdict;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.commitment.CommitmentId;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Onward;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells verdicts as they were issued, to be followed by a cursor.
class VerdictsResource implements VerdictsApi {

  private static final int DEFAULT_SIZE = 500;
  private static final Pattern TOKEN = Pattern.compile("(\\d{1,18}) (\\d{1,18})");

  private final ReadBasis basis;
  private final Answers answers;
  private final IssuedVerdicts issued;
  private final Conditional conditional;
  private final Onward onward;
  private final FlatTable table;
  private final KnownNames names;

  VerdictsResource(
      ReadBasis basis,
      Answers answers,
      IssuedVerdicts issued,
      Conditional conditional,
      Onward onward,
      FlatTable table,
      KnownNames names) {
    this.basis = basis;
    this.answers = answers;
    this.issued = issued;
    this.conditional = conditional;
    this.onward = onward;
    this.table = table;
    this.names = names;
  }

  private record Asked(Basis of, Filter filter, Position after, int size) {

    String validator() {
      return Long.toString(of.dataVersion());
    }
  }

  private record Page(List<IssuedVerdict> rows, Position next, boolean complete) {

    String token() {
      return Pages.token("%d %d".formatted(next.dataVersion(), next.id()));
    }
  }

  @Override
  public RestResponse<VerdictListDto> listVerdicts(
      @Nullable String commitment,
      @Nullable String reading,
      @Nullable VerdictDto verdict,
      @Nullable Instant since,
      @Nullable String cursor,
      @Nullable Integer pageSize,
      @Nullable String pageToken) {
    Asked asked = asked(filter(commitment, reading, verdict, since), cursor, pageSize, pageToken);
    Page page = page(asked);
    return onward.linked(page.token(), page.complete(),
        conditional.answer(asked.validator(), false, () -> VerdictListDto.builder()
            .dataVersion(asked.of().dataVersion())
            .rows(rows(asked.of(), page))
            .nextCursor(page.token())
            .nextPageToken(page.complete() ? null : page.token())
            .complete(page.complete())
            .build()));
  }

  @Override
  public RestResponse<String> listVerdictsCsv(
      @Nullable String commitment,
      @Nullable String reading,
      @Nullable VerdictDto verdict,
      @Nullable Instant since,
      @Nullable String cursor,
      @Nullable Integer pageSize,
      @Nullable String pageToken,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Asked asked = asked(filter(commitment, reading, verdict, since), cursor, pageSize, pageToken);
    Page page = page(asked);
    return onward.linked(page.token(), page.complete(), conditional.answer(asked.validator(), false,
        () -> table.write(rows(asked.of(), page), VerdictRowDto.class, form)));
  }

  private static Filter filter(
      @Nullable String commitment, @Nullable String reading, @Nullable VerdictDto verdict, @Nullable Instant since) {
    return new Filter(
        Optional.ofNullable(commitment).map(CommitmentId::new),
        Optional.ofNullable(reading),
        Optional.ofNullable(verdict).map(VerdictDto::toString),
        since == null ? Instant.EPOCH : since);
  }

  private Asked asked(Filter filter, @Nullable String cursor, @Nullable Integer pageSize, @Nullable String pageToken) {
    // A token goes on from the page before, wherever that began.
    Position after = pageToken != null
        ? position(Pages.decoded(pageToken, TOKEN))
        : cursor != null ? position(Pages.decoded(cursor, TOKEN)) : Position.START;
    // Another replica may have given the cursor, for what is not served here yet.
    Basis of = basis.reached(after.dataVersion()).orElseThrow(() -> new ProblemException(ProblemType.INVALID_PARAMETER,
        "The cursor stands at data version %d, which was not reached here".formatted(after.dataVersion()),
        Fault.inParameter(pageToken != null ? "pageToken" : "cursor", "It is ahead of what is kept here",
            "this store is younger than the one that gave it, as after a restored backup; begin anew without it")));
    names.check().commitment("commitment", filter.commitment().map(CommitmentId::value).orElse(null), of).done();
    return new Asked(of, filter, after, pageSize == null ? DEFAULT_SIZE : pageSize);
  }

  private static Position position(MatchResult token) {
    return new Position(Long.parseLong(token.group(1)), Long.parseLong(token.group(2)));
  }

  private Page page(Asked asked) {
    List<IssuedVerdict> found = issued.after(asked.after(), asked.of().dataVersion(), asked.filter(), asked.size() + 1);
    boolean complete = found.size() <= asked.size();
    List<IssuedVerdict> rows = complete ? found : found.subList(0, asked.size());
    return new Page(rows, rows.isEmpty() ? asked.after() : rows.getLast().position(), complete);
  }

  private List<VerdictRowDto> rows(Basis of, Page page) {
    return page.rows().stream().<VerdictRowDto>map(verdict -> row(of, verdict)).toList();
  }

  private VerdictRowDto row(Basis of, IssuedVerdict verdict) {
    Outlook outlook = verdict.outlook();
    return VerdictRowDto.builder()
        .commitment(verdict.commitment().value())
        .reading(verdict.reading())
        .measure(measure(of, verdict))
        .asOf(verdict.asOf())
        .dataVersion(verdict.position().dataVersion())
        .recordedAt(answers.recordedAt(verdict.position().dataVersion()))
        .verdict(VerdictDto.fromValue(verdict.verdict()))
        .summary(verdict.summary())
        .target(verdict.count().target().map(Amounts::quantity).orElse(null))
        .fulfilled(verdict.count().fulfilled().map(Amounts::quantity).orElse(null))
        .fulfilledShare(Amounts.share(verdict.count().share()))
        .shortfallProbability(Amounts.share(outlook.shortfallProbability()))
        .expectedShortfall(estimate(outlook, outlook.expectedShortfall()))
        .p10(estimate(outlook, outlook.p10()))
        .p50(estimate(outlook, outlook.p50()))
        .p90(estimate(outlook, outlook.p90()))
        .newestPeriodEnd(verdict.newestPeriodEnd().orElse(null))
        .newestRelease(verdict.newestRelease().orElse(null))
        .method(outlook.method().orElse(null))
        .seed(outlook.seed().orElse(null))
        .engineVersion(verdict.engineVersion())
        .build();
  }

  /// A reading counts one measure for ever.
  private static @Nullable MeasureDto measure(Basis of, IssuedVerdict verdict) {
    return of.snapshot().entry(verdict.commitment(), of.dataVersion())
        .flatMap(entry -> entry.commitment().reading(verdict.reading()))
        .map(reading -> StatusMapper.measure(reading.measure()))
        .orElse(null);
  }

  private static @Nullable EstimateDto estimate(Outlook outlook, OptionalDouble value) {
    return outlook.unit().map(unit -> Amounts.estimate(value, unit)).orElse(null);
  }
}
