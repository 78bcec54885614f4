// What all parts of the page have in common.
import { LitElement } from 'lit';

/** A part without a shadow: one style sheet, and ids and labels that find each other. */
export abstract class Part extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

// --- where one is -------------------------------------------------------------------------------------------------------------

export const query = (): URLSearchParams => new URLSearchParams(location.search);
export const asked = (name: string): string => query().get(name) ?? '';
const MOVED = 'offtake:moved';

/** The address of this view with other parameters; an empty one is left out. */
export function here(changes: Record<string, string | undefined>, path = location.pathname): string {
  const parameters = query();
  for (const [name, value] of Object.entries(changes)) {
    if (value) {
      parameters.set(name, value);
    } else {
      parameters.delete(name);
    }
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** An address elsewhere on the page; the instant that one looks from goes along. */
export function to(path: string, parameters: Record<string, string | undefined> = {}): string {
  const kept = new URLSearchParams();
  const asOf = asked('asOf');
  for (const [name, value] of Object.entries({ ...(asOf ? { asOf } : {}), ...parameters })) {
    if (value) {
      kept.set(name, value);
    }
  }
  const text = kept.toString();
  return text ? `${path}?${text}` : path;
}

export function go(target: string, replace = false): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', target);
  window.dispatchEvent(new Event(MOVED));
}

export function onMoved(listener: () => void): () => void {
  window.addEventListener(MOVED, listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener(MOVED, listener);
    window.removeEventListener('popstate', listener);
  };
}

/** Links of the page are followed without loading it anew. */
export function followLinks(pages: RegExp): void {
  document.addEventListener('click', (event) => {
    const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
        || link.target || link.hasAttribute('download') || link.origin !== location.origin || !pages.test(link.pathname)) {
      return;
    }
    if (link.hash && link.pathname === location.pathname && link.search === location.search) {
      return;
    }
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}

/** An address that somebody else wrote: only the two kinds that lead to a page. */
export function outside(url: string | undefined): string | undefined {
  if (!url) {
    return undefined;
  }
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : undefined;
  } catch {
    return undefined;
  }
}

// --- what is known ------------------------------------------------------------------------------------------------------------

/** The newest data version and when the service was last heard of. */
export interface Heartbeat { version: number; connected: boolean; heard: number }
export const heartbeat: Heartbeat = { version: 0, connected: false, heard: 0 };
const BEAT = 'offtake:beat';

export function beat(change: Partial<Heartbeat>): void {
  const before = heartbeat.version;
  Object.assign(heartbeat, change);
  window.dispatchEvent(new CustomEvent(BEAT, { detail: { advanced: heartbeat.version > before && before > 0 } }));
}

export function onBeat(listener: (advanced: boolean) => void): () => void {
  const handler = (event: Event): void => listener((event as CustomEvent<{ advanced: boolean }>).detail.advanced);
  window.addEventListener(BEAT, handler);
  return () => window.removeEventListener(BEAT, handler);
}

/** Instant and version that the view looks from; both together make an answer that never changes. */
export function basis(): { asOf?: string; dataVersion?: number } {
  const asOf = asked('asOf');
  return asOf ? { asOf, ...(heartbeat.version ? { dataVersion: heartbeat.version } : {}) } : {};
}

export const now = (): number => {
  const asOf = asked('asOf');
  const at = asOf ? Date.parse(asOf.length === 10 ? `${asOf}T23:59:59Z` : asOf) : Date.now();
  return Number.isNaN(at) ? Date.now() : at;
};

export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
