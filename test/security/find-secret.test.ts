import { describe, expect, test } from 'vitest';
import { findSecret } from '../support/find-secret.ts';

describe('the search for a secret', () => {
  const secret = 'a planted secret';
  class Hidden {
    readonly #secret = secret;
    get value(): string {
      return this.#secret;
    }
  }

  test.each([
    ['a string', secret, 'value'],
    ['part of a string', { a: [`Bearer ${secret}.`] }, 'value.a.0'],
    ['the name of a property', { [secret]: 1 }, `the name of value.${secret}`],
    ['a hidden property', Object.defineProperty({}, 'a', { value: { b: secret } }), 'value.a.b'],
    ['a property under a symbol', { [Symbol('a')]: secret }, 'value[Symbol(a)]'],
    ['the description of a symbol', [Symbol(secret)], 'value.0'],
    ['the message of an error', new Error(secret), 'value.stack'],
    [
      'the cause of a cause',
      new Error('a', { cause: new Error('b', { cause: { secret } }) }),
      'value.cause.cause.secret',
    ],
    ['an inherited property', Object.create({ a: secret }), 'value.a'],
    ['an inherited getter', new Hidden(), 'value.value'],
    ['a property of a function', Object.assign(() => {}, { secret }), 'value.secret'],
    ['a key of a Map', new Map([[secret, 1]]), 'value<entry 0>.0'],
    ['a value of a Map', new Map([[1, { secret }]]), 'value<entry 0>.1.secret'],
    ['an item of a Set', new Set([1, secret]), 'value<entry 1>'],
    ['headers', new Headers({ 'x-key': secret }), 'value<entry 0>.1'],
    [
      'a request',
      { request: new Request('http://a.test', { headers: { a: secret } }) },
      'value.request.headers<entry 0>.1',
    ],
    ['bytes', { body: new TextEncoder().encode(secret) }, 'value.body'],
    ['what toJSON returns', { toJSON: () => ({ secret }) }, 'JSON.stringify'],
    ['what a promise holds', Promise.resolve({ secret }), 'util.inspect'],
  ])('finds it as %s', (_, value, path) => {
    expect(findSecret(value, secret)).toBe(path);
  });

  test('finds nothing where nothing is, even in a circle', () => {
    const circle: Record<string, unknown> = { response: new Response('text'), error: new Error('an error') };
    circle['self'] = circle;
    expect(findSecret(circle, secret)).toBeUndefined();
  });
});
