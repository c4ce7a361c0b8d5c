import type { RunEvent, Start } from './protocol.ts';
import workerUrl from './worker.ts?worker&url';

/** The longest run. Nothing in the documentation takes that long: it ends what loops for ever. */
const maxDurationMs = 20_000;

/**
 * No origin, no network, no way to the page: a program can only compute, and send messages. It may be evaluated, and a
 * worker may be made of the script that the page hands over.
 */
const frameDocument = `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:">
<script>
  addEventListener('message', ({ data: { script, start }, ports }) => {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    new Worker(url).postMessage(start, ports);
  });
</script>`;

let workerScript: Promise<string> | undefined;

async function loadWorker(): Promise<string> {
  const response = await fetch(workerUrl);
  if (!response.ok) throw new Error(`The runner could not be loaded: ${response.status}.`);
  return response.text();
}

/**
 * Runs a program in a sandboxed frame of its own.
 *
 * @returns A function that ends it. No event arrives afterwards.
 */
export function startSession(start: Start, onEvent: (event: RunEvent | { type: 'timeout' }) => void): () => void {
  const frame = document.createElement('iframe');
  frame.sandbox.add('allow-scripts');
  frame.hidden = true;
  frame.title = 'The running program';
  frame.srcdoc = frameDocument;
  const { port1, port2 } = new MessageChannel();

  function stop(): void {
    clearTimeout(timer);
    port1.close();
    frame.remove();
  }

  let hasEnded = false;
  const timer = setTimeout(() => {
    stop();
    if (!hasEnded) onEvent({ type: 'timeout' });
  }, maxDurationMs);

  port1.onmessage = ({ data }: MessageEvent<RunEvent>) => {
    // What nobody awaits may go on until the time is up.
    hasEnded ||= data.type === 'end';
    onEvent(data);
  };
  frame.addEventListener('load', async () => {
    workerScript ??= loadWorker();
    frame.contentWindow?.postMessage({ script: await workerScript, start }, '*', [port2]);
  });
  document.body.append(frame);
  return stop;
}
