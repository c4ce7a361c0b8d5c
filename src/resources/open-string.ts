/** A string whose known values an editor completes, and that may be any other one. */
export type OpenString<Known extends string> = Known | (string & Record<never, never>);
