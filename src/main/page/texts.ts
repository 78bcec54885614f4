// Words and numbers in the reader's language. The words are data: texts/*.json.
import type { Estimate, Quantity } from 'contract';
import en from './texts/en.json';
import fr from './texts/fr.json';

export type Key = keyof typeof en;
export type Language = 'en' | 'fr';
const LANGUAGE = 'offtake.language';
const TEXTS: Record<Language, Record<string, string>> = { en, fr };

function chosen(): Language {
  const kept = localStorage.getItem(LANGUAGE);
  if (kept === 'en' || kept === 'fr') {
    return kept;
  }
  return navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

export const language: Language = chosen();
// The reader's own region decides on separators and days where it speaks the language.
const locale = navigator.languages.find((each) => each.toLowerCase().startsWith(language)) ?? language;
const plural = new Intl.PluralRules(locale);
document.documentElement.lang = language;

export function setLanguage(next: Language): void {
  localStorage.setItem(LANGUAGE, next);
  location.reload();
}

type Places = Record<string, string | number>;

/** A text, its places filled in. One that depends on a number stands as `key.one` and `key.other`, and `count` chooses. */
export function t(key: Key | `${string}`, places: Places = {}): string {
  const texts = TEXTS[language];
  const form = typeof places.count === 'number' ? `${key}.${plural.select(places.count)}` : key;
  const text = texts[form] ?? texts[`${key}.other`] ?? texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    return typeof value === 'number' ? number(value) : value ?? '';
  });
}

/** Whether there is such a text: what the contract may add has none yet. */
export const has = (key: string): boolean => key in TEXTS[language];
export const named = (prefix: string, id: string): string => (has(`${prefix}.${id}`) ? t(`${prefix}.${id}`) : id);

// To make a format costs more than to use it a hundred times.
const formats = new Map<string, unknown>();
function kept<Format>(id: string, make: () => Format): Format {
  let format = formats.get(id) as Format | undefined;
  if (format === undefined) {
    format = make();
    formats.set(id, format);
  }
  return format;
}

export const number = (value: number, least = 0, most = least): string => kept(`number ${least} ${most}`,
  () => new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most })).format(value);

export const percent = (share: number, digits = 0): string => kept(`percent ${digits}`,
  () => new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })).format(share);

/** Whole percent; the ends say that nothing is certain. */
export function probability(value: number): string {
  if (value < 0.01) {
    return t('number.under', { value: percent(0.01) });
  }
  return value > 0.99 ? t('number.over', { value: percent(0.99) }) : percent(value);
}

export const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

type Amount = Quantity | Estimate;

export interface Scale { divisor: number; digits: number; unit: string }

/** In what an amount of this size and unit is best told: millions of tonnes, thousands of millions of dollars. */
export function scaleOf(largest: number, unit: string): Scale {
  if (unit === 't' && largest >= 100_000) {
    return { divisor: 1e6, digits: 2, unit: 'Mt' };
  }
  if (largest >= 1e9) {
    return { divisor: 1e9, digits: 2, unit: t('unit.billion', { unit: named('unit', unit) }) };
  }
  if (largest >= 1e6) {
    return { divisor: 1e6, digits: 2, unit: t('unit.million', { unit: named('unit', unit) }) };
  }
  return { divisor: 1, digits: 0, unit: named('unit', unit) };
}

export const scaled = (value: number, scale: Scale): string => number(value / scale.divisor, scale.digits);
export function short(amount: Amount): string {
  const scale = scaleOf(Math.abs(amount.value), amount.unit);
  return `${scaled(amount.value, scale)} ${scale.unit}`;
}
export const full = (amount: Amount): string => `${number(amount.value)} ${named('unit', amount.unit)}`;

const DAY = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const SHORT_DAY = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const LONG_DAY = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
const INSTANT = new Intl.DateTimeFormat(locale, {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });

export const day = (iso: string): string => DAY.format(new Date(iso));
export const shortDay = (iso: string): string => SHORT_DAY.format(new Date(iso));
export const longDay = (iso: string): string => LONG_DAY.format(new Date(iso));
export const month = (ms: number): string => MONTH.format(new Date(ms));
export const instant = (iso: string): string => INSTANT.format(new Date(iso));
export const utc = (iso: string): string => new Date(iso).toISOString().replace('T', ' ').replace(/(:\d\d)\.\d+Z$/, '$1 UTC');
/** The same instant where the publisher is. */
export const instantIn = (iso: string, zone: string): string => kept(`instant ${zone}`, () => new Intl.DateTimeFormat(locale, {
  weekday: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone: zone })).format(new Date(iso));

/** How long before or after: the largest unit that fits. */
export function span(from: number, to: number): string {
  const relative = kept('span', () => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }));
  const seconds = (to - from) / 1000;
  const days = Math.abs(seconds) / 86_400;
  if (days >= 730) {
    return relative.format(Math.trunc(seconds / 86_400 / 365.25), 'year');
  }
  for (const [unit, size] of [['day', 86_400], ['hour', 3600], ['minute', 60]] as const) {
    if (Math.abs(seconds) >= size) {
      return relative.format(Math.trunc(seconds / size), unit);
    }
  }
  return relative.format(Math.trunc(seconds), 'second');
}

export const list = (parts: string[]): string => kept('list', () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(parts);

const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
/** A party is the code of a country, a bloc, or a firm in words. */
export function party(id: string): string {
  try {
    return /^[A-Z]{2}$/.test(id) && id !== 'SU' ? regions.of(id) ?? id : id === 'SU' ? t('party.SU') : id;
  } catch {
    return id;
  }
}
export const commodity = (id: string): string => (has(`commodity.${id}`) ? t(`commodity.${id}`) : id.replaceAll('-', ' '));
