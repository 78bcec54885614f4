import { html, nothing, type TemplateResult } from 'lit';
import type { Calendar, CalendarEntry } from 'contract';
import { raw, read } from '../api';
import { Asking } from '../parts/states';
import { instant, longDay, named, t, utc } from '../texts';
import { asked, basis, go, here, now, save, to } from '../view';

const DAY = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export class CalendarView extends Asking<Calendar> {
  protected ask(): Promise<Calendar> {
    const from = asked('from') || iso(now());
    return read('/v1/calendar', {}, { ...basis(), from, to: asked('to') || iso(Date.parse(from) + 60 * DAY) });
  }

  protected show(calendar: Calendar): TemplateResult {
    const entries = calendar.entries.filter((entry) => !asked('kind') || entry.kind === asked('kind'));
    const days = new Map<string, CalendarEntry[]>();
    entries.forEach((entry) => days.set(entry.date, [...(days.get(entry.date) ?? []), entry]));
    return html`<h1>${t('calendar.title')}</h1>
      <p class="lead">${t('calendar.lead', { from: longDay(calendar.from), to: longDay(calendar.to), count: entries.length })}</p>
      <form class="filters" @submit=${(event: Event): void => event.preventDefault()}>
        ${(['from', 'to'] as const).map((name) => html`<label>${t(`calendar.${name}`)}<input type="date" .value=${calendar[name]}
          @change=${(event: Event): void => go(here({ [name]: (event.target as HTMLInputElement).value }))}></label>`)}
        <label>${t('calendar.kind')}<select @change=${(event: Event): void => go(here({ kind: (event.target as HTMLSelectElement).value }))}>
          <option value="">${t('filter.all')}</option>${['release', 'deadline', 'windowStart'].map((kind) => html`<option value=${kind} ?selected=${asked('kind') === kind}>${t(`calendar.${kind}`)}</option>`)}</select></label></form>
      ${days.size ? html`<ol class="days">${[...days].map(([date, all]) => html`<li><h2>${longDay(date)}</h2><ul class="rows">${all.map((entry) => html`<li>
        <span class="tag kind-${entry.kind}">${t(`calendar.${entry.kind}`)}</span>
        ${entry.commitment ? html`<a href=${to(`/commitments/${entry.commitment}`, { reading: entry.reading })} lang="en">${entry.label}</a>` : html`<span lang="en">${entry.label}</span>`}
        ${entry.at ? html`<time class="note" datetime=${entry.at} title=${utc(entry.at)}>${instant(entry.at)}</time>` : nothing}
        ${entry.releaseStatus ? html`<span class="state release-${entry.releaseStatus}">${named('release', entry.releaseStatus)}</span>` : nothing}</li>`)}</ul></li>`)}</ol>`
        : html`<p class="card empty">${t('calendar.none')}</p>`}
      <p class="note foot"><button class="link" @click=${(): void => void this.ics()}>${t('calendar.ics')}</button></p>`;
  }

  private async ics(): Promise<void> {
    save('offtake.ics', await (await raw('/v1/calendar.ics')).blob());
  }
}
customElements.define('offtake-calendar', CalendarView);
