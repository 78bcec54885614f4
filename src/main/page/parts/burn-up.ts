// What was counted so far against where it should stand, with the spread of where it may end.
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Claim, ProgressRow, ProgressTable, ProjectionFan, ReadingStatus } from 'contract';
import { day, longDay, month, number, scaleOf, scaled, shortDay, signed, t, full, type Scale } from '../texts';
import { Part } from '../view';
import { flagText, isStanding } from './claims';
import type { Table } from './frame';

const DAY = 86_400_000;
const time = (iso: string): number => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);

export interface BurnUpData { status: ReadingStatus; progress: ProgressTable; fan?: ProjectionFan; claims?: Claim[] }

/** What was said on one day, and whether a figure of it can be held against the axis. */
interface Flag { at: number; claims: Claim[]; figure: number | undefined }

interface Point { at: number; row: ProgressRow }

/** Rows that stand for a week; those beside them say what a week brought that was not its own. */
const weeks = (progress: ProgressTable): Point[] =>
  progress.rows.filter((row) => !row.countsAs || row.countsAs === 'figure').map((row) => ({ at: time(row.periodEnd), row }));

function overdue(data: BurnUpData): Set<string> {
  return new Set([
    ...data.status.evidence.missingPeriods,
    ...data.status.evidence.overduePeriods.map((period) => period.periodEnd),
    ...data.progress.rows.filter((row) => row.flags.includes('missing')).map((row) => row.periodEnd)]);
}

/** The cumulative total after each week that is known, with what came beside it. */
function observed(data: BurnUpData): Point[] {
  const known = new Map<number, ProgressRow>();
  for (const row of data.progress.rows) {
    if (row.cumulative && row.counted) {
      known.set(time(row.periodEnd), row);
    }
  }
  return [...known].map(([at, row]) => ({ at, row })).sort((a, b) => a.at - b.at);
}

/** A flag a day: a total in the unit of the axis is joined to its height. */
function flags(data: BurnUpData): Flag[] {
  const unit = data.progress.target?.unit ?? data.status.fulfilled?.unit;
  const days = new Map<number, Claim[]>();
  (data.claims ?? []).filter(isStanding).forEach((claim) => {
    const at = time(claim.saidOn ?? claim.saidAt);
    days.set(at, [...(days.get(at) ?? []), claim]);
  });
  return [...days].sort(([a], [b]) => a - b).map(([at, claims]) => ({ at, claims,
    figure: claims.find((claim) => claim.figure?.unit === unit && claim.figure?.scope === 'total' && claim.figure.destinations !== 'unknown')?.figure?.value }));
}

export const burnUpScale = (data: BurnUpData): Scale => {
  const most = Math.max(data.progress.target?.value ?? 0, data.status.fulfilled?.value ?? 0, ...weeks(data.progress).map(({ row }) =>
    Math.max(row.cumulative?.value ?? 0, row.lastSeason?.value ?? 0)));
  return scaleOf(most, data.progress.target?.unit ?? data.status.fulfilled?.unit ?? 't');
};

/** What the chart finds, in a line. */
export function finding(data: BurnUpData): string {
  const newest = observed(data).at(-1);
  const scale = burnUpScale(data);
  if (!newest?.row.cumulative) {
    return t('burnUp.nothing', { reading: data.status.label });
  }
  const places = {
    total: scaled(newest.row.cumulative.value, scale), unit: scale.unit, day: longDay(newest.row.periodEnd),
    target: data.progress.target ? `${scaled(data.progress.target.value, scale)} ${scale.unit}` : '' };
  const schedule = newest.row.scheduleSeasonal ?? newest.row.scheduleLinear;
  if (data.status.verdict === 'met') {
    return t('burnUp.met', places);
  }
  if (!schedule || (data.status.daysLeft ?? 0) < 0) {
    return t('burnUp.plain', places);
  }
  const gap = newest.row.cumulative.value - schedule.value;
  return t(gap < 0 ? 'burnUp.behind' : 'burnUp.ahead', { ...places, gap: scaled(Math.abs(gap), scale),
    schedule: t(newest.row.scheduleSeasonal ? 'burnUp.seasonal.the' : 'burnUp.linear.the') });
}

export function burnUpTable(data: BurnUpData): Table {
  const fan = new Map(data.fan?.rows.map((row) => [row.periodEnd, row]) ?? []);
  const all = [...new Set([...data.progress.rows.map((row) => row.periodEnd), ...fan.keys()])].sort();
  const byEnd = new Map(weeks(data.progress).map(({ row }) => [row.periodEnd, row]));
  const cumulative = new Map(observed(data).map(({ row }) => [row.periodEnd, row]));
  const value = (amount?: { value: number }): string => (amount ? number(amount.value) : '');
  const cells = (end: string): (number | undefined)[] => {
    const row = byEnd.get(end);
    const ahead = fan.get(end);
    return [row?.observed?.value, cumulative.get(end)?.cumulative?.value, row?.scheduleLinear?.value, row?.scheduleSeasonal?.value,
      row?.lastSeason?.value, ahead?.p10.value, ahead?.p50.value, ahead?.p90.value];
  };
  return {
    head: [t('burnUp.week'), ...['observed', 'cumulative', 'linear', 'seasonal', 'lastSeason', 'p10', 'p50', 'p90'].map((key) => t(`burnUp.${key}`))],
    rows: all.map((end) => [day(end), ...cells(end).map((each) => value(each === undefined ? undefined : { value: each }))]),
    csv: all.map((end) => [end, ...cells(end)]),
  };
}

export class BurnUp extends Part {
  static override properties = { data: { attribute: false }, width: { state: true }, at: { state: true } };
  declare data: BurnUpData;
  declare width: number;
  /** The week that the crosshair reads, by its place among all weeks. */
  declare at: number;
  private watch = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width && Math.abs(width - this.width) > 1) {
      this.width = width;
    }
  });

  constructor() {
    super();
    this.width = 0;
    this.at = -1;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch.disconnect();
  }

  protected override willUpdate(changes: PropertyValues): void {
    if (changes.has('data')) {
      this.at = -1;
    }
  }

  private ends(): string[] {
    return [...new Set([...weeks(this.data.progress).map(({ row }) => row.periodEnd), ...(this.data.fan?.rows ?? []).map((row) => row.periodEnd)])].sort();
  }

  private keys(event: KeyboardEvent): void {
    const ends = this.ends();
    const start = this.at < 0 ? ends.findIndex((end) => end === this.data.status.evidence.newestPeriodEnd) : this.at;
    const next = { ArrowLeft: start - 1, ArrowRight: start + 1, Home: 0, End: ends.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      this.at = Math.min(ends.length - 1, Math.max(0, next));
    } else if (event.key === 'Escape') {
      this.at = -1;
    }
  }

  protected override render(): TemplateResult {
    if (!this.width) {
      return html`<div class="chart-space"></div>`;
    }
    const wide = this.width >= 720;
    const width = wide ? this.width - 236 : this.width;
    return html`<div class="burn-up ${wide ? 'wide' : ''}">
      <div>${this.chart(width, wide ? 400 : Math.max(300, Math.round(width * 0.82)))}${this.legend()}</div>
      ${this.crosshair()}</div>`;
  }

  private chart(width: number, height: number): TemplateResult {
    const { status, progress, fan } = this.data;
    const scale = burnUpScale(this.data);
    const rows = weeks(progress);
    const known = observed(this.data);
    const ends = this.ends();
    const target = progress.target?.value;
    const deadline = status.deadline ? time(status.deadline) : time(ends.at(-1) ?? '1970-01-01');
    const start = Math.min(status.windowStart ? time(status.windowStart) : Infinity, time(progress.rows[0]?.periodStart ?? ends[0] ?? '1970-01-01'));
    const end = Math.max(deadline, time(ends.at(-1) ?? '1970-01-01'));
    const most = 1.06 * Math.max(1, target ?? 0, ...known.map(({ row }) => row.cumulative?.value ?? 0), ...(fan?.rows ?? []).map((row) => row.p95.value),
      ...rows.map(({ row }) => Math.max(row.lastSeason?.value ?? 0, row.scheduleSeasonal?.value ?? 0)));
    const least = Math.min(0, ...known.map(({ row }) => row.cumulative?.value ?? 0));
    const narrow = width < 520;
    const said = flags(this.data).filter((flag) => flag.at >= start && flag.at <= end);
    const box = { left: 44, right: narrow ? 10 : 104, top: said.length ? 54 : 30, bottom: 40 };
    const x = (ms: number): number => box.left + (width - box.left - box.right) * (ms - start) / (end - start);
    const y = (value: number): number => height - box.bottom - (height - box.top - box.bottom) * (value - least) / (most - least);
    const at = (point: Point, value: number | undefined): string => `${x(point.at).toFixed(1)},${y(value ?? 0).toFixed(1)}`;
    const line = (pick: (row: ProgressRow) => number | undefined): string =>
      rows.filter(({ row }) => pick(row) !== undefined).map((point) => at(point, pick(point.row))).join(' ');

    const missing = [...overdue(this.data)].sort();
    const newest = known.at(-1);
    const from: [number, number] = newest?.row.cumulative ? [x(newest.at), y(newest.row.cumulative.value)] : [x(start), y(0)];
    const ahead = (fan?.rows ?? []).filter((row) => !newest || time(row.periodEnd) > newest.at);
    const band = (low: 'p05' | 'p10' | 'p25', high: 'p95' | 'p90' | 'p75'): string => ahead.length
      ? [from, ...ahead.map((row) => [x(time(row.periodEnd)), y(row[high].value)]),
        ...ahead.toReversed().map((row) => [x(time(row.periodEnd)), y(row[low].value)])].map((point) => point.join(',')).join(' ') : '';
    const labels = narrow ? [] : this.labels(rows, known, ahead, y, scale, height - box.bottom, box.top);
    const cross = this.at >= 0 ? ends[this.at] : undefined;

    return html`<svg class="chart" role="img" tabindex="0" width=${width} height=${height} viewBox="0 0 ${width} ${height}"
        aria-label=${`${finding(this.data)}. ${t('burnUp.keys')}`} @keydown=${this.keys}
        @pointermove=${(event: PointerEvent): void => this.point(event, ends, x)} @pointerleave=${(): void => { this.at = -1; }}>
      <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="6" height="6"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>
      ${ticks(least, most, scale).map((tick) => svg`<line class="grid" x1=${box.left} x2=${width - box.right} y1=${y(tick)} y2=${y(tick)}/>
        <text class="axis" text-anchor="end" x=${box.left - 6} y=${y(tick) + 4}>${number(tick / scale.divisor, 0, scale.divisor === 1 ? 0 : 1)}</text>`)}
      <text class="axis" x="2" y="12">${scale.unit}</text>
      ${months(start, end, width - box.left - box.right).map((ms) => svg`<line class="tick" x1=${x(ms)} x2=${x(ms)} y1=${height - box.bottom} y2=${height - box.bottom + 5}/>
        <text class="axis" x=${x(ms) + 3} y=${height - box.bottom + 17}>${month(ms)}${new Date(ms).getUTCMonth() === 0 ? ` ${new Date(ms).getUTCFullYear()}` : ''}</text>`)}
      ${missing.map((each) => this.hole(each, x, box.top, height - box.bottom, start, end))}
      <polygon class="fan f1" points=${band('p05', 'p95')}/>
      <polygon class="fan f2" points=${band('p10', 'p90')}/>
      <polygon class="fan f3" points=${band('p25', 'p75')}/>
      <polyline class="last-season" points=${line((row) => row.lastSeason?.value)}/>
      <polyline class="schedule linear" points=${`${x(start)},${y(0)} ${line((row) => row.scheduleLinear?.value)}`}/>
      <polyline class="schedule seasonal" points=${line((row) => row.scheduleSeasonal?.value)}/>
      ${target === undefined ? nothing : svg`<line class="target" x1=${box.left} x2=${width - box.right} y1=${y(target)} y2=${y(target)}/>
        <text class="target-label" x=${box.left + 4} y=${y(target) - 5}>${t('burnUp.target', { value: `${scaled(target, scale)} ${scale.unit}` })}</text>`}
      <line class="deadline" x1=${x(deadline)} x2=${x(deadline)} y1=${said.length ? 18 : box.top - 12} y2=${height - box.bottom}/>
      <text class="axis" text-anchor="end" x=${x(deadline) - 4} y=${said.length ? 14 : box.top - 8}>${status.deadline ? t('burnUp.deadline', { day: shortDay(status.deadline) }) : ''}</text>
      ${this.steps(known, missing, x, y, start).map((path) => svg`<path class="observed" d=${path}/>`)}
      ${known.map((point) => svg`<circle class="dot" cx=${x(point.at)} cy=${y(point.row.cumulative?.value ?? 0)} r=${cross === point.row.periodEnd ? 5 : 2.2}/>`)}
      ${rows.filter(({ row }) => row.releasedAt).map((point) => svg`<line class=${point.row.flags.includes('corrected') ? 'release corrected' : 'release'}
        x1=${x(point.at)} x2=${x(point.at)} y1=${height - 14} y2=${height - (point.row.flags.includes('corrected') ? 3 : 8)}/>`)}
      ${said.map((flag) => this.flag(flag, x(flag.at), box.top - 26, flag.figure !== undefined && flag.figure > least && flag.figure < most ? y(flag.figure) : undefined))}
      ${labels.map((label) => svg`<text class=${`line-label ${label.kind}`} x=${width - box.right + 6} y=${label.y}>${label.text}</text>`)}
      ${cross ? svg`<line class="cross" x1=${x(time(cross))} x2=${x(time(cross))} y1=${box.top - 12} y2=${height - box.bottom}/>` : nothing}
    </svg>`;
  }

  private flag(flag: Flag, x: number, y: number, height: number | undefined): SVGTemplateResult {
    const newest = flag.claims.at(-1);
    return svg`<g class="flag" data-flag=${newest?.saidOn ?? ''} @click=${(): void => { this.dispatchEvent(new CustomEvent('claim', { detail: newest?.id, bubbles: true })); }}>
      <title>${day(new Date(flag.at).toISOString())} – ${flagText(flag.claims)}</title>
      ${height === undefined ? nothing : svg`<line class="flag-line" x1=${x} x2=${x} y1=${y + 12} y2=${height}/><circle class="flag-dot" cx=${x} cy=${height} r="3"/>`}
      <path class="flag-pole" d="M${x} ${y - 4}V${y + 14}"/><path class="flag-cloth" d="M${x} ${y - 4}h9l-2.5 4 2.5 4h-9z"/></g>`;
  }

  private hole(end: string, x: (ms: number) => number, top: number, bottom: number, start: number, last: number): SVGTemplateResult {
    const row = this.data.progress.rows.find((each) => each.periodEnd === end);
    const from = Math.max(start, row ? time(row.periodStart) - DAY : time(end) - 7 * DAY);
    const until = Math.min(last, time(end));
    return until <= from ? svg`` : svg`<rect class="hole" x=${x(from)} width=${x(until) - x(from)} y=${top} height=${bottom - top} fill="url(#hatch)"/>`;
  }

  /** Steps from week to week; where a week is missing the line ends and begins anew. */
  private steps(known: Point[], missing: string[], x: (ms: number) => number, y: (value: number) => number, start: number): string[] {
    const paths: string[] = [];
    let path = '';
    let before: Point | undefined;
    for (const point of known) {
      const value = point.row.cumulative?.value ?? 0;
      const broken = missing.some((end) => time(end) > (before?.at ?? start) && time(end) < point.at);
      if (!before) {
        path = broken ? `M${x(point.at)} ${y(value)}` : `M${x(Math.max(start, time(point.row.periodStart)))} ${y(0)}H${x(point.at)}V${y(value)}`;
      } else if (broken) {
        paths.push(path);
        path = `M${x(point.at)} ${y(value)}`;
      } else {
        path += `H${x(point.at)}V${y(value)}`;
      }
      before = point;
    }
    return path ? [...paths, path] : paths;
  }

  /** Names at the end of the lines, moved apart where they would meet. */
  private labels(rows: Point[], known: Point[], ahead: ProjectionFan['rows'], y: (value: number) => number, scale: Scale,
    bottom: number, top: number): { y: number; text: string; kind: string }[] {
    const last = (pick: (row: ProgressRow) => number | undefined): number | undefined =>
      rows.map(({ row }) => pick(row)).filter((value) => value !== undefined).at(-1);
    const labels: { y: number; text: string; kind: string }[] = [];
    const add = (value: number | undefined, text: string, kind: string): void => {
      if (value !== undefined) {
        labels.push({ y: y(value) + 4, text, kind });
      }
    };
    add(last((row) => row.lastSeason?.value), t('burnUp.lastSeason'), 'l-last');
    add(last((row) => row.scheduleLinear?.value), t('burnUp.linear'), 'l-linear');
    add(last((row) => row.scheduleSeasonal?.value), t('burnUp.seasonal'), 'l-seasonal');
    const end = ahead.at(-1);
    if (end) {
      add(end.p90.value, `P90 ${scaled(end.p90.value, scale)}`, 'l-fan');
      add(end.p50.value, `P50 ${scaled(end.p50.value, scale)}`, 'l-fan strong');
      add(end.p10.value, `P10 ${scaled(end.p10.value, scale)}`, 'l-fan');
    } else {
      add(known.at(-1)?.row.cumulative?.value, scaled(known.at(-1)?.row.cumulative?.value ?? 0, scale), 'l-observed strong');
    }
    labels.sort((a, b) => a.y - b.y);
    labels.forEach((label, i) => { label.y = Math.max(label.y, (labels[i - 1]?.y ?? top - 16) + 14); });
    for (let i = labels.length - 1; i >= 0; i--) {
      const label = labels[i];
      if (label) {
        label.y = Math.min(label.y, (labels[i + 1]?.y ?? bottom + 14) - 14);
      }
    }
    return labels;
  }

  private point(event: PointerEvent, ends: string[], x: (ms: number) => number): void {
    const left = event.clientX - (event.currentTarget as SVGSVGElement).getBoundingClientRect().left;
    let nearest = -1;
    ends.forEach((end, i) => {
      if (nearest < 0 || Math.abs(x(time(end)) - left) < Math.abs(x(time(ends[nearest] ?? end)) - left)) {
        nearest = i;
      }
    });
    this.at = nearest;
  }

  private legend(): TemplateResult {
    const entry = (kind: string, text: string): TemplateResult => html`<li><span class="swatch s-${kind}"></span>${text}</li>`;
    return html`<ul class="legend">
      ${entry('observed', t('burnUp.cumulative'))}${entry('linear', t('burnUp.linear'))}${entry('seasonal', t('burnUp.seasonal'))}
      ${entry('last', t('burnUp.lastSeason'))}
      ${this.data.fan?.rows.length ? html`${entry('f3', 'P25–P75')}${entry('f2', 'P10–P90')}${entry('f1', 'P5–P95')}` : nothing}
      ${flags(this.data).length ? entry('flag', t('burnUp.claims')) : nothing}
      ${overdue(this.data).size ? entry('hole', t('burnUp.missing')) : nothing}</ul>`;
  }

  /** What was said in the seven days to the end of a period. */
  private saidIn(end: string | undefined): Flag[] {
    const last = end ? time(end) : NaN;
    return this.at < 0 ? [] : flags(this.data).filter((flag) => flag.at <= last && flag.at > last - 7 * DAY);
  }

  /** What every layer says of one week, in words. */
  private crosshair(): TemplateResult {
    const { status, progress, fan } = this.data;
    const ends = this.ends();
    const end = this.at >= 0 ? ends[this.at] : observed(this.data).at(-1)?.row.periodEnd ?? status.evidence.newestPeriodEnd;
    const row = weeks(progress).find((point) => point.row.periodEnd === end)?.row;
    const ahead = fan?.rows.find((each) => each.periodEnd === end);
    const total = observed(this.data).find((point) => point.row.periodEnd === end)?.row.cumulative;
    const lines: [string, string | undefined][] = [
      [t('burnUp.observed'), row?.observed && signed(row.observed.value, full(row.observed))],
      [t('burnUp.cumulative'), total && full(total)],
      [t('burnUp.linear'), row?.scheduleLinear && full(row.scheduleLinear)],
      [t('burnUp.seasonal'), row?.scheduleSeasonal && full(row.scheduleSeasonal)],
      [t('burnUp.lastSeason'), row?.lastSeason && full(row.lastSeason)],
      ['P10', ahead && !total ? full(ahead.p10) : undefined], ['P50', ahead && !total ? full(ahead.p50) : undefined],
      ['P90', ahead && !total ? full(ahead.p90) : undefined],
      [t('burnUp.released'), row?.releasedAt && day(row.releasedAt)]];
    return html`<table class="reads"><caption>${end ? t('burnUp.weekTo', { day: day(end) }) : ''}</caption><tbody>
      ${lines.filter(([, value]) => value).map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="number">${value}</td></tr>`)}
      ${this.saidIn(end).map((flag) => html`<tr class="said-then"><td colspan="2">${shortDay(new Date(flag.at).toISOString())} ${flagText(flag.claims)}</td></tr>`)}
      ${row?.flags.map((flag) => html`<tr><td colspan="2" class="note">${t(`flag.${flag}`)}</td></tr>`) ?? nothing}</tbody></table>`;
  }
}
customElements.define('offtake-burn-up', BurnUp);

function ticks(least: number, most: number, scale: Scale): number[] {
  const rough = (most - least) / 5 / scale.divisor;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power * scale.divisor;
  const all: number[] = [];
  for (let tick = Math.ceil(least / step) * step; tick <= most; tick += step) {
    all.push(tick);
  }
  return all;
}

function months(start: number, end: number, room: number): number[] {
  const first = new Date(start);
  const all: number[] = [];
  for (let i = 1; i < 600; i++) {
    const ms = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + i, 1);
    if (ms > end) {
      break;
    }
    all.push(ms);
  }
  const every = Math.max(1, Math.ceil(all.length / Math.max(1, room / 64)));
  return all.filter((_, i) => i % every === 0);
}
