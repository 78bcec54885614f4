import { html, nothing, type TemplateResult } from 'lit';
import type { Alert, AlertRule, Silence } from 'contract';
import { address, raw, read, write } from '../api';
import { Form, field, type FormParts } from '../parts/form';
import { verdictOf } from '../parts/marks';
import '../parts/rule-trial';
import { Asking } from '../parts/states';
import '../parts/subscriptions';
import { instant, longDay, named, probability, short, span, t, utc } from '../texts';
import { asked, go, here, save } from '../view';

interface Answer { alerts: Alert[]; silences: Silence[]; rules: AlertRule[]; titles: Map<string, string> }

const STATES = ['firing', 'pending', 'acknowledged', 'silenced', 'frozen', 'resolved'];

export const severityOf = (alert: Alert): TemplateResult =>
  html`<span class="state state-${alert.state}">${named('alertState', alert.state)}</span>`;

/** Whether it waits for its evidence or is over: nobody has to look at it now. */
export const isQuiet = (alert: Alert): boolean => alert.state === 'frozen' || alert.state === 'resolved';

/** Where a reading is shown as it was when an alert came about. */
const seen = (alert: Alert): string =>
  `/commitments/${encodeURIComponent(alert.commitment)}?reading=${encodeURIComponent(alert.reading)}&asOf=${encodeURIComponent(alert.asOf)}`;

export const alertRow = (alert: Alert): TemplateResult => html`<li class="alert">
  <p>${severityOf(alert)} <b lang="en">${alert.title}</b>
    <span class="note">${alert.reading} · <time datetime=${alert.since} title=${utc(alert.since)}>${span(Date.now(), Date.parse(alert.since))}</time></span></p>
  <p lang="en">${alert.cause}</p></li>`;

export class AlertsView extends Asking<Answer> {
  static override properties = { ...Asking.properties, open: { state: true } };
  /** The alert whose form is open, `silence`, or `try:` and a rule. */
  declare open: string;

  constructor() {
    super();
    this.open = '';
  }

  protected async ask(): Promise<Answer> {
    const [alerts, silences, rules, status] = await Promise.all([
      read('/v1/alerts', {}, { pageSize: 1000 }), read('/v1/silences', {}, { pageSize: 200 }), read('/v1/alert-rules'), read('/v1/status')]);
    return { alerts: alerts.alerts, silences: silences.silences, rules: rules.rules,
      titles: new Map(status.rows.map((row) => [row.commitment, row.title])) };
  }

  protected show({ alerts, silences, rules }: Answer): TemplateResult {
    const commitment = asked('commitment');
    const wanted = asked('state');
    const firing = alerts.filter((alert) => alert.state === 'firing').length;
    const of = alerts.filter((alert) => !commitment || alert.commitment === commitment);
    const rows = of.filter((alert) => (wanted ? alert.state === wanted : alert.state !== 'resolved'))
      .toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || b.since.localeCompare(a.since));
    const groups = new Map<string, Alert[]>();
    rows.forEach((alert) => groups.set(alert.commitment, [...(groups.get(alert.commitment) ?? []), alert]));
    return html`
      <h1>${t('alerts.title')}</h1>
      <p class="lead">${firing ? t('alerts.lead', { count: firing }) : t('alerts.calm')}</p>
      <ul class="counts" aria-label=${t('alerts.states')}>${STATES.filter((state) => of.some((alert) => alert.state === state)).map((state) => html`<li>
        <a href=${here({ state: wanted === state ? undefined : state })} aria-current=${wanted === state ? 'true' : 'false'}>
          <span class="state state-${state}">${named('alertState', state)}</span> <b>${of.filter((alert) => alert.state === state).length}</b></a></li>`)}</ul>
      <div class="filters"><label>${t('filter.commitment')}<select @change=${(event: Event): void => go(here({ commitment: (event.target as HTMLSelectElement).value }))}>
        <option value="">${t('filter.all')}</option>${[...new Set(alerts.map((alert) => alert.commitment))].sort().map((id) => html`<option value=${id} ?selected=${id === commitment}>${this.answer?.titles.get(id) ?? id}</option>`)}</select></label></div>
      ${rows.length ? nothing : html`<p class="card empty">${t('alerts.none')}</p>`}
      ${[...groups].map(([id, all]) => this.group(id, all, wanted !== ''))}
      ${this.silences(silences, rules, alerts)}
      <offtake-subscriptions .rules=${rules} .commitments=${[...this.answer?.titles.keys() ?? []].sort()}></offtake-subscriptions>
      ${this.rules(rules)}
      <p class="note foot"><button class="link" @click=${(): void => void this.csv()}>CSV</button>
        <a href="/v1/alerts.atom" target="_blank">${t('alerts.feed')}</a></p>`;
  }

  /** Those that somebody has to look at, and folded those that wait for their evidence. */
  private group(id: string, alerts: Alert[], open: boolean): TemplateResult {
    const quiet = open ? [] : alerts.filter(isQuiet);
    const rest = alerts.filter((alert) => !quiet.includes(alert));
    return html`<section class="card"><h2><a href=${`/commitments/${encodeURIComponent(id)}`} lang="en">${this.answer?.titles.get(id) ?? id}</a></h2>
      ${rest.length ? html`<ul class="rows">${rest.map((alert) => this.alert(alert))}</ul>` : nothing}
      ${quiet.length ? html`<details><summary>${t('alerts.quiet', { count: quiet.length })}</summary>
        <ul class="rows">${quiet.map((alert) => this.alert(alert))}</ul></details>` : nothing}</section>`;
  }

  private alert(alert: Alert): TemplateResult {
    const may = alert.state === 'firing' || alert.state === 'acknowledged';
    return html`<li class="alert" data-alert=${alert.id}>
      <p>${severityOf(alert)} <b lang="en">${alert.title}</b> ${alert.verdict ? verdictOf(alert.verdict) : nothing}
        <span class="note"><a href=${seen(alert)}>${alert.reading}</a> · ${alert.deadline ? t('alerts.deadline', { day: longDay(alert.deadline) }) : ''}</span></p>
      <p lang="en">${alert.cause}</p>
      <p class="note">${alert.fulfilled && alert.target ? t('bullet.of', { fulfilled: short(alert.fulfilled), target: short(alert.target) }) : ''}
        ${alert.shortfallProbability === undefined ? '' : ` · ${t('readings.shortfall', { probability: probability(alert.shortfallProbability) })}`}
        · <time datetime=${alert.since} title=${utc(alert.since)}>${t('alerts.since', { at: instant(alert.since) })}</time>
        ${alert.clears ? html`<br>${t('alerts.clears')} <span lang="en">${alert.clears}</span>` : nothing}</p>
      ${alert.acknowledgedBy ? html`<p class="note">${t('alerts.acknowledgedBy', { by: alert.acknowledgedBy })} ${alert.acknowledgementNote ?? ''}</p>` : nothing}
      <p class="acts">${may ? html`<button @click=${(): void => { this.open = this.open === alert.id ? '' : alert.id; }} aria-expanded=${this.open === alert.id}>${t('alerts.acknowledge')}</button>` : nothing}
        <a href=${alert.answer} target="_blank">${t('chart.answer')}</a></p>
      ${this.open === alert.id ? html`<offtake-acknowledge .alert=${alert} @done=${this.done}></offtake-acknowledge>` : nothing}</li>`;
  }

  private done = (): void => {
    this.open = '';
    void this.load();
  };

  private silences(silences: Silence[], rules: AlertRule[], alerts: Alert[]): TemplateResult {
    return html`<section class="card" id="silences"><h2>${t('silences.title')}</h2>
      ${silences.length ? html`<ul class="rows">${silences.map((silence) => html`<li>
        <p><span class="state ${silence.active ? 'state-silenced' : 'state-resolved'}">${t(silence.active ? 'silences.active' : 'silences.over')}</span>
          <b>${[silence.commitment, silence.reading, silence.rule, silence.severity].filter((part) => part).join(' · ') || t('silences.everything')}</b>
          <span class="note">${t('silences.until', { owner: silence.owner, end: instant(silence.end) })}</span></p><p>${silence.reason}</p>
        ${silence.active ? html`<p><button @click=${(): void => void this.end(silence.id)}>${t('silences.end')}</button></p>` : nothing}</li>`)}</ul>`
        : html`<p class="note">${t('silences.none')}</p>`}
      <p><button @click=${(): void => { this.open = this.open === 'silence' ? '' : 'silence'; }} aria-expanded=${this.open === 'silence'}>${t('silences.new')}</button></p>
      ${this.open === 'silence' ? html`<offtake-silence .rules=${rules} .commitments=${[...new Set(alerts.map((alert) => alert.commitment))].sort()} @done=${this.done}></offtake-silence>` : nothing}</section>`;
  }

  private rules(rules: AlertRule[]): TemplateResult {
    const tried = this.open.startsWith('try:') ? this.open.slice(4) : '';
    return html`<section class="card" id="rules"><h2>${t('rules.title')}</h2><div class="scroll" tabindex="0" role="region" aria-label=${t('rules.title')}><table class="data"><thead><tr>
        ${['rule', 'severity', 'enabled', 'cannot', 'past'].map((name) => html`<th scope="col">${t(`rules.${name}`)}</th>`)}</tr></thead>
        <tbody>${rules.map((rule) => html`<tr data-rule=${rule.id}><th scope="row"><span lang="en">${rule.title}</span> <span class="note">${rule.id}</span></th>
          <td>${named('severity', rule.severity)}</td><td>${t(rule.enabled ? 'yes' : 'no')}</td><td class="note" lang="en">${rule.cannotFireWhen}</td>
          <td><button name="try-rule" aria-expanded=${tried === rule.id} aria-label=${`${t('rules.try')}: ${rule.title}`}
            @click=${(): void => { this.open = tried === rule.id ? '' : `try:${rule.id}`; }}>${t('rules.try')}</button></td></tr>`)}</tbody></table></div>
      ${tried ? html`<h3>${t('trial.of')} <span lang="en">${rules.find((rule) => rule.id === tried)?.title ?? tried}</span></h3><offtake-rule-trial .rule=${tried}></offtake-rule-trial>` : nothing}</section>`;
  }

  private async end(id: number): Promise<void> {
    try {
      await write('DELETE', `/v1/silences/${id}`);
      await this.load();
    } catch (error) {
      this.fault = error;
    }
  }

  private async csv(): Promise<void> {
    save('alerts.csv', await (await raw(address('/v1/alerts.csv'))).blob());
  }
}
customElements.define('offtake-alerts', AlertsView);

class Acknowledge extends Form {
  static override properties = { ...Form.properties, alert: { attribute: false } };
  declare alert: Alert;

  protected target = (): string => `/v1/alerts/${encodeURIComponent(this.alert.id)}/acknowledgement`;
  protected body = (data: FormData): unknown => ({
    who: String(data.get('who')), ...(data.get('note') ? { note: String(data.get('note')) } : {}),
    ...(data.get('until') ? { until: `${String(data.get('until'))}T23:59:59Z` } : {}) });

  protected parts(): FormParts {
    return { title: t('alerts.acknowledge'), send: t('alerts.acknowledge'), fields: html`
      ${field(this, 'who', html`<input id="f-who" name="who" required maxlength="200" autocomplete="name">`)}
      ${field(this, 'note', html`<input id="f-note" name="note" maxlength="2000">`)}
      ${field(this, 'until', html`<input id="f-until" name="until" type="date">`)}` };
  }
}
customElements.define('offtake-acknowledge', Acknowledge);

class NewSilenceForm extends Form {
  static override properties = { ...Form.properties, rules: { attribute: false }, commitments: { attribute: false } };
  declare rules: AlertRule[];
  declare commitments: string[];

  protected target = (): string => '/v1/silences';
  protected body = (data: FormData): unknown => ({
    ...Object.fromEntries(['commitment', 'rule', 'owner', 'reason'].map((name) => [name, String(data.get(name) ?? '')]).filter(([, value]) => value)),
    ...(data.get('end') ? { end: `${String(data.get('end'))}T23:59:59Z` } : {}) });

  protected parts(): FormParts {
    const options = (values: string[]): TemplateResult[] => values.map((value) => html`<option value=${value}>${value}</option>`);
    return { title: t('silences.new'), send: t('silences.new'), fields: html`
      ${field(this, 'commitment', html`<select id="f-commitment" name="commitment"><option value="">${t('filter.all')}</option>${options(this.commitments)}</select>`)}
      ${field(this, 'rule', html`<select id="f-rule" name="rule"><option value="">${t('filter.all')}</option>${options(this.rules.map((rule) => rule.id))}</select>`)}
      ${field(this, 'owner', html`<input id="f-owner" name="owner" required maxlength="200">`)}
      ${field(this, 'reason', html`<input id="f-reason" name="reason" required maxlength="2000">`)}
      ${field(this, 'end', html`<input id="f-end" name="end" type="date" required>`)}` };
  }
}
customElements.define('offtake-silence', NewSilenceForm);
