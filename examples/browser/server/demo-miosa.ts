import { createMiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';

/** A MIOSA to talk to, and as whom. None of it reaches the browser. */
export interface MiosaSide {
  readonly apiKey: string;
  /** With `/api/v1`. Default: MIOSA's. */
  readonly baseUrl: string | undefined;
  /** The workspace of the customer who looks at the page. */
  readonly workspaceId: string;
  /** Only of the embedded one. */
  readonly demo: DemoSwitch | undefined;
  close(): Promise<void>;
}

/** Changes how the embedded MIOSA behaves. */
export interface DemoSwitch {
  /** @returns Where to look at it. */
  change(behaviour: string): string;
}

/** Answers a request, or leaves it to the emulator. */
type Behaviour = (request: Request) => Response | Request;

/** All that MIOSA can be made to do, by the name that `demo.html` uses. */
const behaviours: Readonly<Record<string, Behaviour>> = {
  normal: (request) => request,
  // Reading a domain looks like checking it, but never finds its records.
  'dns-missing': (request) =>
    request.url.endsWith('/verify') ? new Request(request.url.replace(/\/verify$/, ''), request) : request,
  down: () => new Response('Service Unavailable', { status: 503 }),
  'not-authorised': () => failure(401, 'invalid_token', 'the API key is missing, malformed or invalid'),
  'rate-limited': () => failure(429, 'rate_limit_exceeded', 'too many requests', { 'retry-after': '90' }),
  'domain-taken': (request) =>
    request.method === 'PUT'
      ? failure(
          422,
          'VALIDATION_FAILED',
          'preview domain is invalid',
          {},
          { preview_domain: ['has already been taken'] },
        )
      : request,
};

const workspaceId = '550e8400-e29b-41d4-a716-446655440000';

/** Opens an embedded MIOSA with a customer who has three projects, and whose DNS is found at the fourth check. */
export async function openDemoMiosa(): Promise<MiosaSide> {
  const apiKey = 'msk_test_customer_page';
  const emulator = createMiosaEmulator({
    apiKeys: [apiKey],
    previewDomain: 'preview.cliniciq.example',
    pendingDnsChecks: 3,
    workspaces: [
      { id: workspaceId, name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' },
      { id: '550e8400-e29b-41d4-a716-446655440009', name: 'Another customer' },
    ],
    projects: [
      {
        id: '660e8400-e29b-41d4-a716-446655440001',
        workspaceId,
        name: 'Lead Magnet',
        description: 'The heart-check guide and its sign-up page',
      },
      {
        id: '660e8400-e29b-41d4-a716-446655440002',
        workspaceId,
        name: 'Patient Intake',
        description: 'Forms to fill in before the first visit',
      },
      {
        id: '660e8400-e29b-41d4-a716-446655440003',
        workspaceId,
        name: 'Clinic Website',
        description: 'Opening hours, team and directions',
        previewDomain: 'www.drsmith-family-medicine-springfield.com',
      },
      {
        id: '660e8400-e29b-41d4-a716-446655440009',
        workspaceId: '550e8400-e29b-41d4-a716-446655440009',
        name: 'Not for Dr. Smith',
      },
    ],
  });

  let behave: Behaviour = (request) => request;
  const { url, close } = await listen({
    handle: async (request) => {
      const outcome = behave(request);
      return outcome instanceof Response ? outcome : emulator.handle(outcome);
    },
  });

  return {
    apiKey,
    baseUrl: url,
    workspaceId,
    demo: {
      change: (name) => {
        if (name === 'reset') emulator.reset();
        behave = behaviours[name] ?? ((passed) => passed);
        // Ten minutes are right for a customer, and long for somebody who wants to see what happens after them.
        return name === 'dns-missing' ? '/?wait=30' : '/';
      },
    },
    close,
  };
}

function failure(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
  details: Record<string, readonly string[]> = {},
): Response {
  const requestId = `req_${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const body = { error: { code, message, details, request_id: requestId } };
  return Response.json(body, { status, headers: { ...headers, 'x-request-id': requestId } });
}
