import { html, nothing, type TemplateResult } from 'lit';
import type { Document } from 'contract';
import { address, raw, read } from '../api';
import { Asking } from '../parts/states';
import { day, instant, named, number, t } from '../texts';
import { asked, outside, save } from '../view';

interface Answer { document: Document; lines: string[] | undefined }

const AROUND = 12;
/** Longer ones are taken along, not shown. */
const MOST = 20_000_000;

export class DocumentView extends Asking<Answer> {
  static override properties = { ...Asking.properties, document: {} };
  declare document: string;

  protected async ask(): Promise<Answer> {
    const document = await read('/v1/documents/{document}', { document: this.document });
    const readable = /^text\/|json|csv/.test(document.contentType) && document.size < MOST;
    const lines = readable ? (await (await raw(this.raw())).text()).split(/\r\n|\n|\r/) : undefined;
    return { document, lines };
  }

  private raw = (): string => address('/v1/documents/{document}/raw', { document: this.document });

  protected show({ document, lines }: Answer): TemplateResult {
    const line = Number(asked('line')) || 0;
    const first = Math.max(0, (line || 1) - 1 - AROUND);
    const shown = lines?.slice(first, line ? line + AROUND : 60) ?? [];
    const url = outside(document.sourceUrl);
    return html`<h1>${t('document.title')}</h1>
      <p class="lead">${t('document.lead', { source: named('source', document.source), at: instant(document.receivedAt), count: document.figures })}</p>
      <section class="card"><dl class="facts">
        <dt>${t('document.name')}</dt><dd>${document.name ?? '–'}</dd><dt>${t('document.form')}</dt><dd>${document.documentType ?? '–'} ${document.readerVersion ?? ''}</dd>
        <dt>SHA-256</dt><dd class="code">${document.sha256}</dd><dt>${t('document.size')}</dt><dd>${t('document.bytes', { count: document.size })}</dd>
        ${document.sourceUrl ? html`<dt>${t('document.url')}</dt><dd>${url ? html`<a href=${url} rel="noopener noreferrer external" target="_blank">${url}</a>` : document.sourceUrl}</dd>` : nothing}
        <dt>${t('document.releases')}</dt><dd>${number(document.releases.length)} ${document.releases.length ? html`<span class="note">${day(document.releases[0]?.periodEnd ?? '')} – ${day(document.releases.at(-1)?.periodEnd ?? '')}</span>` : nothing}</dd></dl>
        <p><button @click=${(): void => void this.take(document)}>${t('document.take')}</button></p></section>
      ${document.doubtfulRows.length ? html`<section class="card"><h2>${t('document.doubts')}</h2><ul>${document.doubtfulRows.slice(0, 50).map((row) => html`<li>${t('evidence.line', { line: row.line })}: <span lang="en">${row.reason}</span></li>`)}</ul></section>` : nothing}
      ${lines ? html`<section class="card"><h2>${line ? t('document.line', { line }) : t('document.begin')}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=${t('document.text')}><table class="raw"><tbody>${shown.map((text, i) => html`<tr class=${first + i + 1 === line ? 'hit' : ''}>
          <th scope="row">${first + i + 1}</th><td>${text.slice(0, 2000)}</td></tr>`)}</tbody></table></div></section>` : html`<p class="note">${t('document.notText')}</p>`}`;
  }

  private async take(document: Document): Promise<void> {
    save(document.name ?? `document-${document.id.slice(0, 12)}`, await (await raw(this.raw())).blob());
  }
}
customElements.define('offtake-document', DocumentView);
