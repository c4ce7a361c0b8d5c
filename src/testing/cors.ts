/** On every response: a page of any origin may read it. A test server has nothing to protect. */
const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-request-id, retry-after',
};

/** Whether a browser asks for permission to send a request. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('access-control-request-method');
}

/** Allows what a preflight asks for. */
export function preflightResponse({ headers }: Request): Response {
  const requested = headers.get('access-control-request-headers');
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders,
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      // By name: a wildcard does not cover `Authorization`.
      ...(requested !== null && { 'access-control-allow-headers': requested }),
    },
  });
}

/** Lets pages of every origin read a response. */
export function allowEveryOrigin(response: Response): Response {
  // A copy: the headers of some responses, such as redirects, cannot be changed.
  const readable = new Response(response.body, response);
  for (const [name, value] of Object.entries(corsHeaders)) readable.headers.set(name, value);
  return readable;
}
