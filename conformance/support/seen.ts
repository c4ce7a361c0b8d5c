import type { Answer } from './api.ts';

/** A fact does not hold: the message says what was seen instead, without anything that identifies the organization. */
export class Mismatch extends Error {}

/** Whether a fact holds could not be seen: the message says why. */
export class NotSeen extends Error {}

/** An object of JSON, under its names on the wire. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws {Mismatch} When the condition is false. */
export function expect(condition: boolean, seen: string): asserts condition {
  if (!condition) throw new Mismatch(seen);
}

/** @throws {Mismatch} When the status is none of these; without any, when it is no success. */
export function expectStatus(answer: Answer, ...statuses: readonly number[]): void {
  expect(statuses.length === 0 ? isSuccess(answer) : statuses.includes(answer.status), describe(answer));
}

/** @throws {Mismatch} When it is not this error. */
export function expectError(answer: Answer, status: number, code: string): void {
  expect(answer.status === status && codeOf(answer) === code, describe(answer));
}

/** Whether a request has succeeded. */
export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** An answer in a few words: its status and the code of its error. */
export function describe(answer: Answer): string {
  return [answer.status, codeOf(answer)].filter((part) => part !== undefined).join(' ');
}

/** The code of an error, in the error, beside it or in its place. Texts are no codes. */
export function codeOf({ body }: Answer): string | undefined {
  const { error, code } = fieldsOf(body);
  return [fieldsOf(error)['code'], code, error].find(isCode);
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z]+(_[A-Za-z]+)*$/.test(value);
}

/** Whether a value is an object, and no array. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object. Other values have none. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** Where a single object is: `bare`, or the member that holds it. */
export function placeOf({ body }: Answer): 'bare' | 'data' | 'project' | 'workspace' | 'none' {
  if (!isObject(body)) return 'none';
  const places = ['data', 'project', 'workspace'] as const;
  return places.find((place) => isObject(body[place])) ?? 'bare';
}

/** The single object in an answer, whatever holds it. */
export function objectIn(answer: Answer): Fields {
  const place = placeOf(answer);
  return fieldsOf(place === 'bare' ? answer.body : fieldsOf(answer.body)[place]);
}

/** The list in an answer, whatever holds it; `undefined` where there is none. */
export function listIn({ body }: Answer): readonly Fields[] | undefined {
  const places = isObject(body) ? [body['data'], body['projects'], body['workspaces'], body['items']] : [body];
  const list: unknown[] | undefined = places.find((place) => Array.isArray(place));
  return list?.map(fieldsOf);
}

/** What holds a list: `bare array`, or the members of the body in alphabetical order. */
export function envelopeOf({ body }: Answer): string {
  return Array.isArray(body) ? 'bare array' : Object.keys(fieldsOf(body)).sort().join(', ');
}

/** Whether two values are the same JSON, in whichever order their members are. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
}

/** A UUID in any form of writing. */
export const uuid: RegExp = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Whether a text occurs anywhere in a body: where no source names the field that has it. */
export function mentions({ body }: Answer, text: string): boolean {
  return JSON.stringify(body ?? null).includes(text);
}
