// The public interface, as any other client meets it. A key is kept for this tab alone.
import type { Answers, Problem } from 'contract';

const KEY = 'offtake.key';

/** What the service refused, or that it could not be reached: `status` is then 0. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

export type Parameters = Record<string, string | number | boolean | undefined>;

let key = sessionStorage.getItem(KEY) ?? '';
const listeners = new Set<() => void>();

export const hasKey = (): boolean => key !== '';

export function setKey(newKey: string): void {
  key = newKey;
  if (key) {
    sessionStorage.setItem(KEY, key);
  } else {
    sessionStorage.removeItem(KEY);
  }
  listeners.forEach((listener) => listener());
}

export function onKey(listener: () => void): void {
  listeners.add(listener);
}

/** An address with its parts and parameters filled in: `{name}` in `path` takes `parts.name`. */
export function address(path: string, parts: Record<string, string> = {}, parameters: Parameters = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }
  const asked = query.toString();
  return asked ? `${filled}?${asked}` : filled;
}

export function headers(more: Record<string, string> = {}): Record<string, string> {
  return key ? { ...more, Authorization: `Bearer ${key}` } : more;
}

async function ask(target: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(target, init);
  } catch (error) {
    if (init.signal?.aborted) {
      throw error;
    }
    throw new Refusal(0, { type: '', title: '', status: 0 });
  }
  if (!response.ok) {
    const type = response.headers.get('Content-Type') ?? '';
    const problem: Problem = type.includes('json')
      ? await response.json()
      : { type: '', title: response.statusText, status: response.status };
    throw new Refusal(response.status, problem);
  }
  return response;
}

// Answers at an instant and a data version never change: the browser's own cache keeps those too, but not ready to draw.
const settled = new Map<string, Promise<unknown>>();
const MOST_SETTLED = 400;

/** Reads an address of the contract, with the type that the contract gives its answer. */
export function read<Path extends keyof Answers & string>(
  path: Path, parts: Record<string, string> = {}, parameters: Parameters = {}): Promise<Answers[Path]> {
  const target = address(path, parts, parameters);
  const settles = parameters.asOf !== undefined && parameters.dataVersion !== undefined;
  const known = settled.get(target) as Promise<Answers[Path]> | undefined;
  if (settles && known) {
    return known;
  }
  const answer = ask(target, { headers: headers({ Accept: 'application/json' }), cache: settles ? 'default' : 'no-cache' })
    .then((response) => response.json() as Promise<Answers[Path]>);
  if (settles) {
    if (settled.size >= MOST_SETTLED) {
      settled.delete(settled.keys().next().value as string);
    }
    settled.set(target, answer);
    answer.catch(() => settled.delete(target));
  }
  return answer;
}

/** What is kept ready belongs to who was let in. */
onKey(() => settled.clear());

export async function raw(target: string): Promise<Response> {
  return ask(target, { headers: headers(), cache: 'no-cache' });
}

/** Changes something, or with `dryRun` only says what would become of it. A `Blob` goes as it is. */
export async function write(
  method: 'POST' | 'PATCH' | 'DELETE', target: string, body?: unknown, more: Record<string, string> = {}): Promise<unknown> {
  const text = body instanceof Blob;
  const response = await ask(target, {
    method,
    // What answers with nothing offers no media type to choose from.
    headers: headers({ Accept: method === 'DELETE' ? '*/*' : 'application/json', ...(body === undefined ? {} : { 'Content-Type': text ? body.type : 'application/json' }), ...more }),
    ...(body === undefined ? {} : { body: text ? body : JSON.stringify(body) }),
  });
  return response.status === 204 ? undefined : response.json();
}

/** Every page of a list, one after the other, up to `most` pages. */
export async function readAll<Path extends keyof Answers & string>(
  path: Path, parts: Record<string, string>, parameters: Parameters, most = 10): Promise<Answers[Path][]> {
  const pages: Answers[Path][] = [];
  let token: string | undefined;
  for (let i = 0; i < most; i++) {
    const page = await read(path, parts, { ...parameters, pageToken: token });
    pages.push(page);
    token = (page as { nextPageToken?: string }).nextPageToken;
    if (!token) {
      break;
    }
  }
  return pages;
}

