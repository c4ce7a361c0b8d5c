import type { Answer, Api } from '../support/api.ts';
import { limitedKey } from '../support/emulator.ts';
import { expect, expectError, NotSeen, withoutNames } from '../support/seen.ts';
import { type Context, docs, type Fact } from '../support/types.ts';

/** The rate limit, from what was limited while everything else was checked: to reach it would hold others back. */
export const facts: readonly Fact[] = [
  {
    id: 'rate-limit.code',
    sentence: 'A request beyond the rate limit is rejected with 429 `rate_limit_exceeded`.',
    source: docs('api-reference/errors'),
    readsOnly: true,
    check: async (context) => expectError(await limitedAnswer(context), 429, 'rate_limit_exceeded'),
  },
  {
    id: 'rate-limit.retry-after',
    sentence: 'A 429 says in `Retry-After` how many seconds to wait.',
    source: docs('api-reference/errors'),
    readsOnly: true,
    check: async (context) => {
      const hint = (await limitedAnswer(context)).headers.get('retry-after') ?? 'none';
      expect(/^\d+$/.test(hint), withoutNames(hint));
    },
  },
];

async function limitedAnswer({ api, lab, isOwn }: Context): Promise<Answer> {
  if (isOwn) await lab.once('rate limit', () => reachLimit(api));
  const [limited] = api.limited;
  if (limited === undefined) throw new NotSeen('nothing was limited');
  return limited;
}

async function reachLimit(api: Api): Promise<void> {
  const headers = { authorization: `Bearer ${limitedKey}` };
  for (let request = 0; request < 50 && api.limited.length === 0; request++) {
    await api.sendOnce('GET', '/tenant/preview-domain', { headers });
  }
}
