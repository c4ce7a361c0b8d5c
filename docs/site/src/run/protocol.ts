/** What goes wrong in a run, by the reader's choice. */
export type Fault = 'none' | 'slow' | 'unavailable' | 'drop' | 'rate-limit';

/** What a page sends to start a run. */
export interface Start {
  /** JavaScript, its imports as calls of `require`. */
  readonly program: string;
  readonly fault: Fault;
}

export type Level = 'log' | 'error';

/** What a running program sends to the page. Everything in it may come from the reader's code: it is shown as text. */
export type RunEvent =
  | { readonly type: 'print'; readonly level: Level; readonly text: string }
  | { readonly type: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | RequestSent
  | ResponseArrived
  /** An attempt failed, and the next one is due later. */
  | { readonly type: 'wait'; readonly delayMs: number; readonly reason: string }
  /** The last one. `omitted` is the number of lines that were printed and not sent. */
  | { readonly type: 'end'; readonly durationMs: number; readonly omitted: number };

export interface RequestSent {
  readonly type: 'request';
  readonly id: number;
  readonly method: string;
  readonly path: string;
  /** Without the API key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ResponseArrived {
  readonly type: 'response';
  /** That of its request. */
  readonly id: number;
  /** `undefined` where the connection was dropped. */
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly body: string;
}
