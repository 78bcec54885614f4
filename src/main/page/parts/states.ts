// What stands where an answer would: it is on its way, was refused, needs a key, or cannot be reached.
import { html, nothing, type TemplateResult } from 'lit';
import { Refusal, hasKey, onKey, setKey } from '../api';
import { t } from '../texts';
import { Part } from '../view';

export const skeleton = (rows = 6): TemplateResult => html`
  <div class="skeleton" role="status"><span class="unseen">${t('state.loading')}</span>
    ${Array.from({ length: rows }, () => html`<div class="bone"></div>`)}</div>`;

/** A form for a key; whoever is let in by it sees the page anew. */
export class SignIn extends Part {
  static override properties = { why: {}, alone: { type: Boolean } };
  declare why: string;
  /** Whether it stands in place of the page, and so has its title. */
  declare alone: boolean;

  constructor() {
    super();
    this.why = '';
    this.alone = false;
  }

  protected override render(): TemplateResult {
    return html`
      <form class="card sign-in" @submit=${this.enter}>
        ${this.alone ? html`<h1>${t('signIn.title')}</h1>` : html`<h2>${t('signIn.title')}</h2>`}
        ${this.why ? html`<p role="alert">${this.why}</p>` : nothing}
        <label for="key">${t('signIn.key')}</label>
        <input id="key" name="key" type="password" autocomplete="off" spellcheck="false" required aria-describedby="key-note">
        <p id="key-note" class="note">${t('signIn.note')}</p>
        <button class="primary">${t('signIn.enter')}</button>
        ${hasKey() ? html`<button type="button" @click=${(): void => setKey('')}>${t('signIn.leave')}</button>` : nothing}
      </form>`;
  }

  private enter(event: SubmitEvent): void {
    event.preventDefault();
    const key = String(new FormData(event.target as HTMLFormElement).get('key')).trim();
    if (key) {
      setKey(key);
    }
  }
}
customElements.define('offtake-sign-in', SignIn);

export function refused(error: unknown, retry: () => void): TemplateResult {
  if (!(error instanceof Refusal)) {
    return problem(t('state.broken'), String(error instanceof Error ? error.message : error), retry);
  }
  if (error.status === 0) {
    return problem(t('state.offline'), t('state.offline.text'), retry);
  }
  if (error.status === 401) {
    return html`<offtake-sign-in alone .why=${error.problem.detail ?? ''}></offtake-sign-in>`;
  }
  if (error.status === 403) {
    return html`${problem(t('state.forbidden'), error.problem.detail ?? '', retry)}<offtake-sign-in></offtake-sign-in>`;
  }
  return problem(error.problem.title, error.problem.detail ?? '', retry, error.problem.type);
}

const problem = (title: string, detail: string, retry: () => void, type = ''): TemplateResult => html`
  <section class="card problem" role="alert">
    <h1>${title}</h1>
    <p>${detail}</p>
    <p><button @click=${retry}>${t('state.retry')}</button>
      ${type.startsWith('/problems/') ? html`<a href=${type} target="_blank">${t('state.meaning')}</a>` : nothing}</p>
  </section>`;

/**
 * A part of the page that shows what it asks for: asks when it appears, when the address changes, when the data move and when
 * somebody signs in; what is shown stays until a newer answer is there.
 */
export abstract class Asking<Answer> extends Part {
  static override properties = { answer: { state: true }, fault: { state: true }, waiting: { state: true } };
  declare answer: Answer | undefined;
  declare fault: unknown;
  declare waiting: boolean;
  private turn = 0;
  private shown = 0;

  constructor() {
    super();
    this.waiting = true;
    onKey(() => {
      if (this.isConnected) {
        void this.load();
      }
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected abstract ask(): Promise<Answer>;
  protected abstract show(answer: Answer): TemplateResult;

  async load(): Promise<void> {
    const turn = ++this.turn;
    this.waiting = true;
    try {
      const answer = await this.ask();
      // One that was overtaken by a newer question is still newer than what is seen.
      if (turn > this.shown) {
        this.shown = turn;
        this.answer = answer;
        this.fault = undefined;
      }
    } catch (error) {
      if (turn === this.turn) {
        this.shown = turn;
        this.fault = error;
      }
    }
    if (turn === this.turn) {
      this.waiting = false;
    }
  }

  protected override render(): TemplateResult {
    const away = this.fault instanceof Refusal && this.fault.status === 0 && this.answer !== undefined;
    if (this.fault !== undefined && !away) {
      return refused(this.fault, () => void this.load());
    }
    if (this.answer === undefined) {
      return skeleton();
    }
    return html`<div aria-busy=${this.waiting}>
      ${away ? html`<p class="banner" role="status">${t('state.offline.kept')}
        <button @click=${(): void => void this.load()}>${t('state.retry')}</button></p>` : nothing}
      ${this.show(this.answer)}</div>`;
  }
}
