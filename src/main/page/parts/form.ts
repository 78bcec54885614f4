// A form whose faults the service finds: each stands beside its field, with what would be right.
import { html, nothing, type TemplateResult } from 'lit';
import { Refusal, write } from '../api';
import { has, t } from '../texts';
import { Part } from '../view';

export interface FormParts { title: string; send: string; fields: TemplateResult; tryable?: boolean }
interface Fault { place: string; detail: string; remedy?: string }

export abstract class Form extends Part {
  static override properties = { faults: { state: true }, refusal: { state: true }, tried: { state: true }, sending: { state: true } };
  declare faults: Fault[];
  declare refusal: string;
  declare tried: boolean;
  declare sending: boolean;

  constructor() {
    super();
    this.faults = [];
    this.refusal = '';
    this.tried = false;
    this.sending = false;
  }

  protected abstract target(): string;
  protected abstract body(data: FormData): unknown;
  protected abstract parts(): FormParts;

  protected send(body: unknown, dry: boolean): Promise<unknown> {
    return write('POST', this.target() + (dry ? '?dryRun=true' : ''), body);
  }

  /** What is said of a place of the body, written as a JSON Pointer without its first slash. */
  faultsAt(place: string): Fault[] {
    return this.faults.filter((fault) => fault.place === place);
  }

  protected override render(): TemplateResult {
    const { title, send, fields, tryable } = this.parts();
    const loose = this.faults.filter((fault) => !this.querySelector(`[data-place="${CSS.escape(fault.place)}"]`));
    return html`<form class="form" novalidate @submit=${this.submit} aria-label=${title}>
      ${this.refusal ? html`<div class="problem" role="alert" tabindex="-1"><p><b>${this.refusal}</b></p>
        ${loose.length ? html`<ul>${loose.map((fault) => html`<li><code>${fault.place}</code> ${fault.detail} ${fault.remedy ?? ''}</li>`)}</ul>` : nothing}</div>` : nothing}
      ${this.tried ? html`<p class="banner good" role="status">${t('form.sound')}</p>` : nothing}
      ${fields}
      <p class="acts"><button class="primary" name="send" ?disabled=${this.sending}>${send}</button>
        ${tryable ? html`<button name="try" value="yes" ?disabled=${this.sending}>${t('form.try')}</button>` : nothing}</p></form>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const dry = (event.submitter as HTMLButtonElement | null)?.name === 'try';
    const body = this.body(new FormData(event.target as HTMLFormElement));
    this.sending = true;
    this.tried = false;
    try {
      const answer = await this.send(body, dry);
      this.faults = [];
      this.refusal = '';
      this.tried = dry;
      this.dispatchEvent(new CustomEvent(dry ? 'tried' : 'done', { detail: answer, bubbles: true }));
    } catch (error) {
      const problem = error instanceof Refusal ? error.problem : undefined;
      this.faults = (problem?.errors ?? []).map((each) => ({
        place: (each.pointer ?? each.parameter ?? '').replace(/^\//, ''), detail: each.detail, ...(each.remedy ? { remedy: each.remedy } : {}) }));
      this.refusal = !(error instanceof Refusal) ? String(error)
        : error.status === 0 ? t('state.offline.text')
          : error.status === 401 || error.status === 403 ? `${t('form.mayNot')} ${problem?.detail ?? ''}` : problem?.detail ?? problem?.title ?? '';
      await this.updateComplete;
      (this.querySelector<HTMLElement>('[aria-invalid=true]') ?? this.querySelector<HTMLElement>('.problem'))?.focus();
    } finally {
      this.sending = false;
    }
  }
}

/** A field with its name, what is said of it, and its faults. `place` is where its value stands in the body. */
export function field(form: Form, name: string, input: TemplateResult, place = name): TemplateResult {
  const faults = form.faultsAt(place);
  return html`<div class="field ${faults.length ? 'wrong' : ''}" data-place=${place}>
    <label for=${`f-${name}`}>${t(`field.${name.replace(/-\d+$/, '')}`)}</label>
    ${has(`field.${name}.note`) ? html`<span class="note">${t(`field.${name}.note`)}</span>` : nothing}
    ${input}
    ${faults.map((fault) => html`<span class="fault" lang="en">${fault.detail}${fault.remedy ? `: ${fault.remedy}` : ''}</span>`)}</div>`;
}
