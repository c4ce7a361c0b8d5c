/** Where the API is, unless somebody says otherwise. */
export const defaultBaseUrl = 'https://api.miosa.ai/api/v1';

/** A variable of the environment, where the runtime has one. Blank, or not to be read, counts as unset. */
export function environmentVariable(name: string): string | undefined {
  // Bundlers and browsers have no `process`; the type says what may be missing.
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return process?.env?.[name]?.trim() || undefined;
  } catch {
    // Deno throws where it was not allowed.
    return undefined;
  }
}

/** Whether the code runs in a browser page or one of its workers, where visitors can read what it holds. */
export function isBrowser(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  // Asked first: jsdom calls itself Mozilla too, and Node makes its `navigator` only when it is touched, which takes time.
  if (process?.versions?.node) return false;
  const { navigator } = globalThis as { navigator?: { userAgent?: string } };
  return /^Mozilla\//.test(navigator?.userAgent ?? '');
}
