import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { hasKey, onKey } from './api';
import { live } from './live';
import './parts/as-of';
import './parts/burn-up';
import './parts/claims';
import { Asking } from './parts/states';
import { instant, language, setLanguage, span, t } from './texts';
import './views/alerts';
import './views/calendar';
import './views/commitment';
import './views/declare';
import './views/document';
import './views/portfolio';
import './views/scorecard';
import './views/sources';
import './views/statements';
import { Part, followLinks, heartbeat, onBeat, onMoved, to } from './view';

const THEME = 'offtake.theme';
const PLACES: [RegExp, string, (parts: string[]) => TemplateResult][] = [
  [/^\/$/, 'portfolio', () => html`<offtake-portfolio></offtake-portfolio>`],
  [/^\/commitments\/([^/]+)$/, 'commitment', ([id]) => html`<offtake-commitment .commitment=${id ?? ''}></offtake-commitment>`],
  [/^\/documents\/([^/]+)$/, 'document', ([id]) => html`<offtake-document .document=${id ?? ''}></offtake-document>`],
  [/^\/sources$/, 'sources', () => html`<offtake-sources></offtake-sources>`],
  [/^\/alerts$/, 'alerts', () => html`<offtake-alerts></offtake-alerts>`],
  [/^\/calendar$/, 'calendar', () => html`<offtake-calendar></offtake-calendar>`],
  [/^\/scorecard$/, 'scorecard', () => html`<offtake-scorecard></offtake-scorecard>`],
  [/^\/statements$/, 'statements', () => html`<offtake-statements></offtake-statements>`],
  [/^\/statements\/([^/]+)$/, 'statement', ([id]) => html`<offtake-statement .statement=${id ?? ''}></offtake-statement>`],
  [/^\/declare$/, 'declare', () => html`<offtake-declare></offtake-declare>`],
];
const NAMED = ['portfolio', 'alerts', 'sources', 'calendar', 'scorecard', 'statements', 'declare'];
const PAGES = new RegExp(PLACES.map(([place]) => place.source).join('|'));

export class Page extends Part {
  static override properties = { path: { state: true }, signing: { state: true }, theme: { state: true } };
  declare path: string;
  declare signing: boolean;
  declare theme: string;

  constructor() {
    super();
    this.path = location.pathname;
    this.signing = false;
    this.theme = localStorage.getItem(THEME) ?? '';
    document.documentElement.dataset.theme = this.theme;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.replaceChildren();
    onMoved(() => {
      const moved = this.path !== location.pathname;
      this.path = location.pathname;
      this.requestUpdate();
      if (!moved) {
        this.reload();
      }
    });
    onBeat((advanced) => {
      this.requestUpdate();
      if (advanced) {
        this.reload();
      }
    });
    onKey(() => { this.signing = false; });
    window.addEventListener('offline', () => this.requestUpdate());
    document.addEventListener('keydown', (event) => {
      const target = event.target as HTMLElement;
      if (event.key === '/' && !/^(input|select|textarea)$/i.test(target.tagName)) {
        const search = this.querySelector<HTMLInputElement>('[data-search]');
        if (search) {
          event.preventDefault();
          search.focus();
        }
      }
    });
    live();
  }

  /** The view asks again for what its address and the data now say. */
  private reload(): void {
    const view = this.querySelector('main > *');
    if (view instanceof Asking) {
      void view.load();
    }
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has('path') && changes.get('path') !== undefined) {
      window.scrollTo(0, 0);
      this.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    }
  }

  protected override render(): TemplateResult {
    const place = PLACES.find(([pattern]) => pattern.test(this.path));
    const name = place?.[1] ?? 'nowhere';
    if (name !== 'commitment') {
      document.title = name === 'portfolio' ? 'Offtake' : `${t(`nav.${name}`)} – Offtake`;
    }
    const parts = (place?.[0].exec(this.path) ?? []).slice(1).map((part) => decodeURIComponent(part));
    return html`
      <a class="skip" href="#main">${t('nav.skip')}</a>
      <header class="top">
        <a class="brand" href=${to('/')}><svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true"><path d="M2 13 6 9l3 2 5-8"/></svg>Offtake</a>
        <nav aria-label=${t('nav.title')}><ul>${NAMED.map((each) => html`<li><a href=${to(each === 'portfolio' ? '/' : `/${each}`)}
          aria-current=${each === name ? 'page' : 'false'}>${t(`nav.${each}`)}</a></li>`)}
          <li><a href="/docs/" target="_blank">${t('nav.docs')}</a></li></ul></nav>
        <div class="tools">${this.pulse()}
          <button class="link" @click=${(): void => this.turn()} aria-label=${t('theme.title', { theme: t(`theme.${this.theme || 'auto'}`) })}>${t(`theme.${this.theme || 'auto'}`)}</button>
          <button class="link" lang=${language === 'en' ? 'fr' : 'en'} @click=${(): void => setLanguage(language === 'en' ? 'fr' : 'en')}>${t('language.other')}</button>
          <button class="link" aria-expanded=${this.signing} @click=${(): void => { this.signing = !this.signing; }}>${t(hasKey() ? 'signIn.in' : 'signIn.out')}</button></div>
      </header>
      ${this.signing ? html`<div class="drawer"><offtake-sign-in></offtake-sign-in></div>` : nothing}
      <main id="main" tabindex="-1">${place ? place[2](parts) : html`<h1>${t('nowhere.title')}</h1><p><a href="/">${t('nav.portfolio')}</a></p>`}</main>
      <footer class="bottom"><p class="note">${t('footer')}</p></footer>`;
  }

  /** Whether the stream is open, and when the service was last heard of. */
  private pulse(): TemplateResult {
    const { connected, heard } = heartbeat;
    const text = connected ? t('live.on') : heard ? t('live.off', { age: span(Date.now(), heard) }) : t('live.wait');
    return html`<span class="pulse ${connected ? 'on' : ''}" role="status" title=${heard ? t('live.heard', { at: instant(new Date(heard).toISOString()) }) : ''}>${text}</span>`;
  }

  private turn(): void {
    this.theme = { '': 'light', light: 'dark', dark: '' }[this.theme] ?? '';
    document.documentElement.dataset.theme = this.theme;
    localStorage.setItem(THEME, this.theme);
  }
}
customElements.define('offtake-page', Page);
followLinks(PAGES);
