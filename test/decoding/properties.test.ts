import fc from 'fast-check';
import { type Fetch, isMiosaError, MiosaApiError, MiosaError, MiosaResponseError } from 'miosa-client';
import { assert, describe, expect, test } from 'vitest';
import { arbitraryReply, asReply } from '../support/arbitrary-replies.ts';
import { clientWith } from '../support/client.ts';
import { settle } from '../support/ensure.ts';
import { everyMethod } from '../support/every-method.ts';
import { stopClock } from '../support/fake-clock.ts';
import * as kinds from '../support/kinds.ts';
import { inTurn } from '../support/replies.ts';
import { collectUnhandledRejections } from '../support/unhandled-rejections.ts';

/** How many runs there are in all; and the seed that a failure has printed, to repeat it. */
const { PROPERTY_RUNS = '2000', PROPERTY_SEED } = process.env;
const runsOfEach = Math.ceil(Number(PROPERTY_RUNS) / Object.keys(everyMethod).length);
const seed = PROPERTY_SEED === undefined ? {} : { seed: Number(PROPERTY_SEED) };

/** More than any call needs that does not go on for ever. */
const maxRequests = 100;

const perhaps = <T>(kind: kinds.Kind<T>) => kinds.either(kind, kinds.nothing);

/** Checks that an error has what its class declares. */
function expectWellFormed(error: MiosaError): void {
  expect(error).toBeInstanceOf(MiosaError);
  expect(error.name).toSatisfy(kinds.string);
  expect(error.message).not.toBe('');
  expect(error.code).toSatisfy(perhaps(kinds.string));
  expect(error.toJSON()).toSatisfy(kinds.jsonObject);
  if (error instanceof MiosaApiError || error instanceof MiosaResponseError) {
    expect(error.status).toSatisfy(kinds.number);
    expect(error.requestId).toSatisfy(perhaps(kinds.string));
    expect(error.issues).toSatisfy(kinds.list(kinds.issue));
  }
  if (error instanceof MiosaApiError) {
    expect(error.headers).toBeInstanceOf(Headers);
    expect(error.retryable).toSatisfy(kinds.boolean);
    expect(error.retryAfterMs).toSatisfy(perhaps(kinds.number));
  }
  if (error instanceof MiosaResponseError) expect(error.bodyExcerpt.length).toBeLessThanOrEqual(500);
}

async function expectResult(call: Promise<unknown>, kind: kinds.Kind<unknown>): Promise<void> {
  // Its waits take no time.
  const [result] = await settle([call]);
  if (result?.status === 'fulfilled') {
    expect(result.value).toSatisfy(kind);
  } else {
    assert(isMiosaError(result?.reason), `rejected with ${String(result?.reason)}`);
    expectWellFormed(result.reason);
  }
}

describe('whatever the API sends, a call ends with a value of the declared type or an error of this package', () => {
  test.each(Object.entries(everyMethod))(
    '%s',
    async (_, { call, kind, bodies }) => {
      stopClock();
      const unhandled = collectUnhandledRejections();
      const property = fc.asyncProperty(fc.tuple(...bodies.map(arbitraryReply)), async (replies) => {
        let requests = 0;
        const reply = inTurn(...replies.map(asReply));
        const fetch: Fetch = (url, init) => {
          requests += 1;
          return requests < maxRequests ? reply(url, init) : Promise.reject(new TypeError('no end in sight'));
        };
        await expectResult(call(clientWith({ fetch, maxRetries: 0 })), kind);
        expect(requests).toBeLessThan(maxRequests);
        expect(await unhandled()).toEqual([]);
      });
      await fc.assert(property, { numRuns: runsOfEach, ...seed });
    },
    // Runs take milliseconds, but a failure is made smaller in many more of them.
    60_000 + runsOfEach * 100,
  );
});

test('no method is left out', () => {
  const methods = Object.entries(clientWith({})).flatMap(([namespace, instance]) =>
    Object.keys(Object.getPrototypeOf(instance)).map((name) => `${namespace}.${name}`),
  );
  const covered = Object.keys(everyMethod).map((title) => title.split(' ')[0]);
  // The only one that sends nothing.
  expect(methods.filter((name) => !covered.includes(name))).toEqual(['previewDomain.requiredDnsRecords']);
});
