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

/**
 * @throws {Mismatch} When the status is none of these; without any, when it is no success.
 * @throws {NotSeen} When the key may not do it.
 */
export function expectStatus(answer: Answer, ...statuses: readonly number[]): void {
  allowed(answer);
  expect(statuses.length === 0 ? isSuccess(answer) : statuses.includes(answer.status), describe(answer));
}

/** @throws {Mismatch} When a field is not what was sent. */
export function expectStored(stored: Fields, sent: Fields): void {
  const others = Object.keys(sent).filter((name) => !isSame(stored[name], sent[name]));
  expect(others.length === 0, `${others.join(', ')} not as sent`);
}

/** @throws {Mismatch} When it is not this error. */
export function expectError(answer: Answer, status: number, code: string): void {
  expect(answer.status === status && codeOf(answer) === code, describe(answer));
}

/** Whether a request has succeeded. */
export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** @throws {NotSeen} When the key may not do what was asked, which says nothing about the API. */
export function allowed(answer: Answer): Answer {
  if (answer.status === 403) throw new NotSeen(`the key may not do it: ${describe(answer)}`);
  return answer;
}

/** @throws {NotSeen} When the request has not succeeded, so that its body is that of an error. */
export function successful(answer: Answer): Answer {
  if (!isSuccess(answer)) throw new NotSeen(describe(answer));
  return answer;
}

/** An answer in a few words: its status and the code of its error. */
export function describe(answer: Answer): string {
  const code = codeOf(answer);
  return code === undefined ? String(answer.status) : `${answer.status} ${withoutNames(code)}`;
}

/** The code of an error, in the error, beside it or in its place. Texts are no codes. */
export function codeOf({ body }: Answer): string | undefined {
  const { error, code } = fieldsOf(body);
  return [fieldsOf(error)['code'], code, error].find(isCode);
}

function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$/.test(value);
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

/** The answer to a question that has two. */
export function yesNo(condition: boolean): string {
  return condition ? 'yes' : 'no';
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

/** The id of nothing. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

/** A UUID in any form of writing. */
export const uuid: RegExp = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Whether a text occurs anywhere in a body: where no source names the field that has it. */
export function mentions({ body }: Answer, text: string): boolean {
  return JSON.stringify(body ?? null).includes(text);
}

/** A text of the server, with `…` for each word that may be a name of the organization. */
export function withoutNames(text: string): string {
  return text.replace(/[\p{L}\p{N}]+/gu, (word) =>
    /^\d{1,3}$/.test(word) || commonWords.has(word.toLowerCase()) ? word : '…',
  );
}

/** Words of codes, headers, members and answers: they identify nobody. */
const commonWords = new Set(
  `action active after allowed already and another api array bad bare been but by cache charset code configured conflict
  context control created credential credits cursor data default deleted deprecated deprecation details disabled dns
  domain duplicate effective ending entity error errors etag exceeded existing exists expired external failed field
  first forbidden found gateway go has header html id idempotency idempotent in instructions insufficient internal
  invalid is items json key kind large last left length limit link links live long maintenance media message meta
  metadata method miosa mismatch missing more must name neither next no none not null object of offset on only or
  organization other owner page pages param params parameter path payload pending per permission plain plan policy port
  precondition prev preview project projects quota rate ratelimit ready records refused rejected remaining removed
  replay replayed request required reserved reset resolution result retry reused rule schema scope service settings
  short size slug sons status success successes sunset suspended taken target tenant text the timeout token too total
  type unauthorized unavailable unchanged under unknown unprocessable unset unsupported url use used user utf validation
  value verified version with without word workspace workspaces x zo zoe zoë`.split(/\s+/),
);
