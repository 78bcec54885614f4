// The instant that the whole page looks from: release by release, as the slider goes.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Release } from 'contract';
import { read } from '../api';
import { day, instant, named, t, utc } from '../texts';
import { Part, asked, go, here, onMoved } from '../view';

/** An instant at which something came out, and what. */
export interface Stop { at: string; releases: Release[] }

/** The releases of these sources since an instant, oldest first, those of one instant together. */
export async function stopsOf(sources: string[], since: string): Promise<Stop[]> {
  const lists = await Promise.all(sources.map((source) =>
    read('/v1/sources/{source}/releases', { source }, { pageSize: 400 }).then((page) => page.rows)));
  const stops = new Map<string, Release[]>();
  for (const release of lists.flat()) {
    if (release.releasedAt >= since) {
      stops.set(release.releasedAt, [...(stops.get(release.releasedAt) ?? []), release]);
    }
  }
  return [...stops].map(([at, releases]) => ({ at, releases })).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const STEP = 700;

export class AsOf extends Part {
  static override properties = { stops: { attribute: false }, waiting: { attribute: false }, changed: { attribute: false }, playing: { state: true }, asOf: { state: true } };
  declare stops: Stop[];
  /** Whether what the thumb asks for is still on its way. */
  declare waiting: boolean;
  /** What the release before the thumb changed, in words. */
  declare changed: string;
  declare playing: boolean;
  declare asOf: string;
  private timer = 0;
  private leave = (): void => undefined;

  constructor() {
    super();
    this.stops = [];
    this.waiting = false;
    this.changed = '';
    this.playing = false;
    this.asOf = asked('asOf');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.asOf = asked('asOf');
    this.leave = onMoved(() => { this.asOf = asked('asOf'); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
    this.pause();
  }

  /** The stop that the thumb is at; one past the last means now. */
  private place(): number {
    if (!this.asOf) {
      return this.stops.length;
    }
    const at = Date.parse(this.asOf.length === 10 ? `${this.asOf}T23:59:59.999Z` : this.asOf);
    return Math.max(0, this.stops.filter((stop) => Date.parse(stop.at) <= at).length - 1);
  }

  private move(place: number): void {
    const stop = this.stops[Math.max(0, place)];
    go(here({ asOf: stop?.at }), true);
  }

  private step(by: number): void {
    this.pause();
    this.move(Math.min(this.stops.length, Math.max(0, this.place() + by)));
  }

  private play(): void {
    if (!this.stops.length) {
      return;
    }
    if (this.playing) {
      this.pause();
      return;
    }
    this.playing = true;
    if (this.place() >= this.stops.length) {
      this.move(0);
    }
    this.timer = window.setInterval(() => {
      if (this.waiting) {
        return;
      }
      const next = this.place() + 1;
      this.move(next);
      if (next >= this.stops.length) {
        this.pause();
      }
    }, STEP);
  }

  private pause(): void {
    window.clearInterval(this.timer);
    this.playing = false;
  }

  private keys(event: KeyboardEvent): void {
    if (event.key === ' ') {
      event.preventDefault();
      this.play();
    }
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has('asOf') || changes.has('stops')) {
      const place = this.place();
      const ahead = [1, -1, 2].map((by) => this.stops[place + by]).filter((stop) => stop !== undefined);
      this.dispatchEvent(new CustomEvent('ahead', { detail: ahead.map((stop) => stop.at) }));
    }
  }

  protected override render(): TemplateResult {
    const place = this.place();
    const stop = this.stops[place];
    const label = !this.asOf ? t('asOf.now')
      : stop ? t('asOf.stop', { at: instant(stop.at), what: this.what(stop) }) : instant(this.asOf);
    return html`
      <section class="as-of ${this.asOf ? 'past' : ''}" aria-label=${t('asOf.title')}>
        <div class="as-of-row">
          <label class="as-of-label" for="as-of-slider">${t('asOf.title')}</label>
          <button class="icon" @click=${(): void => this.step(-1)} ?disabled=${!this.stops.length || place === 0} aria-label=${t('asOf.back')}>‹</button>
          <input id="as-of-slider" type="range" min="0" max=${this.stops.length} step="1" .value=${String(place)}
            aria-valuetext=${label} @input=${(event: Event): void => { this.pause(); this.move(Number((event.target as HTMLInputElement).value)); }}
            @keydown=${this.keys}>
          <button class="icon" @click=${(): void => this.step(1)} ?disabled=${!this.asOf} aria-label=${t('asOf.forth')}>›</button>
          <button class="play" aria-pressed=${this.playing} @click=${this.play} ?disabled=${!this.stops.length}>${t(this.playing ? 'asOf.pause' : 'asOf.play')}</button>
          <input class="as-of-day" type="date" aria-label=${t('asOf.day')} .value=${this.asOf.slice(0, 10)}
            @change=${(event: Event): void => go(here({ asOf: (event.target as HTMLInputElement).value || undefined }))}>
          ${this.asOf ? html`<a class="button" href=${here({ asOf: undefined })}>${t('asOf.toNow')}</a>` : nothing}
        </div>
        <p class="as-of-text" role="status" title=${stop && this.asOf ? utc(stop.at) : ''}>${this.asOf
          ? html`<strong>${t('asOf.known', { at: this.asOf.length === 10 ? day(this.asOf) : instant(this.asOf) })}</strong> `
          : nothing}${this.asOf ? html`${stop ? t('asOf.newest', { what: this.what(stop), at: instant(stop.at) }) : ''} ${this.changed}` : t('asOf.hint')}</p>
      </section>`;
  }

  private what(stop: Stop): string {
    return [...new Set(stop.releases.map((release) => t('asOf.release', { source: named('source', release.source), day: day(release.periodEnd) })))]
      .slice(0, 2).join('; ');
  }
}
customElements.define('offtake-as-of', AsOf);
