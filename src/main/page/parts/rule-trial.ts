// An alert rule tried on the past: a job of the service, followed until it is over.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Job, RuleBacktest, RuleBacktestRow } from 'contract';
import { Refusal, address, read, write } from '../api';
import { commodity, named, number, percent, t } from '../texts';
import { Form, field, type FormParts } from './form';
import { tableOf } from './frame';

const AGAIN = 1000;
const MEASURES = ['inspected', 'sold', 'exported'];
const COMMODITIES = ['soybeans', 'corn', 'wheat', 'sorghum'];
const isOver = (job: Job): boolean => job.state === 'succeeded' || job.state === 'failed' || job.state === 'cancelled';

export class RuleTrial extends Form {
  static override properties = { ...Form.properties, rule: {}, job: { state: true }, found: { state: true }, lost: { state: true } };
  declare rule: string;
  declare job: Job | undefined;
  declare found: RuleBacktest | undefined;
  declare lost: string;
  private timer = 0;

  constructor() {
    super();
    this.lost = '';
    this.addEventListener('done', ((event: CustomEvent<Job>): void => {
      event.stopPropagation();
      this.job = event.detail;
      this.found = undefined;
      this.follow();
    }) as EventListener);
  }

  /** Another rule is another trial. */
  protected override willUpdate(changes: PropertyValues): void {
    if (changes.get('rule') !== undefined) {
      window.clearTimeout(this.timer);
      this.job = undefined;
      this.found = undefined;
      this.faults = [];
      this.refusal = '';
      this.lost = '';
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  protected target = (): string => address('/v1/alert-rules/{rule}/backtest', { rule: this.rule });

  protected body(data: FormData): unknown {
    const text = (name: string): string | undefined => String(data.get(name) ?? '').trim() || undefined;
    const commodities = data.getAll('commodities').map(String);
    return { measure: text('measure'), ...(commodities.length ? { commodities } : {}), from: text('from'), to: text('to'),
      ...(text('everyWeeks') ? { everyWeeks: Number(text('everyWeeks')) } : {}) };
  }

  protected parts(): FormParts {
    const line = (name: string, type: string, value = ''): TemplateResult => field(this, `trial-${name}`,
      html`<input id=${`f-trial-${name}`} name=${name} type=${type} value=${value} aria-invalid=${this.faultsAt(name).length ? 'true' : 'false'}>`, name);
    return { title: t('trial.title'), send: t('trial.send'), fields: html`
      <p class="note">${t('trial.note')}</p>
      <div class="pair">${field(this, 'trial-measure', html`<select id="f-trial-measure" name="measure">${MEASURES.map((value) => html`<option value=${value}>${named('measure', value)}</option>`)}</select>`, 'measure')}
        ${line('everyWeeks', 'number', '13')}</div>
      <div class="pair">${line('from', 'date', '2019-01-01')}${line('to', 'date')}</div>
      <fieldset class="field checks" data-place="commodities"><legend>${t('field.commodities')}</legend>${COMMODITIES.map((value) => html`
        <label class="check"><input type="checkbox" name="commodities" value=${value} ?checked=${value === 'soybeans'}> ${commodity(value)}</label>`)}</fieldset>` };
  }

  private follow(): void {
    window.clearTimeout(this.timer);
    const { job } = this;
    if (job && this.isConnected) {
      this.timer = window.setTimeout(() => void this.look(job.id), AGAIN);
    }
  }

  private async look(id: number): Promise<void> {
    try {
      const parts = { job: String(id), rule: this.rule };
      [this.job, this.found] = await Promise.all([read('/v1/jobs/{job}', parts), read('/v1/alert-rules/{rule}/backtests/{job}', parts)]);
      this.lost = '';
    } catch (error) {
      this.lost = error instanceof Refusal && error.status ? error.message : t('state.offline.text');
    }
    if (this.job && !isOver(this.job)) {
      this.follow();
    }
  }

  private async cancel(job: Job): Promise<void> {
    try {
      this.job = await write('POST', address('/v1/jobs/{job}/cancellation', { job: String(job.id) })) as Job;
    } catch (error) {
      this.lost = error instanceof Error ? error.message : String(error);
    }
  }

  protected override render(): TemplateResult {
    return html`${super.render()}${this.job ? this.progress(this.job) : nothing}${this.found?.rows.length ? this.result(this.found) : nothing}`;
  }

  private progress(job: Job): TemplateResult {
    return html`<div class="trial-progress" role="group" aria-label=${t('trial.progress')}>
      <p role="status"><span class="state job-${job.state}">${t(`job.${job.state}`)}</span>
        ${job.total === undefined ? nothing : t('trial.steps', { done: number(job.done), total: number(job.total) })} <span class="note" lang="en">${job.current ?? ''}</span></p>
      <progress max="1" value=${job.progress} aria-label=${t('trial.progress')}></progress> <b>${percent(job.progress)}</b>
      ${isOver(job) ? nothing : html`<button type="button" name="cancel" ?disabled=${job.cancelRequested} @click=${(): void => void this.cancel(job)}>${t('trial.cancel')}</button>`}
      ${job.failure ? html`<p class="banner problem" lang="en">${job.failure}</p>` : nothing}
      ${this.lost ? html`<p class="banner" role="status">${this.lost}</p>` : nothing}</div>`;
  }

  private result(found: RuleBacktest): TemplateResult {
    const share = (value: number | undefined): string => (value === undefined ? '–' : percent(value));
    const rows = found.rows.filter((row) => row.commodity === undefined && row.weeks === undefined);
    const own = rows.find((row) => row.own);
    const cells = (row: RuleBacktestRow): string[] => [variant(row), share(row.recall), share(row.recallFourWeeksAhead), share(row.falseAlarmRate), share(row.precision),
      row.leadDaysMedian === undefined ? '–' : number(row.leadDaysMedian)];
    return html`<div class="trial-result"><p>${own ? t('trial.found', { pledges: number(found.pledges), missed: number(found.missed), warned: share(own.recall), wrong: share(own.falseAlarmRate) }) : nothing}</p>
      ${tableOf({ head: ['variant', 'recall', 'fourWeeks', 'wrong', 'right', 'lead'].map((name) => t(`trial.${name}`)), rows: rows.map(cells), csv: [] }, t('trial.title'))}
      <p class="note">${t('trial.caution')} <a href=${address('/v1/alert-rules/{rule}/backtests/{job}/rows.csv', { rule: this.rule, job: String(found.job) })} download>CSV</a></p></div>`;
  }
}
customElements.define('offtake-rule-trial', RuleTrial);

function variant(row: RuleBacktestRow): string {
  const parts = [
    row.level === undefined ? '' : t('trial.level', { level: percent(row.level) }), row.days === undefined ? '' : t('trial.days', { count: row.days }),
    row.dwell ? t('trial.dwell', { count: row.dwell }) : ''];
  return [row.own ? t('trial.own') : '', parts.filter((part) => part).join(', ')].filter((part) => part).join(': ') || t('trial.plain');
}
