import type { JsonObject } from '../resources/json.ts';
import type { PreviewDomainCheck } from '../resources/preview-domain.ts';
import type { Issue } from './issue.ts';
import { MiosaError, publishName, withoutUndefined } from './miosa-error.ts';

/** A bad option or argument. Nothing was sent. */
export class MiosaConfigError extends MiosaError {
  declare readonly name: 'MiosaConfigError';

  static {
    publishName(this, 'MiosaConfigError');
  }
}

/** No response arrived: the name did not resolve, the connection was refused, reset or cut. */
export class MiosaConnectionError extends MiosaError {
  declare readonly name: 'MiosaConnectionError';

  static {
    publishName(this, 'MiosaConnectionError');
  }
}

/** `timeout` or `totalTimeout` ran out. `cause` is what the last attempt ended with, where there was one. */
export class MiosaTimeoutError extends MiosaError {
  declare readonly name: 'MiosaTimeoutError';
  /** The last check, when the time ran out while waiting for DNS. */
  readonly lastCheck: PreviewDomainCheck | undefined;

  static {
    publishName(this, 'MiosaTimeoutError');
  }

  constructor(message: string, options?: ErrorOptions & { lastCheck?: PreviewDomainCheck | undefined }) {
    super(message, options);
    this.lastCheck = options?.lastCheck;
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
}

/**
 * The request succeeded, but its answer is not what the API promises. A mutation **was** carried out: do not repeat it
 * blindly.
 */
export class MiosaResponseError extends MiosaError implements MiosaResponseErrorFields {
  declare readonly name: 'MiosaResponseError';
  readonly status: number;
  readonly requestId: string | undefined;
  readonly issues: readonly Issue[];
  readonly bodyExcerpt: string;

  static {
    publishName(this, 'MiosaResponseError');
  }

  constructor(message: string, fields: MiosaResponseErrorFields) {
    super(message);
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.issues = fields.issues;
    this.bodyExcerpt = fields.bodyExcerpt;
  }

  override toJSON(): JsonObject {
    const { status, requestId, issues } = this;
    return { ...super.toJSON(), ...withoutUndefined({ status, requestId, issues }) };
  }
}
