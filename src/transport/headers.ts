/** Headers that are ready to be sent, by their name in lower case. */
export type SentHeaders = Record<string, string>;

/** Lays headers over each other: later ones win, and `null` takes a header away. */
export function layHeaders(...layers: readonly (Readonly<Record<string, string | null>> | undefined)[]): SentHeaders {
  const headers: Record<string, string | null> = Object.assign({}, ...layers);
  for (const name in headers) if (headers[name] === null) delete headers[name];
  // Those that were null are gone.
  return headers as SentHeaders;
}
