/** On every answer: a page of any origin may read it. On a test server there is nothing to keep from anyone. */
const readable = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-request-id, retry-after',
};

/** Whether a browser asks if a page may send a request, instead of sending it. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('access-control-request-method');
}

/** Allows what a preflight asks for. */
export function answerPreflight({ headers }: Request): Response {
  const requested = headers.get('access-control-request-headers');
  return new Response(null, {
    status: 204,
    headers: {
      ...readable,
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      // By name: a wildcard leaves `Authorization` out.
      ...(requested !== null && { 'access-control-allow-headers': requested }),
    },
  });
}

/** Lets pages of every origin read a response. */
export function makeReadable(response: Response): Response {
  for (const [name, value] of Object.entries(readable)) response.headers.set(name, value);
  return response;
}
