import type { RunEvent, Start } from '../protocol.ts';
import workerUrl from '../worker/worker.ts?worker&url';

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

/** The name of the script has a hash of its content, so a copy that the browser keeps is never old. */
async function loadWorker(signal: AbortSignal): Promise<string> {
  // The development server gives the source, whose imports a frame without a network cannot load.
  if (import.meta.env.DEV)
    throw new Error('Programs run on the built site: "npm run docs", then "npm run docs:serve".');
  const response = await fetch(workerUrl, { cache: 'force-cache', signal }).catch(() => undefined);
  if (response?.ok !== true) throw new Error('The script that runs programs could not be loaded. Try again.');
  return response.text();
}

/**
 * Runs a program in a sandboxed frame of its own, until the signal is aborted or the time is up. No event arrives
 * afterwards.
 */
export async function startSession(
  start: Start,
  signal: AbortSignal,
  onEvent: (event: RunEvent | { type: 'timeout' }) => void,
): Promise<void> {
  const script = await loadWorker(signal);
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
  signal.addEventListener('abort', stop);

  port1.onmessage = ({ data }: MessageEvent<RunEvent>) => {
    // What nobody awaits may go on until the time is up.
    hasEnded ||= data.type === 'end';
    onEvent(data);
  };
  frame.addEventListener('load', () => frame.contentWindow?.postMessage({ script, start }, '*', [port2]));
  document.body.append(frame);
}
