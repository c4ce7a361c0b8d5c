/**
 * One of the known strings, which editors complete, or any other. Not type-fest's `LiteralUnion`: declarations would
 * need that package where ours is installed.
 */
export type OpenString<Known extends string> = Known | (string & Record<never, never>);
