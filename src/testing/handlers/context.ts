import type { JsonObject } from '../../json.ts';
import type { MiosaEmulatorOptions } from '../options.ts';
import type { Store } from '../store.ts';

/** Responds to the requests of one endpoint. It throws an `ApiFailure` to respond with an error. */
export type Handler = (context: Context) => Response;

/** Handlers by endpoint: the method, and the path below `/api/v1` with `{id}` in place of a UUID. */
export type Handlers = Readonly<Record<string, Handler>>;

/** One request, as far as a handler needs to know it. */
export interface Context {
  readonly store: Store;
  readonly options: MiosaEmulatorOptions;
  /** The UUID in the path, or `''` where the path has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The fields of the JSON body. */
  readonly fields: JsonObject;
}
