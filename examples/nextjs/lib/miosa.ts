import 'server-only';
import { MiosaClient } from 'miosa-client';

/**
 * One client for the whole server. It reads MIOSA_API_KEY at the first call, so `next build` needs no key, and
 * `server-only` makes the build fail where a client component imports it.
 */
export const miosa = new MiosaClient();
