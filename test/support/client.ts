import { MiosaClient, type MiosaClientOptions } from 'miosa-client';

/** A client with a key that no test looks at. */
export function clientWith(options: MiosaClientOptions): MiosaClient {
  return new MiosaClient({ apiKey: 'msk_test_key', ...options });
}
