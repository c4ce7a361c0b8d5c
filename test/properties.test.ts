import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import {
  type Fetch,
  isMiosaError,
  MiosaApiError,
  MiosaClient,
  MiosaError,
  MiosaResponseError,
  RateLimitError,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { arbitraryReply, asReply } from './support/arbitrary-replies.ts';
import { everyMethod, type MethodCase } from './support/every-method.ts';
import * as kinds from './support/kinds.ts';
import { inTurn } from './support/replies.ts';
import { collectUnhandledRejections } from './support/unhandled-rejections.ts';

/** How many runs there are in all, and with which seed: to run more of them, or those that have failed again. */
const { PROPERTY_RUNS = '2000', PROPERTY_SEED } = process.env;
const runs = Math.ceil(Number(PROPERTY_RUNS) / Object.keys(everyMethod).length);
const seed = PROPERTY_SEED === undefined ? {} : { seed: Number(PROPERTY_SEED) };

/** No list of a handful of answers takes so many requests, and no such wait so many checks. */
const mostRequests = 100;

const orNothing = <T>(kind: kinds.Kind<T>) => kinds.either(kind, kinds.nothing);

/** Checks an error against what its class declares. */
function expectWellFormed(error: MiosaError): void {
  expect(error).toBeInstanceOf(MiosaError);
  expect(error).toSatisfy(
    ({ name, message, code }) => kinds.string(name) && message !== '' && orNothing(kinds.string)(code),
  );
  expect(error.toJSON()).toSatisfy(kinds.jsonObject);
  if (error instanceof MiosaApiError || error instanceof MiosaResponseError) {
    expect(error.status).toSatisfy(kinds.number);
    expect(error.requestId).toSatisfy(orNothing(kinds.string));
    expect(error.issues).toSatisfy(kinds.list(kinds.issue));
  }
  if (error instanceof MiosaApiError) {
    expect(error.headers).toBeInstanceOf(Headers);
    expect(error.retryable).toSatisfy(kinds.boolean);
  }
  if (error instanceof RateLimitError) expect(error.retryAfterMs).toSatisfy(orNothing(kinds.number));
  if (error instanceof MiosaResponseError) expect(error.bodyExcerpt.length).toBeLessThanOrEqual(500);
}

async function outcomeOf(call: Promise<unknown>): Promise<{ readonly value: unknown } | { readonly error: unknown }> {
  return call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

function expectOutcome(outcome: Awaited<ReturnType<typeof outcomeOf>>, { kind }: MethodCase): void {
  if ('value' in outcome) {
    expect(outcome.value).toSatisfy(kind);
  } else {
    expect(outcome.error).toSatisfy(isMiosaError);
    expectWellFormed(outcome.error as MiosaError);
  }
}

describe('whatever a server answers, the outcome is a value of the declared type or an error of this package', () => {
  test.each(Object.entries(everyMethod))(
    '%s',
    async (_, method) => {
      const unhandled = collectUnhandledRejections();
      const property = fc.asyncProperty(fc.tuple(...method.bodies.map(arbitraryReply)), async (replies) => {
        let requests = 0;
        const reply = inTurn(...replies.map(asReply));
        const fetch: Fetch = (url, init) => {
          requests += 1;
          return reply(url, init);
        };
        const miosa = new MiosaClient({ apiKey: 'msk_test_properties', fetch, maxRetries: 0 });
        expectOutcome(await outcomeOf(method.call(miosa)), method);
        expect(requests).toBeLessThan(mostRequests);
        expect(await unhandled()).toEqual([]);
      });
      await fc.assert(property, { numRuns: runs, timeout: 10_000, ...seed });
      await setImmediate();
    },
    60_000 + runs * 100,
  );
});

test('no method is left out', () => {
  const { projects, workspaces, previewDomain } = new MiosaClient({ apiKey: 'msk_test_properties' });
  const methods = Object.entries({ projects, workspaces, previewDomain }).flatMap(([namespace, instance]) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(instance))
      .filter((name) => name !== 'constructor')
      .map((name) => `${namespace}.${name}`),
  );
  const covered = new Set(Object.keys(everyMethod).map((title) => title.split(' ')[0]));
  // It sends nothing.
  covered.add('previewDomain.requiredDnsRecords');
  expect(methods.filter((name) => !covered.has(name))).toEqual([]);
});
