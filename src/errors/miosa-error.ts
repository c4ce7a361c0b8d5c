import type { JsonObject } from '../resources/json.ts';

/** Registered globally, so that two copies of the package in one process recognise each other's errors. */
const brand: unique symbol = Symbol.for('miosa-client.error');

/**
 * The root of every error this package throws.
 *
 * `name` is a literal on each class and survives minifiers, so it can be compared and logged.
 * `instanceof` holds between the ESM and the CommonJS build in one process.
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
  /** The class's own name. */
  declare readonly name: string;
  /** The API's error code, such as `VALIDATION_FAILED`, where there is one. */
  readonly code: string | undefined;

  static {
    publishName(this, 'MiosaError');
    Object.defineProperty(this.prototype, brand, { value: true });
  }

  constructor(message: string, options?: ErrorOptions & { code?: string | undefined }) {
    // An own `cause` that is undefined would be printed as one.
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = options?.code;
  }

  static override [Symbol.hasInstance](this: { readonly prototype: unknown }, value: unknown): boolean {
    const prototype = this.prototype as object;
    // A subclass made by a user has no published name: only the language's own check can know it.
    if (!Object.hasOwn(prototype, 'name')) {
      return Function.prototype[Symbol.hasInstance].call(this, value);
    }
    return isMiosaError(value) && namesOf(value).has((prototype as MiosaError).name);
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

/**
 * Tells whether a value is an error of this package, from whichever copy or build of it.
 *
 * @param value - Anything, typically what a `catch` clause received.
 * @returns `true` for every {@link MiosaError}.
 *
 * @example
 * ```ts
 * import { isMiosaError } from 'miosa-client';
 *
 * const report = (error: unknown): string => (isMiosaError(error) ? error.message : 'unexpected');
 * ```
 */
export function isMiosaError(value: unknown): value is MiosaError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** Gives a class its literal `name`: on the prototype, so that stacks show it and minifiers cannot change it. */
export function publishName(errorClass: { readonly prototype: object }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true });
}

/** JSON has no `undefined`; leaving such keys out keeps logs short. */
export function withoutUndefined(fields: Record<string, unknown>): JsonObject {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Callers pass strings, numbers, booleans and parsed JSON only.
  return Object.fromEntries(present) as JsonObject;
}

function namesOf(error: object): Set<string> {
  const names = new Set<string>();
  for (let prototype = Object.getPrototypeOf(error); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.hasOwn(prototype, 'name')) names.add(prototype.name);
  }
  return names;
}
