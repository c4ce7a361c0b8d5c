import { MiosaClient } from 'miosa-client';

/** How long one run of DNS checks lasts: ten minutes, or the seconds that an address with `?wait=30` asks for. */
export const waitTimeout: number = (Number(new URLSearchParams(location.search).get('wait')) || 600) * 1000;

/** It has no key: the platform's backend, on the same origin, adds it. */
export const miosa: MiosaClient = new MiosaClient({ apiKey: null, baseUrl: '/api/miosa' });
