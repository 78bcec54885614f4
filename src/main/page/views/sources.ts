import { html, nothing, type TemplateResult } from 'lit';
import type { HeldBack, Source } from 'contract';
import { Refusal, read, write } from '../api';
import { handIn } from '../parts/hand-in';
import { Asking } from '../parts/states';
import { day, full, instant, instantIn, named, span, t, utc } from '../texts';
import { basis, now } from '../view';

interface Answer { sources: Source[]; heldBack: HeldBack[]; mayNotSee: boolean }

export class SourcesView extends Asking<Answer> {
  static override properties = { ...Asking.properties, said: { state: true } };
  declare said: string;

  constructor() {
    super();
    this.said = '';
  }

  protected async ask(): Promise<Answer> {
    const [sources, heldBack] = await Promise.all([read('/v1/sources', {}, basis()),
      read('/v1/held-back', {}, { ...basis(), state: 'heldBack' }).then((page) => page.rows, (error: unknown) => {
        if (error instanceof Refusal && (error.status === 401 || error.status === 403)) {
          return undefined;
        }
        throw error;
      })]);
    return { sources: sources.sources, heldBack: heldBack ?? [], mayNotSee: heldBack === undefined };
  }

  protected show({ sources, heldBack, mayNotSee }: Answer): TemplateResult {
    const late = sources.filter((source) => source.timeliness === 'overdue');
    const order = ['overdue', 'current', 'nothingReceived'];
    return html`
      <h1>${t('sources.title')}</h1>
      <p class="lead">${late.length ? t('sources.late', { count: late.length }) : t('sources.current')}</p>
      ${this.said ? html`<p class="banner" role="status">${this.said}</p>` : nothing}
      <div class="cards">${sources.toSorted((a, b) => order.indexOf(a.timeliness) - order.indexOf(b.timeliness)).map((source) => this.source(source))}</div>
      <section class="card" id="held-back"><h2>${t('heldBack.title')}</h2>
        ${mayNotSee ? html`<p class="note">${t('heldBack.mayNot')}</p>` : heldBack.length ? html`<ul class="rows">${heldBack.map((each) => html`<li>
          <p><b>${named('source', each.source)}</b> <span class="note">${t('heldBack.period', { day: day(each.periodEnd) })} · ${each.commodity} ${each.destination ?? ''}</span></p>
          <p lang="en">${each.detail}</p>
          <p class="note">${each.figures.slice(0, 4).map((figure) => full(figure.value)).join(', ')} · <a href=${`/documents/${encodeURIComponent(each.document)}`}>${t('evidence.document')}</a></p>
          <form class="inline" @submit=${(event: SubmitEvent): void => void this.release(event, each.id)}>
            <label>${t('heldBack.note')} <input name="note" required maxlength="2000"></label><button>${t('heldBack.release')}</button></form></li>`)}</ul>`
          : html`<p class="note">${t('heldBack.none')}</p>`}</section>`;
  }

  private source(source: Source): TemplateResult {
    const fetching = source.fetching;
    return html`<article class="card source" data-source=${source.id}>
      <h2>${named('source', source.id)}</h2>
      <p class="note" lang="en">${source.title}, ${source.publisher}</p>
      <p><span class="state timeliness-${source.timeliness}">${named('timeliness', source.timeliness)}</span>
        ${source.overduePeriodCount ? html`<span class="note">${t('sources.overdue', { count: source.overduePeriodCount, day: day(source.overduePeriods[0]?.periodEnd ?? '') })}</span>` : nothing}</p>
      <dl class="facts">
        <dt>${t('sources.newest')}</dt><dd>${source.newestPeriodEnd ? html`${day(source.newestPeriodEnd)}
          <span class="note" title=${source.newestRelease ? utc(source.newestRelease) : ''}>${source.newestRelease ? t('evidence.age', { age: span(now(), Date.parse(source.newestRelease)) }) : ''}</span>` : '–'}</dd>
        <dt>${t('sources.next')}</dt><dd>${source.nextReleaseDue ? html`<time datetime=${source.nextReleaseDue} title=${utc(source.nextReleaseDue)}>${instant(source.nextReleaseDue)}</time>
          <span class="note">${source.timeZone ? instantIn(source.nextReleaseDue, source.timeZone) : ''}</span>` : '–'}</dd>
        <dt>${t('sources.fetching')}</dt><dd>${named('fetching', fetching.state)} ${fetching.setting ? html`<span class="note">${t('sources.setting', { setting: fetching.setting })}</span>` : nothing}
          ${fetching.lastAttempt ? html`<span class="note" lang="en">${fetching.lastAttempt.text ?? ''} ${instant(fetching.lastAttempt.finishedAt)}</span>` : nothing}</dd>
      </dl>
      ${source.releaseRule ? html`<details><summary>${t('sources.rule')}</summary><p class="note" lang="en">${source.releaseRule}</p></details>` : nothing}
      <p class="acts">${fetching.state === 'waiting' || fetching.state === 'due'
        ? html`<button @click=${(): void => void this.act(`/v1/sources/${encodeURIComponent(source.id)}/fetch`, undefined, t('sources.asked'))}>${t('sources.ask')}</button>` : nothing}
        <label class="button file">${t('sources.handIn')}<input type="file" class="unseen" @change=${(event: Event): void => void this.handIn(source.id, event.target as HTMLInputElement)}></label></p>
    </article>`;
  }

  private async release(event: SubmitEvent, id: string): Promise<void> {
    event.preventDefault();
    await this.act(`/v1/held-back/${encodeURIComponent(id)}/release`, { note: String(new FormData(event.target as HTMLFormElement).get('note')) }, t('heldBack.released'));
  }

  private async act(target: string, body: unknown, said: string): Promise<void> {
    try {
      await write('POST', target, body);
      this.said = said;
      await this.load();
    } catch (error) {
      this.said = error instanceof Refusal && error.status ? `${t('form.mayNot')} ${error.message}` : t('state.offline.text');
    }
  }

  private async handIn(source: string, input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) {
      return;
    }
    try {
      this.said = await handIn(source, file);
      await this.load();
    } catch (error) {
      this.said = error instanceof Refusal && error.status
        ? `${error.message} ${(error.problem.errors ?? []).map((each) => `${each.detail} ${each.remedy ?? ''}`).join(' ')}` : t('state.offline.text');
    }
    input.value = '';
  }
}
customElements.define('offtake-sources', SourcesView);
