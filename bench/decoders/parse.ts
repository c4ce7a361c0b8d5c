import type { MakeDecode } from '../support/decode.ts';

/** The floor: what no client of a JSON API can avoid. */
export const makeDecode: MakeDecode = (text) => () => JSON.parse(text);
