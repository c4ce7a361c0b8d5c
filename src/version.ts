declare const __MIOSA_CLIENT_VERSION__: string;

/** The version of this package, put in when it is built. */
export const version: string = __MIOSA_CLIENT_VERSION__;
