import Stripe from 'stripe';
import { apiKey, type Connect } from '../support/peer.ts';

/** With its client for `fetch`: the one for Node's own `http` takes no stub, and is no sibling of the others. */
export const connect: Connect = ({ baseUrl, fetch }) => {
  const { protocol, hostname, port } = new URL(baseUrl);
  const stripe = new Stripe(apiKey, {
    httpClient: Stripe.createFetchHttpClient(fetch),
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port,
  });
  return () => stripe.rawRequest('GET', '/projects');
};
