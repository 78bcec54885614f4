// Around every chart: what it finds, what it shows, where that is from, its data as a table, and the ways to take it along.
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../texts';
import { save } from '../view';

export interface Framed {
  id: string;
  title: string;
  subtitle: string;
  source: TemplateResult | string;
  chart: TemplateResult;
  beside?: TemplateResult;
  table: Table;
  /** The answer that it is drawn from. */
  answer: string;
}

export interface Table { head: string[]; rows: string[][]; csv: (string | number | undefined)[][] }

export function framed(chart: Framed): TemplateResult {
  const figure = (): SVGSVGElement | null => document.querySelector(`#${chart.id} svg.chart`);
  return html`
    <figure class="card chart-frame" id=${chart.id}>
      <figcaption>
        <h2>${chart.title}</h2>
        <p class="note">${chart.subtitle}</p>
      </figcaption>
      <div class="chart-body">${chart.chart}${chart.beside ?? nothing}</div>
      <div class="chart-foot">
        <p class="note">${chart.source}</p>
        <p class="takes">
          <button class="link" @click=${(): void => saveCsv(chart)}>CSV</button>
          <button class="link" @click=${(): void => withFigure(figure(), (svg) => saveSvg(chart, svg))}>SVG</button>
          <button class="link" @click=${(): void => withFigure(figure(), (svg) => void savePng(chart, svg))}>PNG</button>
          <a href=${chart.answer} target="_blank">${t('chart.answer')}</a>
          <button class="link" @click=${copyLink}>${t('chart.link')}</button>
        </p>
      </div>
      <details class="chart-table"><summary>${t('chart.table')}</summary>${tableOf(chart.table, chart.title)}</details>
    </figure>`;
}

export const tableOf = (table: Table, caption: string): TemplateResult => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${caption}><table class="data">
    <caption class="unseen">${caption}</caption>
    <thead><tr>${table.head.map((cell, i) => html`<th scope="col" class=${i ? 'number' : ''}>${cell}</th>`)}</tr></thead>
    <tbody>${table.rows.map((row) => html`<tr>${row.map((cell, i) =>
      i ? html`<td class="number">${cell}</td>` : html`<th scope="row">${cell}</th>`)}</tr>`)}</tbody>
  </table></div>`;

function copyLink(event: Event): void {
  const button = event.currentTarget as HTMLButtonElement;
  void navigator.clipboard?.writeText(location.href).then(() => {
    button.textContent = t('chart.copied');
    setTimeout(() => { button.textContent = t('chart.link'); }, 2000);
  });
}

// A cell that a spreadsheet would take for a formula is led by an apostrophe.
const cell = (value: string | number | undefined): string => {
  const text = value === undefined ? '' : typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

function saveCsv(chart: Framed): void {
  const lines = [chart.table.head, ...chart.table.csv].map((row) => row.map(cell).join(','));
  save(`${chart.id}.csv`, new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' }));
}

function withFigure(svg: SVGSVGElement | null, take: (svg: SVGSVGElement) => void): void {
  if (svg) {
    take(svg);
  }
}

const KEPT = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linejoin', 'font-size',
  'font-family', 'font-weight', 'text-anchor', 'opacity', 'paint-order', 'display'];

/** The drawing by itself: what the style sheet says of it is written into it, with its title above and its source below. */
function drawing(chart: Framed, svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const styled = [...svg.querySelectorAll('*')];
  [...copy.querySelectorAll('*')].forEach((node, i) => {
    const style = getComputedStyle(styled[i] as Element);
    KEPT.forEach((name) => node.setAttribute(name, style.getPropertyValue(name)));
    node.removeAttribute('class');
  });
  copy.querySelectorAll('[display=none]').forEach((node) => node.remove());
  ['class', 'role', 'tabindex', 'aria-label'].forEach((name) => copy.removeAttribute(name));
  const { width, height } = svg.getBoundingClientRect();
  const style = getComputedStyle(document.body);
  const make = (name: string, attributes: Record<string, string | number>, text = ''): SVGElement => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, String(value)));
    node.textContent = text;
    return node;
  };
  const words = { 'font-family': 'system-ui, sans-serif', fill: style.color, x: 8 };
  const whole = make('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height: height + 72, viewBox: `0 0 ${width} ${height + 72}` });
  whole.append(
    make('rect', { width, height: height + 72, fill: style.backgroundColor }),
    make('text', { ...words, y: 20, 'font-size': 16, 'font-weight': 600 }, chart.title),
    make('text', { ...words, y: 38, 'font-size': 12 }, chart.subtitle),
    make('text', { ...words, y: height + 64, 'font-size': 11 }, location.href.slice(0, Math.floor(width / 6))));
  copy.setAttribute('y', '46');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  whole.append(copy);
  return new XMLSerializer().serializeToString(whole);
}

const saveSvg = (chart: Framed, svg: SVGSVGElement): void =>
  save(`${chart.id}.svg`, new Blob([drawing(chart, svg)], { type: 'image/svg+xml' }));

async function savePng(chart: Framed, svg: SVGSVGElement): Promise<void> {
  const url = URL.createObjectURL(new Blob([drawing(chart, svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    const context = canvas.getContext('2d');
    context?.scale(2, 2);
    context?.drawImage(image, 0, 0);
    const blob = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/png'); });
    if (blob) {
      save(`${chart.id}.png`, blob);
    }
  } finally {
    URL.revokeObjectURL(url);
  }
}
