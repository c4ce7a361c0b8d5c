import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Miniflare } from 'miniflare';
import { type Check, type Outcome, tryAll } from '../support/check.ts';

/** How one request to the worker is sent. Resolves to the text that the worker answers. */
type Ask = (options?: { readonly signal?: AbortSignal; readonly totalTimeout?: number }) => Promise<string>;

/** workerd kills a request that waits for what belongs to another one, or lets it hang. */
const maxWait = 10_000;

/**
 * Lets requests to one worker share a client whose first call is rate limited, so that the others wait in the client.
 * Each request has timers and promises of its own, and may end before the others.
 */
export async function trySharedClient(script: string): Promise<readonly Outcome[]> {
  const { outcomes } = await tryAll('workerd', '', [
    check(script, 'two requests share a client: both are answered after a rate limit', async (ask) => {
      const first = ask();
      await sleep(400);
      expectAnswer(await ask());
      expectAnswer(await first);
    }),
    check(script, 'the first of two requests that share a client leaves', async (ask) => {
      const leaving = new AbortController();
      const first = ask({ signal: leaving.signal }).catch(() => 'left');
      await sleep(400);
      const second = ask();
      await sleep(200);
      leaving.abort();
      if ((await first) !== 'left') throw new Error('The first request was answered before it could leave.');
      expectAnswer(await second);
      await expectLaterAnswers(ask);
    }),
    check(script, 'the first of two requests that share a client has no time to wait', async (ask) => {
      const answer = await ask({ totalTimeout: 600 });
      if (!answer.startsWith('RateLimitError')) throw new Error(answer);
      expectAnswer(await ask());
      await expectLaterAnswers(ask);
    }),
  ]);
  return outcomes;
}

function check(script: string, name: string, scenario: (ask: Ask) => Promise<void>): Check {
  const run = async (): Promise<void> => {
    const server = await serveLimited();
    const worker = new Miniflare({
      modules: true,
      script,
      compatibilityDate: '2026-01-01',
      bindings: { baseUrl: server.url },
    });
    try {
      await scenario(async ({ signal, totalTimeout = 0 } = {}) => {
        const deadline = AbortSignal.timeout(maxWait);
        const response = await worker.dispatchFetch(`http://worker.test/?totalTimeout=${totalTimeout}`, {
          signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        });
        return response.text();
      });
    } finally {
      await worker.dispose();
      server.close();
    }
  };
  return { name, run };
}

/** An API that refuses its first request for two seconds. */
async function serveLimited(): Promise<{ readonly url: string; close(): void }> {
  let isFirst = true;
  const server = createServer((_request, response) => {
    if (isFirst) response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '2' });
    else response.writeHead(200, { 'content-type': 'application/json' });
    response.end(isFirst ? '{"error":{"code":"rate_limit_exceeded"}}' : '{"data":[],"total":0}');
    isFirst = false;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function expectLaterAnswers(ask: Ask): Promise<void> {
  for (let request = 0; request < 3; request += 1) expectAnswer(await ask());
}

function expectAnswer(text: string): void {
  if (text !== 'total 0') throw new Error(`The worker answered: ${text}`);
}
