import type { Paginate } from '../paging.ts';
import type { Reply } from '../replies.ts';
import type { EmulatorState } from '../state.ts';

/** One request, as far as a handler needs to know it. */
export interface Exchange {
  readonly state: EmulatorState;
  /** The UUID in the path, or `''` where the path has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The fields of the JSON body. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Makes the body of a list. */
  readonly paginate: Paginate;
}

/** Answers one endpoint. It throws an `ApiFailure` to answer with an error. */
export type Handler = (exchange: Exchange) => Reply;
