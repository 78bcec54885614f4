import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Scorecard, ScorecardRow } from 'contract';
import { address, read } from '../api';
import { framed, tableOf } from '../parts/frame';
import { Asking } from '../parts/states';
import { longDay, named, number, percent, t } from '../texts';
import { asked, here, to } from '../view';

export class ScorecardView extends Asking<Scorecard> {
  protected ask(): Promise<Scorecard> {
    return read('/v1/scorecard', {}, { kind: asked('kind') || undefined });
  }

  protected show(card: Scorecard): TemplateResult {
    const all = card.rows.filter((row) => !row.measure && !row.horizon);
    const projection = all.find((row) => row.method === 'projection');
    return html`<h1>${t('score.title')}</h1>
      <p class="lead">${projection?.brier !== undefined ? t('score.lead', { cases: card.cases, brier: number(projection.brier, 3), coverage: percent(projection.coverage80 ?? 0) }) : t('score.nothing')}</p>
      <nav class="tabs" aria-label=${t('score.kinds')}>${['issued', 'backtest'].map((kind) =>
        html`<a href=${here({ kind: kind === 'issued' ? undefined : kind })} aria-current=${card.kind === kind ? 'page' : 'false'}>${t(`score.${kind}`)}</a>`)}</nav>
      <p lang="en" class="note">${card.summary}</p>
      ${card.waiting?.commitment ? html`<p>${t('score.waiting', { count: card.waiting.projections })}
        <a href=${to(`/commitments/${card.waiting.commitment}`, { reading: card.waiting.reading })}>${card.waiting.commitment}</a>
        ${card.waiting.windowEnd ? t('score.weekTo', { day: longDay(card.waiting.windowEnd) }) : nothing}</p>` : nothing}
      ${projection ? html`<div class="columns">${this.reliability(card, projection)}${this.coverage(card, projection)}</div>${this.peers(all)}${this.horizons(card)}` : nothing}`;
  }

  private reliability(card: Scorecard, row: ScorecardRow): TemplateResult {
    const bins = row.reliability.filter((bin) => bin.events);
    const size = 320;
    const x = (share: number): number => 44 + (size - 64) * share;
    const y = (share: number): number => size - 44 - (size - 64) * share;
    const most = Math.max(1, ...bins.map((bin) => bin.events));
    const rows = bins.map((bin) => [percent(bin.meanProbability, 1), percent(bin.observed, 1), number(bin.events)]);
    return framed({
      id: 'reliability', title: t('score.reliability'), subtitle: t('score.reliability.note'), source: t('score.cases', { count: row.cases }),
      chart: html`<svg class="chart reliability" role="img" aria-label=${t('score.reliability')} viewBox="0 0 ${size} ${size}" width=${size} height=${size}>
        ${[0, 0.25, 0.5, 0.75, 1].map((tick) => svg`<line class="grid" x1=${x(0)} x2=${x(1)} y1=${y(tick)} y2=${y(tick)}/>
          <text class="axis" x="38" y=${y(tick) + 4} text-anchor="end">${percent(tick)}</text><text class="axis" x=${x(tick)} y=${size - 26} text-anchor="middle">${percent(tick)}</text>`)}
        <line class="schedule linear" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(1)}/>
        ${bins.map((bin) => svg`<line class="spread" x1=${x(bin.meanProbability)} x2=${x(bin.meanProbability)}
          y1=${y(Math.min(1, bin.observed + 1.645 * (bin.observedError ?? 0)))} y2=${y(Math.max(0, bin.observed - 1.645 * (bin.observedError ?? 0)))}/>
          <circle class="dot" cx=${x(bin.meanProbability)} cy=${y(bin.observed)} r=${3 + 7 * Math.sqrt(bin.events / most)}/>`)}
        <text class="axis" x=${x(0.5)} y=${size - 6} text-anchor="middle">${t('score.given')}</text></svg>`,
      table: { head: [t('score.given'), t('score.came'), t('score.events')], rows, csv: bins.map((bin) => [bin.meanProbability, bin.observed, bin.events]) },
      answer: address('/v1/scorecard', {}, { kind: card.kind }) });
  }

  private coverage(card: Scorecard, row: ScorecardRow): TemplateResult {
    const parts = ([[0.5, row.coverage50], [0.8, row.coverage80], [0.9, row.coverage90]] as const).filter(([, value]) => value !== undefined);
    return framed({
      id: 'coverage', title: t('score.coverage'), subtitle: t('score.coverage.note'), source: t('score.cases', { count: row.cases }),
      chart: html`<svg class="chart coverage" role="img" aria-label=${t('score.coverage')} viewBox="0 0 360 130" width="360" height="130">
        ${parts.map(([meant, value], i) => svg`<text class="axis" x="0" y=${24 + i * 40}>${percent(meant)}</text>
          <rect class="ground" x="48" y=${10 + i * 40} width="260" height="20"/><rect class="bar" x="48" y=${14 + i * 40} width=${260 * (value ?? 0)} height="12"/>
          <line class="target" x1=${48 + 260 * meant} x2=${48 + 260 * meant} y1=${6 + i * 40} y2=${34 + i * 40}/>
          <text class="axis" x="314" y=${24 + i * 40}>${percent(value ?? 0, 1)}</text>`)}</svg>`,
      table: { head: [t('score.meant'), t('score.held')], rows: parts.map(([meant, value]) => [percent(meant), percent(value ?? 0, 1)]), csv: parts.map((part) => [...part]) },
      answer: address('/v1/scorecard', {}, { kind: card.kind }) });
  }

  private peers(rows: ScorecardRow[]): TemplateResult {
    const value = (figure: number | undefined): string => (figure === undefined ? '–' : number(figure, 3));
    return html`<section class="card"><h2>${t('score.peers')}</h2>${tableOf({
      head: [t('score.method'), 'Brier', 'CRPS', t('score.pinball'), t('score.cover80'), t('score.casesShort')],
      rows: rows.map((row) => [named('method', row.method), value(row.brier), value(row.crps), value(row.pinball50), row.coverage80 === undefined ? '–' : percent(row.coverage80, 1), number(row.cases)]),
      csv: [] }, t('score.peers'))}</section>`;
  }

  private horizons(card: Scorecard): TemplateResult {
    const rows = card.rows.filter((row) => row.horizon && row.method === 'projection');
    return rows.length ? html`<section class="card"><h2>${t('score.horizons')}</h2>${tableOf({
      head: [t('score.horizon'), 'Brier', 'CRPS', t('score.cover80'), t('score.casesShort')],
      rows: rows.map((row) => [[named('measure', row.measure ?? ''), named('horizon', row.horizon ?? ''), row.seriesClass ? named('seriesClass', row.seriesClass) : ''].filter((part) => part).join(', '), row.brier === undefined ? '–' : number(row.brier, 3),
        number(row.crps, 3), row.coverage80 === undefined ? '–' : percent(row.coverage80, 1), number(row.cases)]), csv: [] }, t('score.horizons'))}</section>` : html``;
  }
}
customElements.define('offtake-scorecard', ScorecardView);
