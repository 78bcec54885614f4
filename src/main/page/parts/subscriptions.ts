// Who is told of alerts, what was sent, and a form for one more.
import { html, nothing, type TemplateResult } from 'lit';
import type { AlertRule, Delivery, Subscription } from 'contract';
import { Refusal, address, raw, read, write } from '../api';
import { instant, named, number, span, t, utc } from '../texts';
import { Form, field, type FormParts } from './form';
import { Asking } from './states';

interface Answer { subscriptions: Subscription[]; mayNot: string }

const SEVERITIES = ['info', 'watch', 'likely'];
const NEWEST = 50;

export class Subscriptions extends Asking<Answer> {
  static override properties = { ...Asking.properties, rules: { attribute: false }, commitments: { attribute: false }, open: { state: true },
    made: { state: true }, said: { state: true } };
  declare rules: AlertRule[];
  declare commitments: string[];
  /** The subscription whose deliveries are shown, or `new`. */
  declare open: string;
  declare made: Subscription | undefined;
  declare said: string;

  constructor() {
    super();
    this.rules = [];
    this.commitments = [];
    this.open = '';
    this.said = '';
  }

  protected async ask(): Promise<Answer> {
    try {
      return { subscriptions: (await read('/v1/subscriptions', {}, { pageSize: 200 })).subscriptions, mayNot: '' };
    } catch (error) {
      if (error instanceof Refusal && (error.status === 401 || error.status === 403)) {
        return { subscriptions: [], mayNot: error.message };
      }
      throw error;
    }
  }

  protected show({ subscriptions, mayNot }: Answer): TemplateResult {
    return html`<section class="card" id="subscriptions"><h2>${t('subscriptions.title')}</h2>
      ${mayNot ? html`<p class="note">${t('subscriptions.mayNot')} <span lang="en">${mayNot}</span></p>` : html`
        ${subscriptions.length ? html`<ul class="rows">${subscriptions.map((each) => this.row(each))}</ul>` : html`<p class="note">${t('subscriptions.none')}</p>`}
        ${this.said ? html`<p class="banner" role="status">${this.said}</p>` : nothing}
        ${this.made ? this.thanks(this.made) : nothing}
        <p class="acts"><button name="subscribe" aria-expanded=${this.open === 'new'} @click=${(): void => { this.toggle('new'); }}>${t('subscriptions.new')}</button></p>
        ${this.open === 'new' ? html`<offtake-subscribe .rules=${this.rules} .commitments=${this.commitments} @done=${(event: CustomEvent<Subscription>): void => {
          this.made = event.detail;
          this.open = '';
          void this.load();
        }}></offtake-subscribe>` : nothing}`}</section>`;
  }

  private toggle(what: string): void {
    this.open = this.open === what ? '' : what;
    this.made = undefined;
    this.said = '';
  }

  private thanks(made: Subscription): TemplateResult {
    return html`<div class="banner good" role="status"><p>${t(made.channel === 'mail' ? 'subscriptions.asked' : 'subscriptions.made')}</p>
      ${made.secret ? html`<p>${t('subscriptions.secret')} <code class="code">${made.secret}</code></p>` : nothing}</div>`;
  }

  private row(each: Subscription): TemplateResult {
    const { match } = each;
    const of = [...match.commitments ?? [], ...match.rules ?? [], ...(match.severities ?? []).map((severity) => named('severity', severity))];
    return html`<li data-subscription=${each.id}>
      <p><b>${each.name}</b> <span class="state subscription-${each.state}">${t(`subscription.${each.state}`)}</span>
        <span class="note">${named('channel', each.channel)} ${each.url ?? each.address ?? ''}</span></p>
      <p class="note">${of.length ? of.join(' · ') : t('subscriptions.everything')}${each.waiting ? ` · ${t('subscriptions.waiting', { count: each.waiting })}` : ''}
        ${each.cause ? html`<br><span lang="en">${each.cause}</span>` : nothing}</p>
      <p class="acts"><button name="deliveries" aria-expanded=${this.open === each.id} @click=${(): void => { this.toggle(each.id); }}>${t('deliveries.title')}</button>
        ${each.state === 'active' ? html`<button name="test" @click=${(): void => void this.act(each, 'test')}>${t('subscriptions.test')}</button>` : nothing}
        ${each.state === 'active' || each.state === 'unconfirmed' || each.state === 'disabled' || each.state === 'paused' ? html`
          <button name="pause" @click=${(): void => void this.act(each, each.state === 'paused' || each.state === 'disabled' ? 'active' : 'paused')}>${t(each.state === 'paused' || each.state === 'disabled' ? 'subscriptions.resume' : 'subscriptions.pause')}</button>
          <button name="end" @click=${(): void => void this.act(each, 'end')}>${t('subscriptions.end')}</button>` : nothing}</p>
      ${this.open === each.id ? html`<offtake-deliveries .subscription=${each.id}></offtake-deliveries>` : nothing}</li>`;
  }

  private async act(each: Subscription, what: 'test' | 'active' | 'paused' | 'end'): Promise<void> {
    const target = address('/v1/subscriptions/{subscription}', { subscription: each.id });
    try {
      if (what === 'test') {
        await write('POST', `${target}/test`);
      } else {
        // What is changed is what stands now, or nothing.
        const known = { 'If-Match': (await raw(target)).headers.get('ETag') ?? '*' };
        await (what === 'end' ? write('DELETE', target, undefined, known) : write('PATCH', target, { state: what }, known));
      }
      this.said = what === 'test' ? t('subscriptions.tested') : '';
      this.open = what === 'test' ? each.id : '';
      await this.load();
    } catch (error) {
      this.said = error instanceof Refusal && error.status ? `${t('form.mayNot')} ${error.message}` : t('state.offline.text');
    }
  }
}
customElements.define('offtake-subscriptions', Subscriptions);

class Deliveries extends Asking<Delivery[]> {
  static override properties = { ...Asking.properties, subscription: {}, said: { state: true } };
  declare subscription: string;
  declare said: string;

  constructor() {
    super();
    this.said = '';
  }

  protected ask(): Promise<Delivery[]> {
    return read('/v1/subscriptions/{subscription}/deliveries', { subscription: this.subscription }, { pageSize: NEWEST }).then((page) => page.deliveries);
  }

  protected show(deliveries: Delivery[]): TemplateResult {
    return html`${this.said ? html`<p class="banner" role="status">${this.said}</p>` : nothing}
      ${deliveries.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('deliveries.title')}><table class="data">
        <thead><tr>${['when', 'what', 'state', 'tries', 'last', 'again'].map((name) => html`<th scope="col">${t(`deliveries.${name}`)}</th>`)}</tr></thead>
        <tbody>${deliveries.map((each) => this.row(each))}</tbody></table></div>` : html`<p class="note">${t('deliveries.none')}</p>`}
      <p class="acts"><button name="refresh" @click=${(): void => void this.load()}>${t('deliveries.refresh')}</button></p>`;
  }

  private row(each: Delivery): TemplateResult {
    const last = each.attempts.at(-1);
    return html`<tr data-delivery=${each.id}>
      <th scope="row"><time datetime=${each.occurredAt} title=${utc(each.occurredAt)}>${instant(each.occurredAt)}</time></th>
      <td><span class="code">${each.type}</span> <span class="note">${each.commitment ?? ''}</span></td>
      <td><span class="state delivery-${each.state}">${t(`delivery.${each.state}`)}</span>
        ${each.dueAt ? html`<span class="note" title=${utc(each.dueAt)}>${span(Date.now(), Date.parse(each.dueAt))}</span>` : nothing}</td>
      <td class="number">${number(each.attempts.length)}</td>
      <td class="note" lang="en">${last ? last.detail ?? String(last.status ?? '') : ''}</td>
      <td>${each.state === 'waiting' ? nothing : html`<button name="replay" @click=${(): void => void this.replay(each)}>${t('deliveries.replay')}</button>`}</td></tr>`;
  }

  private async replay(each: Delivery): Promise<void> {
    try {
      await write('POST', address('/v1/subscriptions/{subscription}/deliveries/{delivery}/replay', { subscription: this.subscription, delivery: String(each.id) }));
      this.said = t('deliveries.replayed');
      await this.load();
    } catch (error) {
      this.said = error instanceof Refusal && error.status ? `${t('form.mayNot')} ${error.message}` : t('state.offline.text');
    }
  }
}
customElements.define('offtake-deliveries', Deliveries);

class Subscribe extends Form {
  static override properties = { ...Form.properties, rules: { attribute: false }, commitments: { attribute: false }, channel: { state: true } };
  declare rules: AlertRule[];
  declare commitments: string[];
  declare channel: string;

  constructor() {
    super();
    this.channel = 'webhook';
  }

  protected target = (): string => '/v1/subscriptions';

  protected body(data: FormData): unknown {
    const text = (name: string): string | undefined => String(data.get(name) ?? '').trim() || undefined;
    const some = (name: string): string[] | undefined => {
      const values = data.getAll(name).map(String).filter((value) => value);
      return values.length ? values : undefined;
    };
    const [from, to] = [text('quietFrom'), text('quietTo')];
    return {
      name: text('name'), channel: this.channel, ...(this.channel === 'mail' ? { address: text('address') } : { url: text('url'), format: text('format') }),
      match: { commitments: some('commitment'), rules: some('rule'), severities: some('severities') },
      timeZone: text('timeZone'), ...(from || to ? { quietHours: { from, to } } : {}), ...(text('dailyAt') ? { digest: { dailyAt: text('dailyAt') } } : {}) };
  }

  protected parts(): FormParts {
    const wrong = (place: string): string => (this.faultsAt(place).length ? 'true' : 'false');
    const line = (name: string, type = 'text', place = name, value = ''): TemplateResult => field(this, `subscribe-${name}`,
      html`<input id=${`f-subscribe-${name}`} name=${name} type=${type} value=${value} aria-invalid=${wrong(place)} autocomplete="off">`, place);
    const choice = (name: string, place: string, values: string[], label = (value: string): string => value): TemplateResult => field(this, `subscribe-${name}`,
      html`<select id=${`f-subscribe-${name}`} name=${name} aria-invalid=${wrong(place)}><option value="">${t('filter.all')}</option>${values.map((value) => html`<option value=${value}>${label(value)}</option>`)}</select>`, place);
    return { title: t('subscriptions.new'), send: t('subscriptions.send'), tryable: true, fields: html`
      ${line('name')}
      ${field(this, 'subscribe-channel', html`<select id="f-subscribe-channel" name="channel" @change=${(event: Event): void => { this.channel = (event.target as HTMLSelectElement).value; }}>
        ${['webhook', 'mail'].map((value) => html`<option value=${value} ?selected=${value === this.channel}>${named('channel', value)}</option>`)}</select>`, 'channel')}
      ${this.channel === 'mail' ? line('address', 'email') : html`<div class="pair">${line('url', 'url')}
        ${field(this, 'subscribe-format', html`<select id="f-subscribe-format" name="format">${['standard', 'cloudevents', 'slack'].map((value) => html`<option value=${value}>${named('format', value)}</option>`)}</select>`, 'format')}</div>`}
      <div class="pair">${choice('commitment', 'match/commitments', this.commitments)}${choice('rule', 'match/rules', this.rules.map((rule) => rule.id))}</div>
      <fieldset class="field checks" data-place="match/severities"><legend>${t('rules.severity')}</legend>${SEVERITIES.map((value) => html`
        <label class="check"><input type="checkbox" name="severities" value=${value}> ${named('severity', value)}</label>`)}</fieldset>
      <div class="pair">${line('timeZone', 'text', 'timeZone', Intl.DateTimeFormat().resolvedOptions().timeZone)}${line('dailyAt', 'time', 'digest/dailyAt')}</div>
      <div class="pair">${line('quietFrom', 'time', 'quietHours/from')}${line('quietTo', 'time', 'quietHours/to')}</div>` };
  }
}
customElements.define('offtake-subscribe', Subscribe);
