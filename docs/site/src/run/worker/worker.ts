/**
 * Runs one program of the documentation. The frame that starts it has an origin of its own and no network; the worker is
 * what can be stopped when a program loops for ever.
 */

import type { RunEvent, Start } from '../protocol.ts';
import { exampleConsole } from './example-console.ts';
import { exampleModules } from './modules.ts';

/** What is beyond these limits is counted, and not sent: nobody reads so much, and the page would become slow. */
const maxEvents = 1000;
const maxCharacters = 500_000;

addEventListener('message', ({ data, ports: [port] }: MessageEvent<Start>) => {
  // Bound before the program runs, which could put a function of its own into the prototype.
  if (port !== undefined) void run(data, port.postMessage.bind(port));
});

async function run({ program, fault }: Start, send: (event: RunEvent) => void): Promise<void> {
  let events = 0;
  let characters = 0;
  let omitted = 0;
  function report(event: RunEvent): void {
    const { length } = JSON.stringify(event);
    if (events === maxEvents || characters + length > maxCharacters) {
      omitted += 1;
      return;
    }
    events += 1;
    characters += length;
    send(event);
  }

  const start = performance.now();
  const console = exampleConsole(report);
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    console.error('Uncaught', event.reason);
  });
  try {
    const { modules, fetch } = exampleModules(fault, report);
    // As on a server, for which most of these programs are: in a browser the client would refuse the key.
    const process = { env: { MIOSA_API_KEY: 'msk_test_example' }, versions: { node: '24.0.0' } };
    Object.assign(globalThis, { console, fetch, process });
    await new AsyncFunction('require', 'exports', program)((name: string) => load(modules, name), {});
  } catch (error) {
    console.error('Uncaught', error);
  } finally {
    // Also where the error cannot be printed.
    send({ type: 'end', durationMs: performance.now() - start, omitted });
  }
}

// The constructor of async functions is no global: this is where it is found, and what it takes and makes.
const AsyncFunction = (async () => {}).constructor as new (
  ...parametersAndBody: readonly string[]
) => (...values: readonly unknown[]) => Promise<unknown>;

function load(modules: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(modules, name)) return modules[name];
  const names = Object.keys(modules).map((each) => `"${each}"`);
  throw new Error(`A program can import ${names.join(' and ')} here, not "${name}".`);
}
