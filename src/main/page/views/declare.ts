import { html, nothing, type TemplateResult } from 'lit';
import type { Commodity, Party, Source, Unit } from 'contract';
import { read } from '../api';
import { Form, field, type FormParts } from '../parts/form';
import { Asking } from '../parts/states';
import { commodity, named, party, t } from '../texts';
import { go } from '../view';

interface Answer { parties: Party[]; commodities: Commodity[]; units: Unit[]; sources: Source[] }

const OPERATORS = ['atLeast', 'upTo', 'between', 'lowerOf', 'upliftPercent'];
const STRENGTHS = ['treaty', 'agreement', 'memorandum', 'letterOfIntent', 'statement', 'aspiration'];
const MEASURES = ['sold', 'exported', 'inspected', 'announced', 'landed'];

export class DeclareView extends Asking<Answer> {
  protected async ask(): Promise<Answer> {
    const [parties, commodities, units, sources] = await Promise.all([
      read('/v1/parties'), read('/v1/commodities'), read('/v1/units'), read('/v1/sources')]);
    return { parties: parties.parties, commodities: commodities.commodities, units: units.units, sources: sources.sources };
  }

  protected show(answer: Answer): TemplateResult {
    return html`<h1>${t('declare.title')}</h1><p class="lead">${t('declare.lead')}</p>
      <offtake-declare-form .lists=${answer} @done=${(event: CustomEvent<{ id: string }>): void => go(`/commitments/${encodeURIComponent(event.detail.id)}`)}></offtake-declare-form>`;
  }
}
customElements.define('offtake-declare', DeclareView);

class DeclareForm extends Form {
  static override properties = { ...Form.properties, lists: { attribute: false }, operator: { state: true }, measure: { state: true }, unknown: { state: true },
    additional: { state: true }, minimums: { state: true }, extras: { state: true } };
  declare lists: Answer;
  declare operator: string;
  declare measure: string;
  declare unknown: string;
  declare additional: boolean;
  /** How many amounts are owed of one commodity within the target. */
  declare minimums: number;
  /** What is rare and stands only when asked for. */
  declare extras: ReadonlySet<string>;

  constructor() {
    super();
    this.operator = 'atLeast';
    this.measure = 'sold';
    this.unknown = 'none';
    this.additional = false;
    this.minimums = 0;
    this.extras = new Set();
  }

  protected target = (): string => '/v1/commitments';

  protected body(data: FormData): unknown {
    const text = (name: string): string | undefined => String(data.get(name) ?? '').trim() || undefined;
    // What is no number is sent as it was written: the service says what is wrong with it.
    const amount = (name: string): number | string | undefined => {
      const written = text(name);
      const value = Number(written?.replaceAll(/[\s\u00a0\u202f,](?=\d{3}\b)/g, '').replace(',', '.'));
      return written === undefined || Number.isNaN(value) ? written : value;
    };
    const unit = text('unit');
    const target = {
      operator: this.operator,
      ...(this.operator === 'between' ? { min: amount('min'), max: amount('max'), unit }
        : this.operator === 'lowerOf' ? { legs: [0, 1].map((i) => ({ value: amount(`leg-${i}`), unit: text(`legUnit-${i}`) })) }
          : this.operator === 'upliftPercent' ? { value: amount('value'), unit: 'percent' } : { value: amount('value'), unit }),
      ...(data.has('perYear') ? { per: 'year' } : {}), ...(data.has('additional') ? { additional: true } : {}) };
    const window = { windowStart: text('windowStart'), deadline: text('deadline') };
    return {
      id: text('id'), title: text('title'), buyer: text('buyer'), seller: text('seller'), commodities: data.getAll('commodities').map(String),
      strength: text('strength'), notes: text('notes'),
      terms: {
        announcedOn: text('announcedOn'), announcedBy: text('announcedBy'), summary: text('summary'),
        source: { publisher: text('publisher'), title: text('sourceTitle'), date: text('sourceDate'), url: text('sourceUrl') },
        tranches: [{ id: 'main', ...window, target, ...this.terms(text, amount) }] },
      readings: text('label') || text('strength') !== 'aspiration' ? [{
        id: `${this.measure}-${text('deadline') ? `by-${text('deadline')}` : 'total'}`, label: text('label'), tranche: 'main', measure: this.measure,
        unknownDestinations: this.unknown, ...(this.unknown === 'share' ? { share: { min: amount('shareMin'), max: amount('shareMax') } } : {}),
        ...window, evidence: data.getAll('evidence').map(String), statedBy: text('announcedBy') }] : [] };
  }

  /** What a target is built on, and what goes with it. */
  private terms(text: (name: string) => string | undefined, amount: (name: string) => number | string | undefined): Record<string, unknown> {
    return {
      ...(this.hasBaseline() ? { baseline: [{
        role: this.operator === 'upliftPercent' ? 'upliftBase' : 'additive', statistic: text('baseStatistic'), period: text('basePeriod'),
        value: amount('baseValue'), unit: text('baseUnit'), knownFrom: text('baseKnownFrom') }] } : {}),
      ...(this.minimums ? { subMinimums: Array.from({ length: this.minimums }, (_, i) => ({
        commodity: text(`minimumOf-${i}`), value: amount(`minimum-${i}`), unit: text(`minimumUnit-${i}`) })) } : {}),
      ...(this.extras.has('substitution') ? { substitutions: [{
        goods: text('standInGoods'), value: amount('standInValue'), unit: text('standInUnit'), discharges: amount('standInDischarges'), of: text('standInOf') }] } : {}),
      ...(this.extras.has('limit') ? { stillDeliverable: [{ value: amount('limitValue'), unit: text('limitUnit'), statedBy: text('limitBy'), statedOn: text('limitOn') }] } : {}) };
  }

  private hasBaseline = (): boolean => this.additional || this.operator === 'upliftPercent';

  private turn(what: string): void {
    const extras = new Set(this.extras);
    if (!extras.delete(what)) {
      extras.add(what);
    }
    this.extras = extras;
  }

  private checks(name: string, place: string, values: string[], label: (value: string) => string): TemplateResult {
    const faults = this.faultsAt(place);
    return html`<fieldset class="field checks" data-place=${place} aria-invalid=${faults.length ? 'true' : 'false'}><legend>${t(`field.${name}`)}</legend>
      <div class="scroll" tabindex="0" role="group" aria-label=${t(`field.${name}`)}>${values.map((value) => html`<label class="check"><input type="checkbox" name=${name} value=${value}> ${label(value)}</label>`)}</div>
      ${faults.map((fault) => html`<span class="fault" lang="en">${fault.detail}${fault.remedy ? `: ${fault.remedy}` : ''}</span>`)}</fieldset>`;
  }

  protected parts(): FormParts {
    const { parties, commodities, units, sources } = this.lists;
    const options = (values: string[], name: (value: string) => string, first?: string): TemplateResult[] =>
      values.map((value) => html`<option value=${value} ?selected=${value === first}>${name(value)}</option>`);
    const line = (name: string, place: string, more: { required?: boolean; type?: string; list?: string } = {}): TemplateResult => field(this, name,
      html`<input id=${`f-${name}`} name=${name} type=${more.type ?? 'text'} ?required=${more.required ?? false} list=${more.list ?? nothing}
        aria-invalid=${this.faultsAt(place).length ? 'true' : 'false'} autocomplete="off">`, place);
    const tranche = 'terms/tranches/0';
    const target = `${tranche}/target`;
    const unitOf = (name: string, place: string): TemplateResult =>
      field(this, name, html`<select id=${`f-${name}`} name=${name}>${units.map((unit) => html`<option value=${unit.id}>${unit.id} – ${unit.description}</option>`)}</select>`, place);
    return { title: t('declare.title'), send: t('declare.send'), tryable: true, fields: html`
      <datalist id="parties">${parties.filter((each) => each.kind === 'country' || each.kind === 'bloc').map((each) => html`<option value=${each.id}>${party(each.id)}</option>`)}</datalist>
      <fieldset class="card"><legend>${t('declare.who')}</legend>
        ${line('title', 'title', { required: true })}${line('id', 'id', { required: true })}
        <div class="pair">${line('buyer', 'buyer', { required: true, list: 'parties' })}${line('seller', 'seller', { required: true, list: 'parties' })}</div>
        <div class="pair">${this.checks('commodities', 'commodities', commodities.map((each) => each.id), commodity)}
        ${field(this, 'strength', html`<select id="f-strength" name="strength">${options(STRENGTHS, (value) => named('strength', value), 'statement')}</select>`)}</div></fieldset>
      <fieldset class="card"><legend>${t('declare.terms')}</legend>
        <div class="pair">${line('announcedOn', 'terms/announcedOn', { type: 'date' })}${line('announcedBy', 'terms/announcedBy', { required: true })}</div>
        ${field(this, 'summary', html`<textarea id="f-summary" name="summary" rows="3" aria-invalid=${this.faultsAt('terms/summary').length ? 'true' : 'false'}></textarea>`, 'terms/summary')}
        <div class="pair">${line('publisher', 'terms/source/publisher', { required: true })}${line('sourceDate', 'terms/source/date', { type: 'date' })}</div>
        ${line('sourceTitle', 'terms/source/title')}${line('sourceUrl', 'terms/source/url')}</fieldset>
      <fieldset class="card"><legend>${t('declare.target')}</legend>
        ${field(this, 'operator', html`<select id="f-operator" name="operator" @change=${(event: Event): void => { this.operator = (event.target as HTMLSelectElement).value; }}>
          ${options(OPERATORS, (value) => t(`operator.${value}`), this.operator)}</select>`, `${target}/operator`)}
        ${this.operator === 'between' ? html`<div class="pair">${line('min', `${target}/min`)}${line('max', `${target}/max`)}</div>${unitOf('unit', `${target}/unit`)}`
          : this.operator === 'lowerOf' ? [0, 1].map((i) => html`<div class="pair">${line(`leg-${i}`, `${target}/legs/${i}/value`)}${unitOf(`legUnit-${i}`, `${target}/legs/${i}/unit`)}</div>`)
            : html`<div class="pair">${line('value', `${target}/value`)}${this.operator === 'upliftPercent' ? nothing : unitOf('unit', `${target}/unit`)}</div>`}
        <div class="pair">${line('windowStart', 'terms/tranches/0/windowStart', { type: 'date' })}${line('deadline', 'terms/tranches/0/deadline', { type: 'date' })}</div>
        <label class="check"><input type="checkbox" name="perYear"> ${t('field.perYear')}</label>
        <label class="check"><input type="checkbox" name="additional" @change=${(event: Event): void => { this.additional = (event.target as HTMLInputElement).checked; }}> ${t('field.additional')}</label>
        ${this.hasBaseline() ? html`<fieldset class="part" data-place=${`${tranche}/baseline`}><legend>${t(this.operator === 'upliftPercent' ? 'declare.base' : 'declare.baseline')}</legend>
          <div class="pair">${line('baseStatistic', `${tranche}/baseline/0/statistic`)}${line('basePeriod', `${tranche}/baseline/0/period`)}</div>
          <div class="pair">${line('baseValue', `${tranche}/baseline/0/value`)}${unitOf('baseUnit', `${tranche}/baseline/0/unit`)}</div>
          ${line('baseKnownFrom', `${tranche}/baseline/0/knownFrom`, { type: 'date' })}</fieldset>` : nothing}
        ${Array.from({ length: this.minimums }, (_, i) => html`<fieldset class="part"><legend>${t('declare.minimum', { number: i + 1 })}</legend>
          ${field(this, `minimumOf-${i}`, html`<select id=${`f-minimumOf-${i}`} name=${`minimumOf-${i}`}>${commodities.map((each) => html`<option value=${each.id}>${commodity(each.id)}</option>`)}</select>`, `${tranche}/subMinimums/${i}/commodity`)}
          <div class="pair">${line(`minimum-${i}`, `${tranche}/subMinimums/${i}/value`)}${unitOf(`minimumUnit-${i}`, `${tranche}/subMinimums/${i}/unit`)}</div></fieldset>`)}
        ${this.extras.has('substitution') ? html`<fieldset class="part"><legend>${t('declare.substitution')}</legend>
          ${line('standInGoods', `${tranche}/substitutions/0/goods`)}
          <div class="pair">${line('standInValue', `${tranche}/substitutions/0/value`)}${unitOf('standInUnit', `${tranche}/substitutions/0/unit`)}</div>
          <div class="pair">${line('standInDischarges', `${tranche}/substitutions/0/discharges`)}${line('standInOf', `${tranche}/substitutions/0/of`)}</div></fieldset>` : nothing}
        ${this.extras.has('limit') ? html`<fieldset class="part"><legend>${t('declare.limit')}</legend>
          <div class="pair">${line('limitValue', `${tranche}/stillDeliverable/0/value`)}${unitOf('limitUnit', `${tranche}/stillDeliverable/0/unit`)}</div>
          <div class="pair">${line('limitBy', `${tranche}/stillDeliverable/0/statedBy`)}${line('limitOn', `${tranche}/stillDeliverable/0/statedOn`, { type: 'date' })}</div></fieldset>` : nothing}
        <p class="acts"><button type="button" name="minimum" @click=${(): void => { this.minimums += 1; }}>${t('declare.addMinimum')}</button>
          ${this.minimums ? html`<button type="button" @click=${(): void => { this.minimums -= 1; }}>${t('declare.lessMinimum')}</button>` : nothing}
          ${['substitution', 'limit'].map((what) => html`<button type="button" name=${what} aria-pressed=${this.extras.has(what)} @click=${(): void => this.turn(what)}>${t(`declare.${what}`)}</button>`)}</p></fieldset>
      <fieldset class="card"><legend>${t('declare.reading')}</legend><p class="note">${t('declare.reading.note')}</p>
        ${line('label', 'readings/0/label')}
        <div class="pair">${field(this, 'measure', html`<select id="f-measure" name="measure" @change=${(event: Event): void => { this.measure = (event.target as HTMLSelectElement).value; }}>${options(MEASURES, (value) => named('measure', value), this.measure)}</select>`, 'readings/0/measure')}
        ${field(this, 'unknown', html`<select id="f-unknown" name="unknown" @change=${(event: Event): void => { this.unknown = (event.target as HTMLSelectElement).value; }}>${options(['none', 'share', 'all'], (value) => named('unknownDestinations', value), this.unknown)}</select>`, 'readings/0/unknownDestinations')}</div>
        ${this.unknown === 'share' ? html`<div class="pair">${line('shareMin', 'readings/0/share/min')}${line('shareMax', 'readings/0/share/max')}</div>` : nothing}
        ${this.checks('evidence', 'readings/0/evidence', sources.map((each) => each.id), (value) => named('source', value))}
        ${line('notes', 'notes')}</fieldset>` };
  }
}
customElements.define('offtake-declare-form', DeclareForm);
