import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Claim, SourceList, StatusList, StatusRow, Verdict } from 'contract';
import { address, raw, read } from '../api';
import { Asking } from '../parts/states';
import { stopsOf, type Stop } from '../parts/as-of';
import { said } from '../parts/claims';
import { verdictOf } from '../parts/marks';
import { commodity, day, full, instant, named, number, party, percent, probability, scaleOf, scaled, short, signed, span, t, utc } from '../texts';
import { asked, basis, beat, go, heartbeat, here, now, save, to } from '../view';

interface Portfolio { status: StatusList; stops: Stop[]; said: Map<string, Claim> }

const JUDGED: Verdict[] = ['shortfallLikely', 'atRisk', 'onTrack', 'missed', 'met'];
const ALL: Verdict[] = ['shortfallLikely', 'atRisk', 'onTrack', 'missed', 'met', 'unobserved', 'notStarted', 'notAssessable'];
const SORTS = ['slack', 'probability', 'share', 'deadline', 'title'] as const;
const CHANGED = 60_000;
/** Who says nothing for so long is not quoted here. */
const CLAIMS_FROM = 500 * 86_400_000;
/** Days after which one counts in years. */
const LONG = 730;
const YEAR = 365.25;
const MOST_CLAIMS = 5000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
/** As far back as the slider goes. */
const SINCE = '2025-10-01';

export class PortfolioView extends Asking<Portfolio> {
  private seen = new Map<string, string>();
  private changedAt = new Map<string, number>();
  private stops: Stop[] | undefined;

  protected async ask(): Promise<Portfolio> {
    const [status, stops, claims] = await Promise.all([read('/v1/status', {}, basis()), this.stops ?? allStops(),
      read('/v1/claims', {}, { ...basis(), state: 'standing', saidFrom: iso(now() - CLAIMS_FROM), pageSize: MOST_CLAIMS })]);
    this.stops = stops;
    // The first answer says which version it is of, wherever one looks from: with it, answers of the past are kept.
    if (!asked('asOf') || !heartbeat.version) {
      beat({ version: status.dataVersion, heard: Date.now() });
    }
    for (const row of status.rows) {
      const figures = JSON.stringify([row.verdict, row.fulfilled, row.shortfallProbability]);
      const known = this.seen.get(row.commitment);
      if (known !== undefined && known !== figures && !asked('asOf')) {
        this.changedAt.set(row.commitment, Date.now());
        setTimeout(() => this.requestUpdate(), CHANGED + 100);
      }
      this.seen.set(row.commitment, figures);
    }
    // In the order in which they were said, so the last of each stays.
    const said = new Map(claims.claims.filter((claim) => claim.commitment !== undefined).map((claim) => [claim.commitment ?? '', claim]));
    return { status, stops, said };
  }

  private kept(rows: StatusRow[]): StatusRow[] {
    const words = asked('q').toLowerCase().split(/\s+/).filter((word) => word);
    return rows.filter((row) => {
      const text = `${row.commitment} ${row.title} ${row.label ?? ''} ${party(row.buyer)} ${party(row.seller)} ${row.commodities.map(commodity).join(' ')}`.toLowerCase();
      return words.every((word) => text.includes(word))
        && (!asked('buyer') || row.buyer === asked('buyer')) && (!asked('seller') || row.seller === asked('seller'))
        && (!asked('commodity') || row.commodities.includes(asked('commodity')))
        && (!asked('verdict') || row.verdict === asked('verdict'))
        && (!asked('unit') || row.target?.unit === asked('unit'));
    });
  }

  private sorted(rows: StatusRow[]): StatusRow[] {
    const by: Record<string, (row: StatusRow) => number | string> = {
      probability: (row) => -(row.shortfallProbability ?? -1), share: (row) => row.fulfilledShare ?? Infinity,
      deadline: (row) => row.deadline ?? '9999', title: (row) => row.title };
    const key = by[asked('sort')];
    return key ? rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)) : rows;
  }

  protected show({ status, stops }: Portfolio): TemplateResult {
    const rows = this.sorted(this.kept(status.rows));
    const main = rows.filter((row) => JUDGED.includes(row.verdict) || row.verdict === 'unobserved' && row.newestPeriodEnd !== undefined);
    const rest = rows.filter((row) => !main.includes(row));
    const counts = new Map<Verdict, number>();
    status.rows.forEach((row) => counts.set(row.verdict, (counts.get(row.verdict) ?? 0) + 1));
    return html`
      <h1>${t('portfolio.title')}</h1>
      <p class="lead">${this.lead(status.rows)}</p>
      <offtake-as-of .stops=${stops} .waiting=${this.waiting} @ahead=${(event: CustomEvent<string[]>): void => this.ahead(event.detail)}></offtake-as-of>
      <ul class="counts" aria-label=${t('portfolio.verdicts')}>
        ${ALL.filter((verdict) => counts.has(verdict)).map((verdict) => html`<li>
          <a href=${here({ verdict: asked('verdict') === verdict ? undefined : verdict })} aria-current=${asked('verdict') === verdict ? 'true' : 'false'}>
            ${verdictOf(verdict)} <b>${counts.get(verdict)}</b></a></li>`)}</ul>
      ${this.filters(status.rows)}
      ${main.length ? this.table(main) : nothing}
      ${rows.length ? nothing : html`<p class="card empty">${status.rows.length ? t('portfolio.none') : t('portfolio.empty')}
        ${status.rows.length ? html`<a href=${here({ q: '', buyer: '', seller: '', commodity: '', verdict: '', unit: '' })}>${t('portfolio.clear')}</a>`
          : html`<a href="/declare">${t('nav.declare')}</a>`}</p>`}
      ${rest.length ? html`<details class="card folded" ?open=${asked('verdict') !== '' || asked('q') !== ''}>
        <summary>${t('portfolio.folded', { count: rest.length })}</summary>
        <ul class="rows">${rest.map((row) => html`<li>${verdictOf(row.verdict)}
          <span><a href=${to(`/commitments/${row.commitment}`)}>${row.title}</a><span class="note" lang="en"> ${row.summary}</span></span></li>`)}</ul>
      </details>` : nothing}
      <p class="note foot">${t('portfolio.basis', { at: instant(status.asOf), version: status.dataVersion })}
        <button class="link" @click=${(): void => void this.csv()}>CSV</button>
        <a href=${address('/v1/status', {}, { ...basis() })} target="_blank">${t('chart.answer')}</a></p>`;
  }

  /** The sentence that one leaves with. */
  private lead(rows: StatusRow[]): string {
    const count = (...verdicts: Verdict[]): number => rows.filter((row) => verdicts.includes(row.verdict)).length;
    const heading = count('shortfallLikely', 'atRisk');
    const parts = [
      heading ? t('portfolio.heading', { count: heading }) : t('portfolio.calm'),
      count('missed') ? t('portfolio.missed', { count: count('missed') }) : '',
      count('unobserved') ? t('portfolio.unseen', { count: count('unobserved') }) : ''];
    return parts.filter((part) => part).join(' ');
  }

  private filters(rows: StatusRow[]): TemplateResult {
    const choice = (name: string, values: string[], label: (value: string) => string): TemplateResult => html`
      <label>${t(`filter.${name}`)}<select name=${name} .value=${asked(name)}
        @change=${(event: Event): void => go(here({ [name]: (event.target as HTMLSelectElement).value }))}>
        ${name === 'sort' ? nothing : html`<option value="" ?selected=${!asked(name)}>${t('filter.all')}</option>`}
        ${values.map((value) => html`<option value=${value} ?selected=${asked(name) === value}>${label(value)}</option>`)}</select></label>`;
    const some = (pick: (row: StatusRow) => (string | undefined)[]): string[] =>
      [...new Set(rows.flatMap(pick).filter((value): value is string => value !== undefined))].sort();
    return html`<form class="filters" role="search" @submit=${(event: Event): void => event.preventDefault()}>
      <label>${t('filter.search')}<input type="search" name="q" .value=${asked('q')} data-search
        @input=${(event: Event): void => go(here({ q: (event.target as HTMLInputElement).value }), true)}></label>
      ${choice('buyer', some((row) => [row.buyer]), party)}${choice('seller', some((row) => [row.seller]), party)}
      ${choice('commodity', some((row) => row.commodities), commodity)}
      ${choice('verdict', ALL.filter((verdict) => rows.some((row) => row.verdict === verdict)), (value) => named('verdict', value))}
      ${choice('unit', some((row) => [row.target?.unit]), (value) => named('unit', value))}
      ${choice('sort', [...SORTS], (value) => t(`sort.${value}`))}</form>`;
  }

  private table(rows: StatusRow[]): TemplateResult {
    const head = ['verdict', 'commitment', 'progress', 'probability', 'range', 'time', 'evidence', 'said'];
    return html`<div class="scroll"><table class="portfolio"><caption class="unseen">${t('portfolio.caption')}</caption>
      <thead><tr>${head.map((name) => html`<th scope="col" class="c-${name}">${t(`column.${name}`)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => this.row(row))}</tbody></table></div>
      <p class="note">${t('bullet.legend')}</p>`;
  }

  private row(row: StatusRow): TemplateResult {
    const changed = Date.now() - (this.changedAt.get(row.commitment) ?? 0) < CHANGED;
    const judged = row.verdict !== 'unobserved';
    const past = (row.daysLeft ?? 0) < 0;
    return html`<tr class="v-row-${row.verdict} ${changed ? 'changed' : ''}">
      <td class="c-verdict">${verdictOf(row.verdict)}${changed ? html`<span class="note"> ${t('portfolio.changed')}</span>` : nothing}</td>
      <th scope="row" class="c-commitment"><a href=${to(`/commitments/${row.commitment}`)}>${row.title}</a>
        <span class="note">${party(row.buyer)} ← ${party(row.seller)} · ${row.commodities.map(commodity).join(', ')}</span>
        ${judged ? html`<span class="note" lang="en">${row.label}</span>` : html`<span class="note" lang="en">${row.summary}</span>`}</th>
      <td class="c-progress" data-label=${t('column.progress')}>${this.bullet(row)}</td>
      <td class="c-probability" data-label=${t('column.probability')}>${row.shortfallProbability === undefined || !judged ? '–' : html`
        <b>${past ? '–' : probability(row.shortfallProbability)}</b>${past ? nothing : changeOf(row)}`}</td>
      <td class="c-range" data-label=${t('column.range')}>${this.range(row, past)}</td>
      <td class="c-time" data-label=${t('column.time')}>${timeOf(row)}</td>
      <td class="c-evidence" data-label=${t('column.evidence')}>${evidenceOf(row)}</td>
      <td class="c-said" data-label=${t('column.said')}>${this.said(row)}</td></tr>`;
  }

  private said(row: StatusRow): TemplateResult | string {
    const claim = this.answer?.said.get(row.commitment);
    return claim ? html`<a href="${to(`/commitments/${row.commitment}`)}#claims">${said(claim)}</a>
      <span class="note">${claim.speaker}, ${day(claim.saidOn ?? claim.saidAt)}</span>` : '–';
  }

  private range(row: StatusRow, past: boolean): TemplateResult | string {
    if (!row.p10 || !row.p90 || past) {
      return '–';
    }
    const scale = scaleOf(Math.abs(row.p90.value), row.p90.unit);
    return html`<span title="${full(row.p10)} – ${full(row.p90)}">${scaled(row.p10.value, scale)}–${scaled(row.p90.value, scale)} <span class="unit">${scale.unit}</span></span>`;
  }

  private bullet(row: StatusRow): TemplateResult {
    if (row.fulfilled === undefined || row.target === undefined || row.fulfilledShare === undefined) {
      return html`<span class="note">${row.target ? short(row.target) : '–'}</span>`;
    }
    const target = row.target.value;
    const schedule = scheduleShare(row);
    const past = (row.daysLeft ?? 0) < 0;
    const most = Math.max(1.12, row.fulfilledShare, (row.p90?.value ?? 0) / target * 1.02);
    const x = (share: number): number => Math.max(0, Math.min(200, 200 * share / most));
    const words = t('bullet', { share: percent(row.fulfilledShare, 1), target: short(row.target) })
      + (schedule === undefined || past ? '' : ` ${t('bullet.schedule', { share: percent(schedule, 0) })}`);
    return html`<span class="figures" title=${full(row.fulfilled)}><b>${row.fulfilledAtLeast ? '≥ ' : ''}${percent(row.fulfilledShare, 1)}</b>
        <span class="note">${t('bullet.of', { fulfilled: scaled(row.fulfilled.value, scaleOf(target, row.target.unit)), target: short(row.target) })}</span></span>
      <svg class="bullet v-${row.verdict}" viewBox="0 0 200 18" preserveAspectRatio="none" role="img" aria-label=${words}>
        <rect class="ground" width="200" height="18"/>
        ${row.p10 && row.p90 && !past ? svg`<rect class="span" x=${x(row.p10.value / target)} y="2" width=${Math.max(1, x(row.p90.value / target) - x(row.p10.value / target))} height="14"/>` : nothing}
        <rect class="bar" y="5" width=${x(row.fulfilledShare)} height="8"/>
        ${schedule !== undefined && !past ? svg`<rect class="due" x=${x(schedule) - 0.75} y="1" width="1.5" height="16"/>` : nothing}
        <rect class="goal" x=${x(1) - 1} y="0" width="2" height="18"/></svg>`;
  }

  private ahead(instants: string[]): void {
    const { dataVersion } = basis();
    if (dataVersion) {
      instants.forEach((asOf) => void read('/v1/status', {}, { asOf, dataVersion }).catch(() => undefined));
    }
  }

  private async csv(): Promise<void> {
    save('portfolio.csv', await (await raw(address('/v1/status.csv', {}, basis()))).blob());
  }
}
customElements.define('offtake-portfolio', PortfolioView);

/** Where a straight line to the target would be by the newest period. */
function scheduleShare(row: StatusRow): number | undefined {
  if (!row.windowStart || !row.deadline) {
    return undefined;
  }
  const start = Date.parse(row.windowStart);
  const end = Date.parse(row.deadline) + 86_400_000;
  const at = row.newestPeriodEnd ? Date.parse(row.newestPeriodEnd) + 86_400_000 : now();
  return Math.max(0, Math.min(1, (at - start) / (end - start)));
}

function changeOf(row: StatusRow): TemplateResult {
  const change = row.change?.shortfallProbability;
  if (change === undefined || Math.abs(change) < 0.005) {
    return html`<span class="note">${t('change.none')}</span>`;
  }
  const points = Math.round(change * 100);
  return html`<span class="note ${points > 0 ? 'worse' : 'better'}" title=${t('change.since', { at: instant(row.change?.sinceRelease ?? '') })}>
    ${points > 0 ? '▲' : '▼'} ${t('change.points', { count: Math.abs(points), signed: signed(points, number(points)) })}</span>`;
}

function timeOf(row: StatusRow): TemplateResult | string {
  if (row.daysLeft === undefined || !row.deadline) {
    return '–';
  }
  return html`<b>${row.daysLeft < -LONG ? t('time.overYears', { count: Math.floor(-row.daysLeft / YEAR) })
    : row.daysLeft < 0 ? t('time.over', { count: -row.daysLeft }) : t('time.left', { count: row.daysLeft })}</b>
    <span class="note">${day(row.deadline)}</span>`;
}

function evidenceOf(row: StatusRow): TemplateResult | string {
  if (!row.newestPeriodEnd) {
    return html`<span class="note">${t('evidence.none')}</span>`;
  }
  return html`<span title=${row.newestRelease ? utc(row.newestRelease) : ''}>${day(row.newestPeriodEnd)}</span>
    <span class="note">${row.newestRelease ? t('evidence.age', { age: span(now(), Date.parse(row.newestRelease)) }) : ''}</span>
    ${row.verdict === 'missed' || row.verdict === 'met' ? nothing : row.overdue ? html`<span class="note late">${t('evidence.overdue')}</span>`
      : row.nextReleaseDue && (row.daysLeft ?? 0) >= 0 ? html`<span class="note">${t('evidence.next', { day: day(row.nextReleaseDue) })}</span>` : nothing}`;
}

async function allStops(): Promise<Stop[]> {
  const { sources }: SourceList = await read('/v1/sources');
  return stopsOf(sources.filter((source) => source.newestRelease && source.id !== 'fgis-certificates').map((source) => source.id), SINCE);
}
