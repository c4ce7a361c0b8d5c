import type { JsonObject } from '../json.ts';

/** Registered globally, so that two copies of the package in one process recognise each other's errors. */
export const brand: unique symbol = Symbol.for('miosa-client.error');

/**
 * The root of every error this package throws.
 *
 * `name` is a literal on each class and survives minifiers, so it can be compared and logged. `instanceof` holds
 * between the ESM and the CommonJS build in one process.
 *
 * @example
 * ```ts
 * import { MiosaClient, MiosaError } from 'miosa-client';
 *
 * const miosa = new MiosaClient();
 * try {
 *   await miosa.projects.list();
 * } catch (error) {
 *   if (error instanceof MiosaError) console.error(error.message);
 *   else throw error;
 * }
 * ```
 */
export class MiosaError extends Error {
  /** The API's error code, such as `VALIDATION_FAILED`, where there is one. */
  readonly code: string | undefined;

  constructor(message: string, options?: ErrorOptions & { code?: string | undefined }) {
    // An own `cause` that is undefined would be printed as one.
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = options?.code;
    Object.defineProperty(this, brand, { value: true });
  }

  /** The class's own name. */
  override get name(): string {
    return 'MiosaError';
  }

  static override [Symbol.hasInstance](this: { readonly prototype: unknown }, value: unknown): boolean {
    const prototype = this.prototype as object;
    // A subclass made by a user has no name of its own: only the language's own check can know it.
    if (!Object.hasOwn(prototype, 'name')) return Function.prototype[Symbol.hasInstance].call(this, value);
    const { name } = prototype as MiosaError;
    return isBranded(value) && prototypesOf(value).some((each) => Object.hasOwn(each, 'name') && each.name === name);
  }

  /**
   * The fields that are safe to log, as plain data. `JSON.stringify` calls it.
   *
   * @returns `name`, `message`, `code` and the fields of the class; never a key, a request or a response body.
   */
  toJSON(): JsonObject {
    return withoutUndefined({ name: this.name, message: this.message, code: this.code });
  }
}

/** Tells whether a value is an error of this package, from whichever copy or build of it. */
export function isBranded(value: unknown): value is MiosaError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** JSON has no `undefined`; leaving such keys out keeps logs short. */
export function withoutUndefined(fields: Readonly<Record<string, unknown>>): JsonObject {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Callers pass strings, numbers, booleans and parsed JSON only.
  return Object.fromEntries(present) as JsonObject;
}

function prototypesOf(error: object): { readonly name?: unknown }[] {
  const prototype: object | null = Object.getPrototypeOf(error);
  return prototype === null ? [] : [prototype, ...prototypesOf(prototype)];
}
