package io.offtake.rest;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.offtake.access.Caller;
import io.offtake.answer.Answers.Basis;
import io.offtake.answer.ClaimFigures;
import io.offtake.api.StatementsApi;
import io.offtake.api.model.ClaimBasisDto;
import io.offtake.api.model.ClaimBoundDto;
import io.offtake.api.model.ClaimDestinationsDto;
import io.offtake.api.model.ClaimFigureDto;
import io.offtake.api.model.ClaimOutcomeDto;
import io.offtake.api.model.ClaimRoleDto;
import io.offtake.api.model.ClaimScopeDto;
import io.offtake.api.model.ClaimTradeDto;
import io.offtake.api.model.ClaimWordDto;
import io.offtake.api.model.NewDismissalDto;
import io.offtake.api.model.ProposalDto;
import io.offtake.api.model.SpanDto;
import io.offtake.api.model.StatementDto;
import io.offtake.api.model.StatementListDto;
import io.offtake.api.model.UnderstoodDto;
import io.offtake.claim.ClaimDraft.FigureDraft;
import io.offtake.claim.ClaimDraft.TradeDraft;
import io.offtake.claim.ClaimDraft;
import io.offtake.claim.ClaimFigure.Bound;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.claim.ClaimRules;
import io.offtake.claim.ClaimVerdict;
import io.offtake.claim.Ids;
import io.offtake.claim.statement.Proposal;
import io.offtake.claim.statement.Span;
import io.offtake.claim.statement.StatementReader.Published;
import io.offtake.claim.statement.Statements.Decision;
import io.offtake.claim.statement.Statements.Kept;
import io.offtake.claim.statement.Statements;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Problem;
import io.offtake.document.Refusal;
import io.offtake.intake.ClaimChanges.Outcome;
import io.offtake.intake.ClaimChanges;
import io.offtake.intake.StatementDesk.Decided;
import io.offtake.intake.StatementDesk;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.Tryable;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Reads texts as they were published, and takes what people decide of the claims in them.
@Tryable
class StatementsResource implements StatementsApi {

  private static final int DEFAULT_SIZE = 500;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final StatementDesk desk;
  private final Statements statements;
  private final ClaimChanges claims;
  private final ClaimFigures figures;
  private final ReadBasis basis;
  private final Pages pages;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final Caller caller;
  private final HttpHeaders headers;
  private final Clock clock;

  StatementsResource(
      StatementDesk desk,
      Statements statements,
      ClaimChanges claims,
      ClaimFigures figures,
      ReadBasis basis,
      Pages pages,
      Conditional conditional,
      Idempotency idempotency,
      Caller caller,
      HttpHeaders headers,
      Clock clock) {
    this.desk = desk;
    this.statements = statements;
    this.claims = claims;
    this.figures = figures;
    this.basis = basis;
    this.pages = pages;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.caller = caller;
    this.headers = headers;
    this.clock = clock;
  }

  @Override
  public RestResponse<StatementListDto> listStatements(@Nullable Integer pageSize, @Nullable String pageToken) {
    int size = pageSize == null ? DEFAULT_SIZE : pageSize;
    String before = Pages.key(pageToken, ID).orElse(null);
    var found = Pages.of(statements.list(before, size + 1), size, Kept::id);
    Basis of = basis.settle(null, null);
    String validator = ReadBasis.validator(of) + found.rows().stream().map(each -> each.id() + each.decisions()).toList();
    return pages.answer(validator, found, page -> StatementListDto.builder()
        .statements(page.rows().stream().<StatementDto>map(each -> statement(of, each, false)).toList())
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<StatementDto> getStatement(String statement) {
    Kept found = find(statement);
    Basis of = basis.settle(null, null);
    return conditional.answer(ReadBasis.validator(of) + found.decisions(), false, () -> statement(of, found, true));
  }

  /// Somebody else's content: it is offered for saving and never shown as a page of this service.
  @Override
  public RestResponse<byte[]> downloadStatement(String statement) {
    Kept found = find(statement);
    RestResponse<byte[]> response = conditional.answer(found.id(), false,
        () -> statements.content(found.id()).orElseThrow(() -> ProblemException.notFound("statement", statement)));
    response.getHeaders().putSingle(HttpHeaders.CONTENT_DISPOSITION,
        DocumentsResource.disposition(found.id() + (found.html() ? ".html" : ".txt"), found.id()));
    response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    return response;
  }

  @Override
  public RestResponse<StatementDto> createStatement(
      LocalDate publishedOn,
      String publisher,
      byte[] body,
      @Nullable String title,
      @Nullable String url,
      Boolean dryRun) {
    if (body.length == 0) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "The statement is empty",
          new Fault(null, null, "The statement has no bytes", "send the text as published"));
    }
    if (body.length > StatementDesk.LARGEST) {
      throw new ProblemException(ProblemType.TOO_LARGE, "The statement has %d bytes; %d are taken".formatted(
          body.length, StatementDesk.LARGEST));
    }
    if (publishedOn.isAfter(LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC))) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "The parameter 'publishedOn' lies in the future",
          Fault.inParameter("publishedOn", "The day has not come", "give the day of publication, up to today in UTC"));
    }
    MediaType type = headers.getMediaType();
    boolean html = type != null && type.getSubtype().equals("html");
    var published = new Published(publishedOn, new Citation(title, publisher, publishedOn, url));
    return idempotency.onceAside(body, StatementDto.class, () -> {
      try {
        StatementDesk.Receipt receipt = desk.receive(body, html, published);
        StatementDto answer = statement(basis.settle(null, null), receipt.statement(), true);
        return receipt.held()
            ? RestResponse.ResponseBuilder.<StatementDto>ok(answer).build()
            : created("/v1/statements/" + receipt.statement().id(), answer);
      } catch (Refusal refusal) {
        throw new ProblemException(ProblemType.UNPROCESSABLE, "The statement cannot be read; nothing of it was kept",
            new Fault(null, null, "The statement " + refusal.getMessage(), "send text or HTML in UTF-8"));
      }
    });
  }

  @Override
  public RestResponse<StatementDto> confirmProposal(String statement, Integer proposal, Boolean dryRun) {
    return idempotency.once("", StatementDto.class, () -> {
      Decided.Done done = done(desk.confirm(statement, proposal, caller.actor()), statement, proposal);
      return created("/v1/claims/" + done.claim().orElseThrow().entry().claim().id(),
          statement(basis.settle(null, null), done.statement(), true));
    });
  }

  @Override
  public RestResponse<StatementDto> dismissProposal(
      String statement, Integer proposal, NewDismissalDto newDismissalDto, Boolean dryRun) {
    return idempotency.onceAside(newDismissalDto, StatementDto.class, () -> {
      Decided.Done done = done(desk.dismiss(statement, proposal, newDismissalDto.getReason()), statement, proposal);
      return created("/v1/statements/" + statement, statement(basis.settle(null, null), done.statement(), true));
    });
  }

  private static Decided.Done done(Decided decided, String statement, int proposal) {
    return switch (decided) {
      case Decided.Done done -> done;
      case Decided.NotFound _ -> throw ProblemException.notFound("proposal", "%s/%d".formatted(statement, proposal));
      case Decided.Already(Decision decision) -> throw new ProblemException(ProblemType.PROPOSAL_DECIDED,
          decision.isConfirmed()
              ? "The proposal was confirmed at %s: claim '%s'".formatted(decision.at(), decision.claim())
              : "The proposal was dismissed at %s: %s".formatted(decision.at(), decision.reason()));
      case Decided.Not(Outcome.Invalid(List<Problem> problems)) -> throw new ProblemException(ProblemType.UNPROCESSABLE,
          "The proposal cannot become a claim as it stands", problems.stream().map(problem -> new Fault(null, null,
              "%s: %s".formatted(problem.pointer(), problem.detail()), problem.remedy() + "; add it at /v1/claims"))
              .toArray(Fault[]::new));
      case Decided.Not(Outcome.IdTaken(var id)) -> throw new ProblemException(ProblemType.ALREADY_EXISTS,
          "The same claim is held already: '%s'".formatted(id),
          new Fault(null, null, "The claim is held", "dismiss the proposal, or read /v1/claims/" + id));
      case Decided.Not(var outcome) -> throw new IllegalStateException("a new claim cannot be " + outcome);
    };
  }

  private Kept find(String id) {
    return statements.find(id).orElseThrow(() -> ProblemException.notFound("statement", id));
  }

  private static RestResponse<StatementDto> created(String location, StatementDto answer) {
    return RestResponse.ResponseBuilder.<StatementDto>create(RestResponse.Status.CREATED)
        .header(HttpHeaders.LOCATION, location)
        .entity(answer)
        .build();
  }

  private StatementDto statement(Basis of, Kept kept, boolean whole) {
    Citation source = kept.published().source();
    return StatementDto.builder()
        .id(kept.id())
        .publisher(source.publisher())
        .publishedOn(kept.published().on())
        .title(source.title())
        .url(source.url())
        .html(kept.html())
        .size(kept.size())
        .language(StatementDto.LanguageEnum.fromValue(kept.language()))
        .receivedAt(kept.receivedAt())
        .text(whole ? kept.text() : null)
        .proposals(kept.proposals().stream().<ProposalDto>map(each ->
            proposal(of, each, kept.decision(each.number()), whole)).toList())
        .build();
  }

  /// @param whole  with how it would stand against the figures
  private ProposalDto proposal(Basis of, Proposal proposal, Optional<Decision> decision, boolean whole) {
    ClaimDraft draft = proposal.draft();
    ClaimRules.Outcome read = claims.read(draft);
    Optional<ClaimVerdict> verdict = whole && read instanceof ClaimRules.Outcome.Valid(var claim)
        ? Optional.of(figures.verdict(of, claim))
        : Optional.empty();
    return ProposalDto.builder()
        .number(proposal.number())
        .state(decision.isEmpty()
            ? ProposalDto.StateEnum.PROPOSED
            : decision.get().isConfirmed() ? ProposalDto.StateEnum.CONFIRMED : ProposalDto.StateEnum.DISMISSED)
        .claim(decision.map(Decision::claim).orElse(null))
        .reason(decision.map(Decision::reason).orElse(null))
        .speaker(draft.speaker())
        .role(draft.role() == null ? null : ClaimRoleDto.fromValue(Ids.of(draft.role())))
        .saidOn(draft.saidOn())
        .commitment(draft.commitment())
        .trade(trade(draft.trade()))
        .word(draft.word() == null ? null : ClaimWordDto.fromValue(Ids.of(draft.word())))
        .figure(figure(draft.figure()))
        .basis(draft.basis() == null ? null : ClaimBasisDto.fromValue(draft.basis().id()))
        .aboutOn(draft.aboutOn())
        .quote(proposal.quote())
        .span(span(proposal.span()))
        .understood(proposal.understood().stream().<UnderstoodDto>map(each -> UnderstoodDto.builder()
            .field(each.field()).meaning(each.meaning()).span(span(each.span())).build()).toList())
        .assumed(proposal.assumed())
        .sureness(proposal.sureness())
        .problems(read instanceof ClaimRules.Outcome.Invalid(List<Problem> problems)
            ? problems.stream().map(Problem::toString).toList()
            : List.of())
        .outcome(verdict.map(each -> ClaimOutcomeDto.fromValue(Ids.of(each.outcome()))).orElse(null))
        .verdict(verdict.map(ClaimVerdict::summary).orElse(null))
        .build();
  }

  private static @Nullable ClaimTradeDto trade(@Nullable TradeDraft trade) {
    return trade == null ? null : ClaimTradeDto.builder()
        .commodity(trade.commodity()).seller(trade.seller()).buyer(trade.buyer()).build();
  }

  private static @Nullable ClaimFigureDto figure(@Nullable FigureDraft figure) {
    return figure == null ? null : ClaimFigureDto.builder()
        .value(figure.value())
        .from(figure.from())
        .unit(figure.unit())
        .roundedTo(figure.roundedTo())
        .bound(ClaimBoundDto.fromValue(Ids.of(figure.bound() == null ? Bound.EXACTLY : figure.bound())))
        .scope(ClaimScopeDto.fromValue(Ids.of(figure.scope() == null ? Scope.TOTAL : figure.scope())))
        .destinations(ClaimDestinationsDto.fromValue(Ids.of(
            figure.destinations() == null ? Destinations.BUYER : figure.destinations())))
        .build();
  }

  private static SpanDto span(Span span) {
    return SpanDto.builder().start(span.start()).end(span.end()).build();
  }
}
