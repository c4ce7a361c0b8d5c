/** The default base URL. */
export const defaultBaseUrl = 'https://api.miosa.ai/api/v1';

/** Globals that only some runtimes have. */
interface Host {
  readonly process?: {
    readonly env?: Record<string, string | undefined>;
    readonly versions?: { readonly node?: string };
  };
  readonly navigator?: { readonly userAgent?: string };
}

/** Reads a global of the host. One that must not be read counts as missing: Deno throws without a permission. */
function readHost(read: (host: Host) => string | undefined): string | undefined {
  try {
    // Every field of the type may be missing.
    return read(globalThis as Host)?.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** An environment variable, if the runtime has them. One that is blank or cannot be read counts as unset. */
export function environmentVariable(name: string): string | undefined {
  return readHost(({ process }) => process?.env?.[name]);
}

/** Whether the code runs in a browser page or one of its workers, where visitors can read what it holds. */
export function isBrowser(): boolean {
  // Asked first: jsdom calls itself Mozilla too, and Node makes its `navigator` only when it is touched, which takes time.
  if (readHost(({ process }) => process?.versions?.node)) return false;
  return /^Mozilla\//.test(readHost(({ navigator }) => navigator?.userAgent) ?? '');
}
