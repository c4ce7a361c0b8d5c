import type { JsonObject } from '../json.ts';
import type { PreviewDomainCheck } from '../resources/preview-domain-check.ts';
import type { Issue } from './issue.ts';
import { MiosaError, withoutUndefined } from './miosa-error.ts';

/** A bad option or argument. Nothing was sent. */
export class MiosaConfigError extends MiosaError {
  override get name(): 'MiosaConfigError' {
    return 'MiosaConfigError';
  }
}

/** No response arrived: the name did not resolve, the connection was refused, reset or cut. */
export class MiosaConnectionError extends MiosaError {
  override get name(): 'MiosaConnectionError' {
    return 'MiosaConnectionError';
  }
}

/** `timeout` or `totalTimeout` ran out. `cause` is what the last attempt ended with, where there was one. */
export class MiosaTimeoutError extends MiosaError {
  /** The last check, when the time ran out while waiting for DNS. */
  readonly lastCheck: PreviewDomainCheck | undefined;

  constructor(message: string, options?: ErrorOptions & { lastCheck?: PreviewDomainCheck | undefined }) {
    super(message, options);
    this.lastCheck = options?.lastCheck;
  }

  override get name(): 'MiosaTimeoutError' {
    return 'MiosaTimeoutError';
  }
}

/** What a {@link MiosaResponseError} is made of. */
export interface MiosaResponseErrorFields {
  /** The HTTP status, a 2xx. */
  readonly status: number;
  /** The request id to quote to MIOSA's support. */
  readonly requestId: string | undefined;
  /** What was wrong: wire path and expected kind. */
  readonly issues: readonly Issue[];
  /** The start of the body, at most 500 characters, keys removed. */
  readonly bodyExcerpt: string;
  /** A copy of what your own schema has thrown, where it did not only refuse: name, message, code and stack. */
  readonly cause?: unknown;
}

/**
 * The request succeeded, but its response is not what the API promises. A mutation **was** processed: do not retry it
 * blindly.
 */
export class MiosaResponseError extends MiosaError implements MiosaResponseErrorFields {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly issues: readonly Issue[];
  readonly bodyExcerpt: string;

  constructor(message: string, fields: MiosaResponseErrorFields) {
    super(message, { cause: fields.cause });
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.issues = fields.issues;
    this.bodyExcerpt = fields.bodyExcerpt;
  }

  override get name(): 'MiosaResponseError' {
    return 'MiosaResponseError';
  }

  override toJSON(): JsonObject {
    const { status, requestId, issues } = this;
    return { ...super.toJSON(), ...withoutUndefined({ status, requestId, issues }) };
  }
}
