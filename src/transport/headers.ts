/** Headers that are ready to be sent, by their name in lower case. */
export type SentHeaders = Record<string, string>;

/** Lays headers over each other: later ones win, and `null` takes a header away. */
export function layHeaders(...layers: readonly Readonly<Record<string, string | null | undefined>>[]): SentHeaders {
  const headers: SentHeaders = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (value === null) delete headers[name];
      else if (value !== undefined) headers[name] = value;
    }
  }
  return headers;
}
