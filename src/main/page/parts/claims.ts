// What was said in public of a commitment, each beside the figures of its day.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Claim, ClaimVerdict } from 'contract';
import { read } from '../api';
import { day, longDay, named, number, scaleOf, scaled, t, utc } from '../texts';
import { Part, basis, here, outside } from '../view';
import { outcomeOf } from './claimed';

const FIRST = 6;
const AT_ONCE = 4;
/** Who drags the slider is not asking for verdicts yet. */
const AT_REST = 200;

/** What was said, as short as a label beside a flag. */
export function said(claim: Claim): string {
  const { figure, word } = claim;
  if (!figure) {
    return word ? named('claimWord', word) : claim.summary;
  }
  const scale = figure.unit === 'percent' ? { divisor: 1, digits: 0, unit: '%' } : scaleOf(Math.abs(figure.value), figure.unit);
  const value = figure.from === undefined ? scaled(figure.value, scale) : `${scaled(figure.from, scale)}–${scaled(figure.value, scale)}`;
  return [word ? `${named('claimWord', word)}:` : '', figure.bound === 'exactly' ? '' : named('bound', figure.bound), `${value} ${scale.unit}`,
    claim.basis ? named('measure', claim.basis).toLowerCase() : ''].filter((part) => part).join(' ');
}

export const isStanding = (claim: Claim): boolean => claim.change !== 'withdrawn';

export class Claims extends Part {
  static override properties = { claims: { attribute: false }, all: { state: true }, verdicts: { state: true } };
  declare claims: Claim[];
  declare all: boolean;
  declare verdicts: Map<string, ClaimVerdict | undefined>;
  private turn = 0;
  private timer = 0;

  constructor() {
    super();
    this.claims = [];
    this.all = false;
    this.verdicts = new Map();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Who comes by a link to one of them finds it, though it is not among the newest.
    this.all = location.hash.startsWith('#claim-');
  }

  private shown(): Claim[] {
    const newest = this.claims.toReversed();
    return this.all ? newest : newest.slice(0, FIRST);
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has('claims') || changes.has('all')) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.judge(), AT_REST);
    }
  }

  /** Verdicts come a few at a time, so that the figures above are never kept waiting. */
  private async judge(): Promise<void> {
    const turn = ++this.turn;
    const at = basis();
    const verdicts = new Map<string, ClaimVerdict | undefined>();
    const open = this.shown();
    while (open.length && turn === this.turn) {
      await Promise.all(open.splice(0, AT_ONCE).map(async (claim) => {
        verdicts.set(claim.id, await read('/v1/claims/{claim}/verdict', { claim: claim.id }, at).catch(() => undefined));
      }));
      if (turn === this.turn) {
        this.verdicts = new Map([...this.verdicts, ...verdicts]);
      }
    }
  }

  protected override render(): TemplateResult {
    const rows = this.shown();
    return html`<section class="card" id="claims"><h2>${t('claims.title')}</h2>
      <p class="note">${this.claims.length ? t('claims.note') : t('claims.none')} <a href="/statements">${t('claims.paste')}</a></p>
      ${rows.length ? html`<ol class="claims">${rows.map((claim) => this.row(claim))}</ol>` : nothing}
      ${this.claims.length > rows.length ? html`<button name="all" @click=${(): void => { this.all = true; }}>${t('claims.all', { count: this.claims.length })}</button>` : nothing}</section>`;
  }

  private row(claim: Claim): TemplateResult {
    const verdict = this.verdicts.get(claim.id);
    const url = outside(claim.source.url);
    const from = `${claim.source.title ? `${claim.source.title}, ` : ''}${claim.source.publisher}`;
    return html`<li id=${`claim-${claim.id}`} data-claim=${claim.id} class=${isStanding(claim) ? '' : 'withdrawn'}>
      <time datetime=${claim.saidAt} title=${utc(claim.saidAt)}>${day(claim.saidOn ?? claim.saidAt)}</time>
      <div><p><b>${claim.speaker}</b> <span class="note">${named('role', claim.role)}</span> <span class="tag">${said(claim)}</span></p>
        <p lang="en">${claim.summary}</p>
        ${claim.withdrawal ? html`<p class="note">${t('claims.withdrawn', { reason: claim.withdrawal.reason })}</p>` : nothing}
        <p class="against" aria-busy=${!this.verdicts.has(claim.id)}>${verdict ? html`${outcomeOf(verdict.outcome)} <span lang="en">${verdict.summary}</span>`
          : this.verdicts.has(claim.id) ? '–' : t('state.loading')}</p>
        <div class="acts"><a href=${here({ asOf: claim.saidAt })} data-then>${t('claims.then', { day: longDay(claim.saidOn ?? claim.saidAt) })}</a>
          ${url ? html`<a href=${url} rel="noopener noreferrer external" target="_blank">${from}</a>` : html`<span class="note">${from}</span>`}
          ${verdict?.conflicts.length ? html`<details><summary>${t('claims.conflicts', { count: verdict.conflicts.length })}</summary><ul lang="en">${verdict.conflicts.map((each) => html`<li>${each.text}</li>`)}</ul></details>` : nothing}</div></div></li>`;
  }
}
customElements.define('offtake-claims', Claims);

/** What flags say that stand on one day. */
export const flagText = (claims: Claim[]): string => claims.map((claim) => `${claim.speaker}: ${said(claim)}`).slice(0, 3).join('; ')
  + (claims.length > 3 ? ` +${number(claims.length - 3)}` : '');
