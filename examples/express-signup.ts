/**
 * A platform's sign-up endpoint: each new customer gets a workspace and a first project, however often the request is
 * repeated. Run it to see two racing sign-ups and a few mistakes; with PORT set it keeps listening.
 */
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { isMiosaError, MiosaClient } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';

/** What the customer sends. */
interface SignUpForm {
  readonly clinic: string;
  /** The part of the address that the customer may choose. */
  readonly address?: string | undefined;
}

/**
 * Makes the application.
 *
 * @param customerIdOf - The platform's own id for the customer, from its session: never from the form, where anybody
 *   could write somebody else's.
 */
export function createApp(miosa: MiosaClient, customerIdOf: (request: Request) => string | undefined): Express {
  const app = express();
  app.use(express.json());
  app.post('/signup', async (request, response) => {
    const customerId = customerIdOf(request);
    if (customerId === undefined) {
      response.status(401).json({ error: 'Please sign in first.' });
      return;
    }
    const form = readForm(request.body);
    if (form === undefined) {
      response.status(400).json({ error: 'Send { "clinic": string, "address"?: string }.' });
      return;
    }
    // The visitor waits: a clear response in time is better than a late one.
    const options = { totalTimeout: 10_000 };
    // A slug that is made of the customer's id: one request for a new customer, however many there are.
    const customer = { slug: `customer-${customerId}`, name: form.clinic };
    const { workspace } = await miosa.workspaces.ensure(customer, options);
    const { project, created } = await miosa.projects.ensure(
      { workspaceId: workspace.id, name: 'Lead Magnet', slug: form.address ?? 'lead-magnet' },
      options,
    );
    response.status(created ? 201 : 200).json({ workspaceId: workspace.id, projectId: project.id });
  });
  app.use(handleError);
  return app;
}

function readForm(body: unknown): SignUpForm | undefined {
  const { clinic, address } = Object(body);
  if (typeof clinic !== 'string' || clinic.trim() === '') return undefined;
  return { clinic, address: typeof address === 'string' && address !== '' ? address : undefined };
}

type FormFields = Readonly<Record<string, keyof SignUpForm>>;

/** Which field of the form becomes which field of the API. Whatever else is sent, the customer has no part in. */
const workspaceFields: FormFields = { name: 'clinic' };
const projectFields: FormFields = { slug: 'address' };

/** What the customer can correct. A slug that they did not send is never theirs to correct. */
function issuesForForm(error: unknown, form: SignUpForm | undefined): { field: string; message: string }[] {
  if (!isMiosaError(error) || error.name !== 'ValidationFailedError') return [];
  const fields = error.path.endsWith('/workspaces') ? workspaceFields : projectFields;
  return error.issues.flatMap(({ field, message }) => {
    const formField = fields[field];
    return formField !== undefined && form?.[formField] !== undefined ? [{ field: formField, message }] : [];
  });
}

const handleError: ErrorRequestHandler = (error, request, response, next) => {
  if (!isMiosaError(error)) {
    next(error);
    return;
  }
  console.error(`  [log] ${error.name}: ${error.message}`);
  const issues = issuesForForm(error, readForm(request.body));
  if (issues.length > 0) {
    response.status(422).json({ error: 'Please correct the form.', issues });
    return;
  }
  switch (error.name) {
    case 'RateLimitError':
    case 'ServerError':
    case 'MiosaConnectionError':
    case 'MiosaTimeoutError': {
      const hint = error.name === 'RateLimitError' ? error.retryAfterMs : undefined;
      response.set('Retry-After', String(Math.ceil((hint ?? 5000) / 1000)));
      response.status(503).json({ error: 'Please try again in a moment.' });
      return;
    }
    default:
      // The platform's key or code, not the visitor's mistake: the log says more.
      response.status(500).json({ error: 'Sign-up is not available.' });
  }
};

/** Signs customers up, in ways that go well and in ways that do not. */
async function play(): Promise<void> {
  const miosa = process.env['MIOSA_API_KEY']
    ? new MiosaClient()
    : new MiosaClient({ apiKey: 'msk_test_signup', fetch: createMiosaEmulator().fetch });
  // Stands for the session: never trust such a header outside of a demonstration.
  const app = createApp(miosa, (request) => request.get('x-demo-customer'));
  const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // A server that listens on a port, not on a pipe, has such an address.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/signup`;
  const signUp = async (customer: string, form: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json', ...(customer && { 'x-demo-customer': customer }) };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(form) });
    console.log(`${response.status} ${customer || 'nobody'} ${JSON.stringify(form)} -> ${await response.text()}`);
  };
  console.log(`POST ${url}`);
  const form = { clinic: 'Dr. Smith Clinic' };
  await Promise.all([signUp('clinic-123', form), signUp('clinic-123', form)]);
  await signUp('clinic-123', form);
  await signUp('clinic-124', { clinic: 'Dr. Jones Clinic', address: 'Heart & Soul' });
  await signUp('No. 125', { clinic: 'A clinic whose id makes no slug' });
  await signUp('clinic-123', {});
  await signUp('', form);
  if (!process.env['PORT']) server.close();
}

if (import.meta.main) await play();
