// What moves while one looks: the stream of messages says that something did, and the portfolio's data version what is served.
import { headers, onKey, read } from './api';
import { beat, heartbeat } from './view';

const POLL = 30_000;
const AGAIN = 5_000;

let lastId = '';
let stop = new AbortController();

async function look(): Promise<void> {
  try {
    const { dataVersion } = await read('/v1/status');
    beat({ version: dataVersion, heard: Date.now() });
  } catch {
    beat({ connected: false });
  }
}

/** The header with the key rules out `EventSource`, which can send none. */
async function listen(signal: AbortSignal): Promise<void> {
  const response = await fetch('/v1/events', {
    headers: headers({ Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) }), signal, cache: 'no-store' });
  if (!response.ok || !response.body) {
    throw new Error(`no stream: ${response.status}`);
  }
  beat({ connected: true, heard: Date.now() });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    beat({ connected: true, heard: Date.now() });
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    const ids = lines.filter((line) => line.startsWith('id:'));
    if (ids.length) {
      lastId = ids.at(-1)?.slice(3).trim() ?? lastId;
      await look();
    }
  }
}

async function keepListening(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await listen(signal);
    } catch {
      // It is tried again below, for as long as the page is open.
    }
    if (!signal.aborted) {
      beat({ connected: false });
      await new Promise((done) => { setTimeout(done, AGAIN); });
      await look();
    }
  }
}

export function live(): void {
  void keepListening(stop.signal);
  setInterval(() => {
    if (document.visibilityState === 'visible') {
      void look();
    }
  }, POLL);
  window.addEventListener('online', () => void look());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - heartbeat.heard > POLL) {
      void look();
    }
  });
  onKey(() => {
    stop.abort();
    stop = new AbortController();
    void keepListening(stop.signal);
  });
}
