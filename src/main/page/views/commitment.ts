import { html, nothing, type TemplateResult } from 'lit';
import type { Alert, Claim, Commitment, CommitmentStatus, EvidenceRow, EvidenceTable, ReadingStatus, Target, Terms } from 'contract';
import { Refusal, address, raw, read, readAll } from '../api';
import { alertRow, isQuiet } from './alerts';
import { stopsOf, type Stop } from '../parts/as-of';
import { burnUpTable, finding, type BurnUpData } from '../parts/burn-up';
import type { Claims } from '../parts/claims';
import { framed } from '../parts/frame';
import { mark, verdictOf } from '../parts/marks';
import { Asking, skeleton } from '../parts/states';
import { commodity, day, full, instant, instantIn, longDay, named, number, party, percent, probability, scaleOf, scaled, short, signed, span, t, utc } from '../texts';
import { asked, basis, beat, heartbeat, here, now, outside, save, to } from '../view';

interface Answer {
  status: CommitmentStatus;
  commitment: Commitment;
  terms: Terms[];
  reading: ReadingStatus | undefined;
  burnUp: BurnUpData | undefined;
  evidence: EvidenceRow[];
  alerts: Alert[];
  claims: Claim[];
  stops: Stop[];
  /** Whether the chart and the figures of the reading are still on their way. */
  underWay: boolean;
}

const MOST_CLAIMS = 1000;
/** Of a reading's figures. */
const MOST_PAGES = 4;
const LADDER = ['announced', 'sold', 'inspected', 'exported', 'landed'];

export class CommitmentView extends Asking<Answer> {
  static override properties = { ...Asking.properties, commitment: {}, allEvidence: { state: true } };
  declare commitment: string;
  declare allEvidence: boolean;
  private stops: Promise<Stop[]> | undefined;
  private wentTo = '';

  constructor() {
    super();
    this.allEvidence = false;
  }

  /** What the address names is there only once the answer is. */
  protected override updated(): void {
    if (this.answer && !this.answer.underWay && location.hash && this.wentTo !== location.hash) {
      this.wentTo = location.hash;
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  }

  protected async ask(): Promise<Answer> {
    const parts = { commitment: this.commitment };
    const at = basis();
    const [status, commitment, terms, alerts, claims] = await Promise.all([
      read('/v1/commitments/{commitment}/status', parts, at), read('/v1/commitments/{commitment}', parts, at),
      read('/v1/commitments/{commitment}/terms', parts, at),
      // Alerts are those of now, wherever one looks from: the slider need not ask for them at every step.
      asked('asOf') && this.answer ? { alerts: this.answer.alerts } : read('/v1/alerts', {}, { commitment: this.commitment }), read('/v1/claims', {}, { ...at, commitment: this.commitment, pageSize: MOST_CLAIMS })]);
    const reading = status.readings.find((each) => each.reading === asked('reading')) ?? status.readings.find((each) => each.headline) ?? status.readings[0];
    // The first answer says which version it is of, wherever one looks from: with it, answers of the past are kept.
    if (!asked('asOf') || !heartbeat.version) {
      beat({ version: status.dataVersion, heard: Date.now() });
    }
    this.stops ??= stopsOf([...new Set(status.readings.flatMap((each) => each.evidence.source ?? []))],
      terms.terms[0]?.announcedAt ?? status.asOf);
    if (!this.answer) {
      this.answer = { status, commitment, terms: terms.terms, reading, burnUp: undefined, evidence: [], alerts: alerts.alerts, claims: claims.claims, stops: [], underWay: true };
    }
    const [burnUp, evidence, stops] = await Promise.all([this.burnUp(reading, at), this.evidence(reading, at), this.stops]);
    return { status, commitment, terms: terms.terms, reading, burnUp, evidence, alerts: alerts.alerts, claims: claims.claims, stops, underWay: false };
  }

  private async burnUp(reading: ReadingStatus | undefined, at: ReturnType<typeof basis>): Promise<BurnUpData | undefined> {
    if (!reading || !reading.deadline || !reading.target) {
      return undefined;
    }
    const parts = { commitment: this.commitment, reading: reading.reading };
    try {
      const [progress, fan] = await Promise.all([
        read('/v1/commitments/{commitment}/readings/{reading}/progress', parts, at),
        read('/v1/commitments/{commitment}/readings/{reading}/projection', parts, at)]);
      return progress.rows.length ? { status: reading, progress, ...(fan.projection.status === 'estimated' ? { fan } : {}) } : undefined;
    } catch (error) {
      if (error instanceof Refusal && error.status === 422) {
        return undefined;
      }
      throw error;
    }
  }

  private async evidence(reading: ReadingStatus | undefined, at: ReturnType<typeof basis>): Promise<EvidenceRow[]> {
    if (!reading || !reading.evidence.series.length) {
      return [];
    }
    const pages: EvidenceTable[] = await readAll('/v1/commitments/{commitment}/readings/{reading}/evidence',
      { commitment: this.commitment, reading: reading.reading }, at, MOST_PAGES);
    return pages.flatMap((page) => page.rows);
  }

  protected show(answer: Answer): TemplateResult {
    const { status, commitment, reading, stops } = answer;
    document.title = `${status.title} – Offtake`;
    // Printed, the brief says where it is from.
    this.dataset.address = location.href;
    return html`
      <p class="crumb"><a href=${to('/')}>${t('nav.portfolio')}</a></p>
      <h1>${status.title}</h1>
      <p class="note">${party(status.buyer)} ← ${party(status.seller)} · ${status.commodities.map(commodity).join(', ')} · ${named('strength', status.strength)}
        ${commitment.parent ? html` · <a href=${to(`/commitments/${commitment.parent}`)}>${t('commitment.parent')}</a>` : nothing}</p>
      ${status.withdrawal ? html`<p class="banner">${t('commitment.withdrawn', { at: day(status.withdrawal.at), reason: status.withdrawal.reason })}</p>` : nothing}
      ${status.refusal ? html`<p class="banner" lang="en">${status.refusal}</p>` : nothing}
      ${this.sentence(status)}
      <offtake-as-of .stops=${stops} .waiting=${this.waiting} .changed=${changeText(status)} @ahead=${(event: CustomEvent<string[]>): void => this.ahead(event.detail)}></offtake-as-of>
      ${reading ? this.chart(answer, reading) : nothing}
      ${this.readings(status, reading)}
      <div class="columns">${reading ? this.pace(reading) : nothing}${this.ladder(status)}</div>
      <div class="columns">${reading ? this.why(reading) : nothing}${this.alerts(answer.alerts)}</div>
      <offtake-claims .claims=${answer.claims}></offtake-claims>
      ${this.terms(answer)}
      ${reading && !answer.underWay ? this.evidenceTable(answer.evidence, reading) : nothing}
      <p class="note foot">${t('portfolio.basis', { at: instant(status.asOf), version: status.dataVersion })}
        <a href=${address('/v1/commitments/{commitment}/status', { commitment: this.commitment }, { asOf: status.asOf, dataVersion: status.dataVersion })} target="_blank">${t('chart.answer')}</a></p>`;
  }

  // --- one sentence that stands alone ---------------------------------------------------------------------------------------------

  private sentence(status: CommitmentStatus): TemplateResult {
    const headline = status.readings.find((each) => each.headline) ?? status.readings[0];
    if (!headline) {
      return html`<p class="sentence">${t('sentence.noReading')}</p>`;
    }
    const good = (each: ReadingStatus): boolean => each.verdict === 'met';
    const bad = (each: ReadingStatus): boolean => each.verdict === 'missed' || each.verdict === 'shortfallLikely';
    const opposite = status.readings.find((each) => each !== headline && each.deadline === headline.deadline && !each.retired
      && (bad(headline) ? good(each) : good(headline) ? bad(each) : good(each) || bad(each)));
    const begun = headline.fulfilled && headline.target && headline.evidence.newestPeriodEnd
      ? t(headline.fulfilledAtLeast ? 'sentence.atLeast' : 'sentence.fulfilled', {
        how: how(headline), did: t(`did.${headline.measure}`), day: longDay(clippedEnd(headline)), ...amounts(headline) }) : '';
    const verdict = t(`sentence.${headline.verdict}`, {
      deadline: headline.deadline ? longDay(headline.deadline) : '', gap: headline.remaining ? short(headline.remaining) : '',
      probability: headline.projection?.shortfallProbability === undefined ? '' : probability(headline.projection.shortfallProbability),
      start: headline.windowStart ? longDay(headline.windowStart) : '', count: headline.evidence.overduePeriodCount ?? 0 });
    return html`<p class="sentence" data-sentence>
      <span class="v-${headline.verdict}">${mark(headline.verdict)}</span>
      ${begun} ${begun ? verdict : verdict.charAt(0).toUpperCase() + verdict.slice(1)}
      ${opposite ? t(`opposite.${opposite.verdict}`, { how: t(`counting.${opposite.measure}.${opposite.unknownDestinations}`) }) : nothing}
      ${headline.verdict === 'notAssessable' || headline.verdict === 'unobserved' ? html`<span lang="en" class="note">${headline.why.summary}</span>` : nothing}
      ${headline.notYetStated ? html`<span class="note">${t('reading.notYetStated')}</span>` : nothing}</p>`;
  }

  // --- the burn-up ----------------------------------------------------------------------------------------------------------------

  private chart(answer: Answer, reading: ReadingStatus): TemplateResult {
    if (answer.underWay) {
      return html`<section class="card chart-space">${skeleton(4)}</section>`;
    }
    if (!answer.burnUp) {
      return html`<section class="card"><h2 lang="en">${reading.label}</h2><p lang="en">${reading.why.summary}</p></section>`;
    }
    const data = { ...answer.burnUp, claims: answer.claims };
    const scale = scaleOf(data.progress.target?.value ?? 0, data.progress.target?.unit ?? 't');
    return framed({
      id: 'burn-up',
      title: finding(data),
      subtitle: t('burnUp.subtitle', { reading: reading.label, unit: scale.unit, at: instant(answer.status.asOf) }),
      source: html`${t('chart.source', { source: named('source', reading.evidence.source ?? ''), at: reading.evidence.newestRelease ? instant(reading.evidence.newestRelease) : '' })}
        <a href="#evidence">${t('chart.evidence')}</a>`,
      chart: html`<offtake-burn-up .data=${data} @claim=${(event: CustomEvent<string>): void => void toClaim(event.detail)}></offtake-burn-up>`,
      table: burnUpTable(data),
      answer: address('/v1/commitments/{commitment}/readings/{reading}/progress', { commitment: this.commitment, reading: reading.reading },
        { asOf: answer.status.asOf, dataVersion: answer.status.dataVersion }),
    });
  }

  // --- readings by deadline --------------------------------------------------------------------------------------------------------

  private readings(status: CommitmentStatus, chosen: ReadingStatus | undefined): TemplateResult {
    const ends = [...new Set(status.readings.map((each) => each.deadline ?? ''))].sort((a, b) => (a || '9999').localeCompare(b || '9999'));
    const ways = [...new Set(status.readings.map((each) => `${each.measure}.${each.unknownDestinations}`))];
    const table = ways.map((way) => ends.map((end) =>
      status.readings.filter((each) => `${each.measure}.${each.unknownDestinations}` === way && (each.deadline ?? '') === end)));
    return html`<section class="card" id="readings"><h2>${t('readings.title')}</h2><p class="note">${t('readings.note')}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('readings.title')}><table class="readings">
        <thead><tr><th scope="col">${t('readings.counted')}</th>${ends.map((end) => html`<th scope="col">${end ? t('readings.by', { day: day(end) }) : t('readings.noDeadline')}</th>`)}</tr></thead>
        <tbody>${ways.map((way, i) => html`<tr><th scope="row">${t(`basis.${way}`)}</th>
          ${table[i]?.map((cell) => html`<td>${cell.map((each) => this.cell(each, each === chosen, cell.length > 1))}</td>`)}</tr>`)}</tbody></table></div></section>`;
  }

  private cell(reading: ReadingStatus, chosen: boolean, several: boolean): TemplateResult {
    const chance = reading.projection?.shortfallProbability;
    return html`<a class="cell ${reading.headline ? 'headline' : ''}" href=${here({ reading: reading.headline ? undefined : reading.reading })} aria-current=${chosen ? 'true' : 'false'}
        title=${reading.label} data-reading=${reading.reading}>
      ${several ? html`<span class="note" lang="en">${reading.label}</span>` : nothing}${verdictOf(reading.verdict)}
      <span class="cell-figures">${reading.fulfilledShare === undefined ? '' : html`<b>${reading.fulfilledAtLeast ? '≥ ' : ''}${percent(reading.fulfilledShare, 1)}</b>`}
        ${chance !== undefined && (reading.daysLeft ?? 0) >= 0 && ['onTrack', 'atRisk', 'shortfallLikely'].includes(reading.verdict)
          ? html`<span class="note">${t('readings.shortfall', { probability: probability(chance) })}</span>` : nothing}</span>
      ${reading.headline ? html`<span class="tag">${t('readings.headline')}</span>` : nothing}
      ${reading.notYetStated ? html`<span class="tag">${t('readings.notYetStated')}</span>` : nothing}
      ${reading.retired ? html`<span class="tag">${t('readings.retired')}</span>` : nothing}</a>`;
  }

  // --- pace and ladder --------------------------------------------------------------------------------------------------------------

  private pace(reading: ReadingStatus): TemplateResult {
    const { pace, evidence } = reading;
    if (!pace) {
      return html``;
    }
    const rates: [string, { value: number; unit: string } | undefined, string][] = [
      ['required', pace.requiredPerWeek, 'required'], ['w1', pace.actualPerWeek.w1, ''], ['w4', pace.actualPerWeek.w4, ''],
      ['w12', pace.actualPerWeek.w12, ''], ['record', pace.recordPerWeek, 'record']];
    const most = Math.max(1, ...rates.map(([, rate]) => rate?.value ?? 0));
    return html`<section class="card" id="pace"><h2>${t('pace.title')}</h2>
      <dl class="tiles">
        ${tile(t('pace.left'), reading.remaining ? short(reading.remaining) : '–', reading.remaining ? full(reading.remaining) : '')}
        ${tile(t('pace.reports'), number(pace.reportsLeft), t('pace.businessDays', { count: pace.businessDaysLeft }))}
        ${tile(t('pace.required'), pace.requiredPerWeek ? short(pace.requiredPerWeek) : '–', pace.requiredPerWeek ? t('pace.aWeek', { value: full(pace.requiredPerWeek) }) : '')}
        ${tile(t('pace.lastSafe'), pace.lastSafeDate ? day(pace.lastSafeDate) : '–', pace.lastSafeDate ? t(Date.parse(pace.lastSafeDate) < now() ? 'pace.passed' : 'pace.ahead') : '')}
        ${evidence.nextReleaseDue && (reading.daysLeft ?? 0) >= 0 ? tile(t(Date.parse(evidence.nextReleaseDue) < now() ? 'pace.due' : 'pace.next'), span(now(), Date.parse(evidence.nextReleaseDue)),
          `${instant(evidence.nextReleaseDue)} (${instantIn(evidence.nextReleaseDue, 'America/New_York')})`) : nothing}
      </dl>
      <table class="bars"><caption class="note">${t('pace.caption')}</caption><tbody>
        ${rates.filter(([, rate]) => rate).map(([name, rate, kind]) => html`<tr><th scope="row">${t(`pace.${name}`)}</th>
          <td><svg class="bar-line ${kind}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width=${Math.max(0, 100 * (rate?.value ?? 0) / most)} height="10"/></svg></td>
          <td class="number">${rate ? full({ ...rate, value: Math.round(rate.value) }) : ''}</td></tr>`)}</tbody></table>
    </section>`;
  }

  private ladder(status: CommitmentStatus): TemplateResult {
    const headline = status.readings.find((each) => each.headline) ?? status.readings[0];
    const rungs = LADDER.map((measure) => status.readings.find((each) =>
      each.measure === measure && each.unknownDestinations === 'none' && each.deadline === headline?.deadline && each.fulfilled))
      .filter((each): each is ReadingStatus => each !== undefined);
    if (rungs.length < 2) {
      return html``;
    }
    const most = Math.max(1, ...rungs.map((each) => each.fulfilled?.value ?? 0));
    return html`<section class="card" id="ladder"><h2>${t('ladder.title')}</h2><p class="note">${t('ladder.note')}</p>
      <table class="bars"><tbody>${rungs.map((rung, i) => {
        const before = rungs[i - 1];
        const gap = (before?.fulfilled?.value ?? 0) - (rung.fulfilled?.value ?? 0);
        return html`${before && gap > 0 ? html`<tr class="gap"><td colspan="3">${t('ladder.gap', { value: short({ value: gap, unit: rung.fulfilled?.unit ?? 't' }),
            did: t(`did.${before.measure}`), not: t(`did.${rung.measure}`) })}</td></tr>` : nothing}
          <tr><th scope="row">${named('measure', rung.measure)}</th>
          <td><svg class="bar-line" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width=${Math.max(0, 100 * (rung.fulfilled?.value ?? 0) / most)} height="10"/></svg></td>
          <td class="number"><a href="${here({ reading: rung.reading })}#evidence">${rung.fulfilled ? full(rung.fulfilled) : ''}</a>
            <span class="note">${rung.evidence.newestPeriodEnd ? t('ladder.to', { day: day(rung.evidence.newestPeriodEnd) }) : ''}</span></td></tr>`;
      })}</tbody></table></section>`;
  }

  // --- why, alerts, terms, evidence ---------------------------------------------------------------------------------------------------

  private why(reading: ReadingStatus): TemplateResult {
    return html`<section class="card" id="why"><h2>${t('why.title')}</h2>
      <p>${verdictOf(reading.verdict)} <span lang="en">${reading.label}</span></p>
      <div lang="en"><p>${reading.why.summary}</p><ul>${reading.why.reasons.map((reason) => html`<li>${reason.text}</li>`)}</ul></div>
      ${reading.why.whatWouldChangeIt ? html`<p><b>${t('why.change')}</b> <span lang="en">${reading.why.whatWouldChangeIt}</span></p>` : nothing}
      ${reading.doubt ? html`<p><b>${t('why.doubt')}</b> <span lang="en">${reading.doubt}</span></p>` : nothing}
      ${reading.statedBy ? html`<p class="note">${t('why.stated', { by: reading.statedBy, at: reading.statedAt ? day(reading.statedAt) : '' })}</p>` : nothing}
      ${reading.becauseOf.length ? html`<h3>${t('why.because')}</h3><ol class="log">${reading.becauseOf.map((cause) =>
        html`<li><time datetime=${cause.at} title=${utc(cause.at)}>${day(cause.at)}</time> <span lang="en">${cause.text}</span></li>`)}</ol>` : nothing}</section>`;
  }

  private alerts(alerts: Alert[]): TemplateResult {
    const quiet = alerts.filter(isQuiet);
    const loud = alerts.filter((alert) => !isQuiet(alert));
    return html`<section class="card" id="alerts"><h2>${t('alerts.title')}</h2>
      ${asked('asOf') ? html`<p class="note">${t('alerts.now')}</p>` : nothing}
      ${alerts.length ? html`${loud.length ? html`<ul class="rows">${loud.map((alert) => alertRow(alert))}</ul>` : nothing}
        ${quiet.length ? html`<details><summary>${t('alerts.quiet', { count: quiet.length })}</summary><ul class="rows">${quiet.map((alert) => alertRow(alert))}</ul></details>` : nothing}
        <p><a href=${`/alerts?commitment=${encodeURIComponent(this.commitment)}`}>${t('alerts.all')}</a></p>` : html`<p class="note">${t('alerts.none')}</p>`}</section>`;
  }

  private terms({ terms, status, commitment }: Answer): TemplateResult {
    return html`<section class="card" id="terms"><h2>${t('terms.title')}</h2>
      ${terms.length ? nothing : html`<p class="note">${t('terms.none')}</p>`}
      <ol class="terms">${terms.toReversed().map((each) => html`<li class=${each.version === status.termsVersion ? 'in-force' : ''}>
        <p><b>${t('terms.version', { version: each.version })}</b> ${each.version === status.termsVersion ? html`<span class="tag">${t('terms.inForce')}</span>` : nothing}
          <span class="note">${t('terms.announced', { by: each.announcedBy, at: each.announcedAtEstimated ? day(new Date(Date.parse(each.announcedAt) - 1).toISOString()) : instant(each.announcedAt) })}</span></p>
        <p lang="en">${each.summary}</p>
        <ul class="tranches">${each.tranches.map((tranche) => html`<li>${targetText(tranche.target)}
          ${tranche.windowStart || tranche.deadline ? html`<span class="note">${t('terms.window', { from: tranche.windowStart ? day(tranche.windowStart) : '…', to: tranche.deadline ? day(tranche.deadline) : '…' })}</span>` : nothing}
          ${tranche.commodity ? html`<span class="note">${commodity(tranche.commodity)}</span>` : nothing}</li>`)}</ul>
        ${sourceOf(each.source)}</li>`)}</ol>
      ${commitment.notes ? html`<p class="note" lang="en">${commitment.notes}</p>` : nothing}</section>`;
  }

  private evidenceTable(rows: EvidenceRow[], reading: ReadingStatus): TemplateResult {
    const counted = rows.filter((row) => row.effect !== undefined).toReversed();
    const shown = this.allEvidence ? counted : counted.slice(0, 12);
    return html`<section class="card" id="evidence"><h2>${t('evidence.title')}</h2>
      ${counted.length ? html`<p class="note">${t('evidence.sum', { count: counted.length, total: reading.fulfilled ? full(reading.fulfilled) : '–' })}</p>` : nothing}
      ${counted.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('evidence.title')}><table class="data">
        <thead><tr>${['week', 'what', 'figure', 'effect', 'released', 'document'].map((name) => html`<th scope="col" class=${name === 'figure' || name === 'effect' ? 'number' : ''}>${t(`evidence.${name}`)}</th>`)}</tr></thead>
        <tbody>${shown.map((row) => html`<tr><th scope="row">${day(row.periodEnd)}</th>
          <td>${named('measure', row.measure)}, ${party(row.destination)} ${row.flags.map((flag) => html`<span class="tag">${t(`flag.${flag}`)}</span>`)}</td>
          <td class="number">${row.value ? full(row.value) : '–'}</td>
          <td class="number">${row.effect ? signed(row.effect.value, full(row.effect)) : ''}</td>
          <td>${row.releasedAt ? html`<time datetime=${row.releasedAt} title=${utc(row.releasedAt)}>${day(row.releasedAt)}</time>` : '–'}</td>
          <td>${row.document ? html`<a href=${`/documents/${encodeURIComponent(row.document)}${row.line ? `?line=${row.line}` : ''}`}>${row.line ? t('evidence.line', { line: row.line }) : t('evidence.document')}</a>` : '–'}</td></tr>`)}</tbody></table></div>
      <p>${counted.length > shown.length ? html`<button @click=${(): void => { this.allEvidence = true; }}>${t('evidence.all', { count: counted.length })}</button>` : nothing}
        <button class="link" @click=${(): void => void this.csv(reading)}>CSV</button></p>` : html`<p class="note">${t('evidence.none')}</p>`}</section>`;
  }

  private async csv(reading: ReadingStatus): Promise<void> {
    const target = address('/v1/commitments/{commitment}/readings/{reading}/evidence.csv', { commitment: this.commitment, reading: reading.reading }, basis());
    save(`${this.commitment}-${reading.reading}-evidence.csv`, await (await raw(target)).blob());
  }

  private ahead(instants: string[]): void {
    const { dataVersion } = basis();
    if (!dataVersion) {
      return;
    }
    const reading = this.answer?.reading?.reading;
    for (const asOf of instants) {
      const at = { asOf, dataVersion };
      const parts = { commitment: this.commitment };
      const asks: Promise<unknown>[] = [read('/v1/commitments/{commitment}/status', parts, at), read('/v1/commitments/{commitment}', parts, at),
        read('/v1/commitments/{commitment}/terms', parts, at), read('/v1/claims', {}, { ...at, commitment: this.commitment, pageSize: MOST_CLAIMS })];
      if (reading) {
        asks.push(read('/v1/commitments/{commitment}/readings/{reading}/progress', { ...parts, reading }, at),
          read('/v1/commitments/{commitment}/readings/{reading}/projection', { ...parts, reading }, at),
          readAll('/v1/commitments/{commitment}/readings/{reading}/evidence', { ...parts, reading }, at, MOST_PAGES));
      }
      asks.forEach((ask) => void ask.catch(() => undefined));
    }
  }
}
customElements.define('offtake-commitment', CommitmentView);

async function toClaim(id: string): Promise<void> {
  const list = document.querySelector<Claims>('offtake-claims');
  if (list) {
    list.all = true;
    await list.updateComplete;
    document.getElementById(`claim-${id}`)?.scrollIntoView({ block: 'center' });
  }
}

const tile = (name: string, value: string, note: string): TemplateResult => html`<div><dt>${name}</dt><dd><b>${value}</b><span class="note">${note}</span></dd></div>`;

const how = (reading: ReadingStatus): string => t(`how.${reading.measure}.${reading.unknownDestinations}`);

/** Evidence after the deadline does not count: the sentence names the last day that did. */
const clippedEnd = (reading: ReadingStatus): string => {
  const newest = reading.evidence.newestPeriodEnd ?? '';
  return reading.deadline && reading.deadline < newest ? reading.deadline : newest;
};

function amounts(reading: ReadingStatus): { fulfilled: string; target: string } {
  const target = reading.target ?? { value: 0, unit: 't' };
  const scale = scaleOf(target.value, target.unit);
  return { fulfilled: scaled(reading.fulfilled?.value ?? 0, scale), target: `${number(target.value / scale.divisor, 0, 2)} ${scale.unit}` };
}

function changeText(status: CommitmentStatus): string {
  const headline = status.readings.find((each) => each.headline);
  const change = headline?.change;
  if (!change?.fulfilled) {
    return '';
  }
  const chance = headline?.projection?.shortfallProbability;
  const before = chance === undefined || change.shortfallProbability === undefined ? undefined : chance - change.shortfallProbability;
  return t('asOf.changed', { amount: signed(change.fulfilled.value, short(change.fulfilled)) })
    + (before === undefined || chance === undefined || probability(Math.max(0, before)) === probability(chance) ? '' : ` ${t('asOf.chance', { before: probability(Math.max(0, before)), after: probability(chance) })}`);
}

function targetText(target: Target | undefined): string {
  if (!target) {
    return t('target.none');
  }
  const amount = (value: number | undefined, unit = target.unit): string => (value === undefined ? '' : short({ value, unit: unit ?? '' }));
  const text = {
    atLeast: () => t('target.atLeast', { value: amount(target.value) }), upTo: () => t('target.upTo', { value: amount(target.value) }),
    between: () => t('target.between', { min: amount(target.min), max: amount(target.max) }),
    lowerOf: () => t('target.lowerOf', { legs: (target.legs ?? []).map((leg) => amount(leg.value, leg.unit)).join(' / ') }),
    upliftPercent: () => t('target.uplift', { value: number(target.value ?? 0, 0, 1) }),
  }[target.operator]();
  return text + (target.per ? ` ${t('target.perYear')}` : '') + (target.additional ? ` ${t('target.additional')}` : '');
}

function sourceOf(source: { title?: string; publisher: string; date?: string; url?: string }): TemplateResult {
  const link = outside(source.url);
  const text = `${source.title ? `${source.title}, ` : ''}${source.publisher}${source.date ? `, ${day(source.date)}` : ''}`;
  return html`<p class="note">${t('terms.source')} ${link ? html`<a href=${link} rel="noopener noreferrer external" target="_blank">${text}</a>` : text}</p>`;
}
