import { MiosaClient } from 'miosa-client';

/** How long one run of DNS checks lasts: ten minutes, or the seconds that an address with `?wait=30` asks for. */
export const waitTimeout: number = (Number(new URLSearchParams(location.search).get('wait')) || 600) * 1000;

/**
 * Opens the client. It has no key: the platform's backend, on the same origin, adds it.
 *
 * @param onTrouble - Called when a DNS check is answered with an error, or not at all. `waitUntilReady` goes on after
 *   those, and tells `onCheck` of the other checks only.
 */
export function openClient(onTrouble: () => void): MiosaClient {
  const isCheck = (path: string): boolean => path.endsWith('/verify');
  return new MiosaClient({
    apiKey: null,
    baseUrl: '/api/miosa',
    hooks: {
      onRetry: ({ path }) => {
        if (isCheck(path)) onTrouble();
      },
      onResponse: ({ path, status }) => {
        if (isCheck(path) && status >= 400) onTrouble();
      },
    },
  });
}
