import { html, nothing, type TemplateResult } from 'lit';
import type { Proposal, Span, Statement, Understood } from 'contract';
import { Refusal, address, raw, read, write } from '../api';
import { outcomeOf } from '../parts/claimed';
import { Form, field, type FormParts } from '../parts/form';
import { Asking } from '../parts/states';
import { commodity, day, instant, longDay, named, number, party, percent, t } from '../texts';
import { go, outside, save } from '../view';

const LATEST = 50;

// --- the box, and what was read before ------------------------------------------------------------------------------------------

export class StatementsView extends Asking<Statement[]> {
  static override properties = { ...Asking.properties, tried: { state: true } };
  /** What was read of a text that is not kept. */
  declare tried: Statement | undefined;

  protected ask(): Promise<Statement[]> {
    return read('/v1/statements', {}, { pageSize: LATEST }).then((page) => page.statements);
  }

  protected show(statements: Statement[]): TemplateResult {
    return html`<h1>${t('statements.title')}</h1><p class="lead">${t('statements.lead')}</p>
      <div class="columns wide-first">
        <section class="card"><h2>${t('statements.paste')}</h2>
          <offtake-statement-form @tried=${(event: CustomEvent<Statement>): void => { this.tried = event.detail; }}
            @done=${(event: CustomEvent<Statement>): void => go(`/statements/${encodeURIComponent(event.detail.id)}`)}></offtake-statement-form></section>
        <section class="card" id="received"><h2>${t('statements.received')}</h2>
          ${statements.length ? html`<ul class="rows">${statements.map((each) => html`<li>
            <p><a href=${`/statements/${encodeURIComponent(each.id)}`} lang=${each.language}>${each.title ?? t('statements.of', { publisher: each.publisher, day: day(each.publishedOn) })}</a></p>
            <p class="note">${each.publisher} · ${day(each.publishedOn)} · ${counts(each)}</p></li>`)}</ul>`
            : html`<p class="note">${t('statements.none')}</p>`}</section></div>
      ${this.tried ? html`<section id="tried"><h2>${t('statements.tried')}</h2><p class="note">${t('statements.tried.note')}</p>${reading(this.tried)}</section>` : nothing}`;
  }
}
customElements.define('offtake-statements', StatementsView);

const counts = (statement: Statement): string => {
  const count = (state: Proposal['state']): number => statement.proposals.filter((each) => each.state === state).length;
  return statement.proposals.length ? (['proposed', 'confirmed', 'dismissed'] as const).filter((state) => count(state))
    .map((state) => `${number(count(state))} ${t(`proposal.${state}`).toLowerCase()}`).join(', ') : t('statements.nothing');
};

class StatementForm extends Form {
  protected target = (): string => '/v1/statements';
  protected body = (data: FormData): FormData => data;

  protected override send(body: unknown, dry: boolean): Promise<unknown> {
    const data = body as FormData;
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    return write('POST', address('/v1/statements', {}, {
      publishedOn: text('publishedOn'), publisher: text('publisher'), title: text('title'), url: text('url'), dryRun: dry || undefined }),
    new Blob([String(data.get('text') ?? '')], { type: data.has('html') ? 'text/html' : 'text/plain' }));
  }

  protected parts(): FormParts {
    const wrong = (place: string): string => (this.faultsAt(place).length ? 'true' : 'false');
    const line = (name: string, type = 'text', place = name): TemplateResult => field(this, `statement-${name}`,
      html`<input id=${`f-statement-${name}`} name=${name} type=${type} aria-invalid=${wrong(place)} autocomplete="off">`, place);
    return { title: t('statements.paste'), send: t('statements.read'), tryable: true, fields: html`
      ${field(this, 'statement-text', html`<textarea id="f-statement-text" name="text" rows="10" dir="auto" spellcheck="false" aria-invalid=${wrong('')}></textarea>`, '')}
      <label class="check"><input type="checkbox" name="html"> ${t('field.statement-html')}</label>
      <div class="pair">${line('publishedOn', 'date')}${line('publisher')}</div>
      ${line('title')}${line('url')}` };
  }
}
customElements.define('offtake-statement-form', StatementForm);

// --- one text with what was read in it ---------------------------------------------------------------------------------------------

export class StatementView extends Asking<Statement> {
  static override properties = { ...Asking.properties, statement: {}, refusals: { state: true }, dismissing: { state: true } };
  declare statement: string;
  /** Why what was last asked for a proposal was not done, by its number. */
  declare refusals: Map<number, string>;
  declare dismissing: number;

  constructor() {
    super();
    this.refusals = new Map();
    this.dismissing = 0;
  }

  protected ask(): Promise<Statement> {
    return read('/v1/statements/{statement}', { statement: this.statement });
  }

  protected show(statement: Statement): TemplateResult {
    const url = outside(statement.url);
    const title = statement.title ?? t('statements.of', { publisher: statement.publisher, day: day(statement.publishedOn) });
    document.title = `${title} – Offtake`;
    return html`<p class="crumb"><a href="/statements">${t('nav.statements')}</a></p>
      <h1 lang=${statement.language}>${title}</h1>
      <p class="note">${[statement.publisher, longDay(statement.publishedOn), t(`language.${statement.language}`), t('document.bytes', { count: statement.size }),
        t('statements.at', { at: instant(statement.receivedAt) })].join(' · ')}
        ${statement.url ? html`<br>${url ? html`<a href=${url} rel="noopener noreferrer external" target="_blank">${url}</a>` : statement.url}` : nothing}</p>
      <p class="lead">${statement.proposals.length ? t('statements.found', { count: statement.proposals.length }) : t('statements.found.none')}</p>
      ${reading(statement, (proposal) => this.acts(proposal))}
      <p class="note foot"><button class="link" @click=${(): void => void this.take()}>${t('document.take')}</button></p>`;
  }

  private acts(proposal: Proposal): TemplateResult {
    const refusal = this.refusals.get(proposal.number);
    return html`
      ${refusal ? html`<p class="banner problem" role="alert">${t('form.mayNot')} <span lang="en">${refusal}</span></p>` : nothing}
      ${proposal.state !== 'proposed' ? nothing : this.dismissing === proposal.number
        ? html`<offtake-dismiss .decision=${this.decision(proposal, 'dismissal')} @done=${this.decided}></offtake-dismiss>`
        : html`<p class="acts"><button class="primary" name="confirm" @click=${(): void => void this.confirm(proposal)}>${t('proposal.confirm')}</button>
          <button name="dismiss" @click=${(): void => { this.dismissing = proposal.number; }}>${t('proposal.dismiss')}</button></p>`}`;
  }

  private decision = (proposal: Proposal, what: string): string =>
    `${address('/v1/statements/{statement}', { statement: this.statement })}/proposals/${proposal.number}/${what}`;

  private decided = (event: CustomEvent<Statement>): void => {
    this.dismissing = 0;
    this.answer = event.detail;
    void this.load();
  };

  private async confirm(proposal: Proposal): Promise<void> {
    const refusals = new Map(this.refusals);
    refusals.delete(proposal.number);
    try {
      await write('POST', this.decision(proposal, 'confirmation'));
      await this.load();
    } catch (error) {
      refusals.set(proposal.number, error instanceof Refusal && error.status
        ? [error.message, ...(error.problem.errors ?? []).map((each) => `${each.detail} ${each.remedy ?? ''}`)].join(' ') : t('state.offline.text'));
    }
    this.refusals = refusals;
  }

  private async take(): Promise<void> {
    save(`statement-${this.statement}`, await (await raw(address('/v1/statements/{statement}/raw', { statement: this.statement }))).blob());
  }
}
customElements.define('offtake-statement', StatementView);

class Dismiss extends Form {
  static override properties = { ...Form.properties, decision: {} };
  declare decision: string;

  protected target = (): string => this.decision;
  protected body = (data: FormData): unknown => ({ reason: String(data.get('reason') ?? '').trim() });

  protected parts(): FormParts {
    return { title: t('proposal.dismiss'), send: t('proposal.dismiss'), fields: field(this, 'dismissal', html`
      <input id="f-dismissal" name="reason" maxlength="1000" aria-invalid=${this.faultsAt('reason').length ? 'true' : 'false'}>`, 'reason') };
  }
}
customElements.define('offtake-dismiss', Dismiss);

/** The text beside its proposals; the words that a proposal rests on are marked in it. */
function reading(statement: Statement, acts: (proposal: Proposal) => TemplateResult | typeof nothing = () => nothing): TemplateResult {
  const text = statement.text ?? '';
  return html`<div class="statement">
    <section class="card said"><h2 id="said-title">${t('statements.text')}</h2>
      <div class="scroll text" tabindex="0" role="region" aria-labelledby="said-title" lang=${statement.language} dir="auto">${marked(text, statement.proposals)}</div></section>
    <section aria-label=${t('statements.proposals')}><ol class="proposals">${statement.proposals.map((each) => proposalOf(each, text, statement, acts(each)))}</ol>
      ${statement.proposals.length ? nothing : html`<p class="card empty">${t('statements.nothing.note')}</p>`}</section></div>`;
}

function proposalOf(proposal: Proposal, text: string, statement: Statement, acts: TemplateResult | typeof nothing): TemplateResult {
  const words = (span: Span): string => shown(text.slice(span.start, span.end));
  const fields = proposal.understood.filter((each) => each.field !== 'commitment');
  return html`<li class="card proposal state-of-${proposal.state}" id=${`proposal-${proposal.number}`} data-proposal=${proposal.number}>
    <h3><a href=${`#words-${proposal.number}`} @click=${(event: Event): void => toWords(event, proposal.number)}>${t('proposal.title', { number: proposal.number })}</a>
      <span class="state proposal-${proposal.state}">${t(`proposal.${proposal.state}`)}</span></h3>
    <blockquote lang=${statement.language} dir="auto">${shown(proposal.quote)}</blockquote>
    <p class="note">${proposal.speaker}, ${named('role', proposal.role)}, ${day(proposal.saidOn)}</p>
    <p class="sureness"><label for=${`sureness-${proposal.number}`}>${t('proposal.sureness')}</label>
      <meter id=${`sureness-${proposal.number}`} min="0" max="1" value=${proposal.sureness}></meter> <b>${percent(proposal.sureness)}</b></p>
    <h4>${t('proposal.understood')}</h4>
    <dl class="facts">${fields.map((each) => html`<dt>${named('understood', each.field)}</dt>
      <dd>${meaning(each)} <q class="note" lang=${statement.language}>${words(each.span)}</q></dd>`)}
      ${proposal.commitment ? html`<dt>${t('understood.commitment')}</dt><dd><a href=${`/commitments/${encodeURIComponent(proposal.commitment)}?asOf=${proposal.saidOn}`}>${proposal.commitment}</a></dd>` : nothing}
      ${proposal.trade ? html`<dt>${t('understood.trade')}</dt><dd>${party(proposal.trade.seller)} → ${party(proposal.trade.buyer)}, ${commodity(proposal.trade.commodity)}</dd>` : nothing}</dl>
    ${proposal.assumed.length ? html`<h4>${t('proposal.assumed')}</h4><ul lang="en">${proposal.assumed.map((each) => html`<li>${each}</li>`)}</ul>` : nothing}
    ${proposal.outcome ? html`<h4>${t('proposal.stands')}</h4><p class="against">${outcomeOf(proposal.outcome)} <span lang="en">${proposal.verdict}</span></p>` : nothing}
    ${proposal.problems.length ? html`<div class="banner problem"><p><b>${t('proposal.problems')}</b></p><ul lang="en">${proposal.problems.map((each) => html`<li>${each}</li>`)}</ul></div>` : nothing}
    ${proposal.reason ? html`<p class="note">${t('proposal.because', { reason: proposal.reason })}</p>` : nothing}
    ${proposal.claim && proposal.commitment ? html`<p><a href=${`/commitments/${encodeURIComponent(proposal.commitment)}#claims`}>${t('proposal.claim')}</a></p>` : nothing}
    ${acts}</li>`;
}

function meaning({ field: name, meaning: value }: Understood): TemplateResult | string {
  switch (name) {
    case 'commodity': return commodity(value);
    case 'buyer': return party(value);
    case 'word': return named('claimWord', value);
    case 'basis': return named('measure', value);
    case 'aboutOn': return day(value);
    case 'figure': {
      const [amount, unit] = value.split(' ');
      return `${number(Number(amount), 0, 2)} ${named('unit', unit ?? '')}`;
    }
    default: return value;
  }
}

function toWords(event: Event, proposal: number): void {
  event.preventDefault();
  const words = document.getElementById(`words-${proposal}`);
  words?.scrollIntoView({ block: 'center' });
  words?.focus({ preventScroll: true });
}

// Marks that turn the direction of writing can make a text read otherwise than it was read here: they are named, not obeyed.
const TURNS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/g;
const shown = (text: string): string => text.replace(TURNS, (found) => `[U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase()}${found.length > 1 ? ` ×${found.length}` : ''}]`);

/** The text in pieces: whatever begins or ends a proposal's sentence or one of the words that it was understood by cuts it. */
function marked(text: string, proposals: Proposal[]): TemplateResult[] {
  const inside = proposals.flatMap((each) => each.understood.filter((word) => word.field !== 'commitment').map((word) => ({ ...word.span, field: word.field })));
  const cuts = [...new Set([0, text.length, ...[...proposals.map((each) => each.span), ...inside].flatMap((span) => [span.start, span.end])])]
    .filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
  const begun = new Set<number>();
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? text.length;
    const piece = shown(text.slice(start, end));
    const holds = (span: Span): boolean => span.start <= start && end <= span.end;
    const proposal = proposals.find((each) => holds(each.span));
    if (!proposal) {
      const word = inside.find(holds);
      return word ? html`<span class="word">${piece}</span>` : html`${piece}`;
    }
    const first = !begun.has(proposal.number);
    begun.add(proposal.number);
    const words = inside.filter(holds).map((each) => named('understood', each.field));
    return html`<mark class=${words.length ? 'word' : ''} id=${first ? `words-${proposal.number}` : nothing} tabindex=${first ? '-1' : nothing}
      title=${words.length ? words.join(', ') : t('proposal.title', { number: proposal.number })}>${first ? html`<sup>${proposal.number}</sup>` : nothing}${piece}</mark>`;
  });
}
