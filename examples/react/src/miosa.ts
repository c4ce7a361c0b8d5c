import { MiosaClient } from 'miosa-client';

/** Has no key: the proxy on the page's own origin adds it. */
export const miosa = new MiosaClient({ apiKey: null, baseUrl: '/api/miosa' });
