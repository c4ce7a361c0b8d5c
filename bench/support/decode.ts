/** Prepares for a text, and returns what decodes it. */
export type MakeDecode = (text: string) => () => unknown;

/** The decoders, by the name of their file in `decoders/`. The first one is the floor. */
export const decoders = {
  parse: 'JSON.parse',
  miosa: 'miosa-client',
  rename: 'JSON.parse + renaming by hand',
  'zod-mini': 'JSON.parse + zod/mini',
  zod: 'JSON.parse + zod',
} as const;

export type DecoderName = keyof typeof decoders;

export const decoderNames: readonly DecoderName[] = Object.keys(decoders) as DecoderName[];
