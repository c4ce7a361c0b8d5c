/**
 * A platform's sign-up endpoint: each new customer gets a workspace and a first project, however often the request is
 * repeated. Run it to see two racing sign-ups and a few mistakes being answered; with PORT set it keeps listening.
 */
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express } from 'express';
import {
  AuthenticationError,
  ConflictError,
  isMiosaError,
  MiosaClient,
  PermissionDeniedError,
  RateLimitError,
  ValidationFailedError,
  type Workspace,
} from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';

interface Customer {
  /** The platform's own id for the customer. */
  readonly id: string;
  readonly name: string;
}

/** The application, with whichever MIOSA its client talks to. */
export function createApp(miosa: MiosaClient): Express {
  const app = express();
  app.use(express.json());
  app.post('/signup', async (request, response) => {
    const customer = readCustomer(request.body);
    if (customer === undefined) {
      response.status(400).json({ error: 'Send { "id": string, "name": string }.' });
      return;
    }
    const workspace = await ensureWorkspace(miosa, customer);
    const { project, created } = await miosa.projects.ensure(
      { workspaceId: workspace.id, name: 'Lead Magnet', slug: 'lead-magnet' },
      // The visitor waits: better a clear answer in time than a late one.
      { totalTimeout: 20_000 },
    );
    response.status(created ? 201 : 200).json({ workspaceId: workspace.id, projectId: project.id });
  });
  app.use(answerError);
  return app;
}

function readCustomer(body: unknown): Customer | undefined {
  const { id, name } = Object(body);
  return typeof id === 'string' && typeof name === 'string' && id !== '' && name !== '' ? { id, name } : undefined;
}

async function ensureWorkspace(miosa: MiosaClient, { id, name }: Customer): Promise<Workspace> {
  const existing = await findWorkspace(miosa, id);
  if (existing !== undefined) return existing;
  try {
    // The slug is unique inside the organization, so of two racing sign-ups one is refused.
    const slug = `customer-${id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
    return await miosa.workspaces.create({ name, slug, externalWorkspaceId: id });
  } catch (error) {
    const isTaken = error instanceof ConflictError || error instanceof ValidationFailedError;
    const winner = isTaken ? await findWorkspace(miosa, id) : undefined;
    if (winner === undefined) throw error;
    return winner;
  }
}

async function findWorkspace(miosa: MiosaClient, externalWorkspaceId: string): Promise<Workspace | undefined> {
  for await (const workspace of miosa.workspaces.list()) {
    if (workspace.externalWorkspaceId === externalWorkspaceId) return workspace;
  }
  return undefined;
}

const answerError: ErrorRequestHandler = (error, _request, response, next) => {
  if (!isMiosaError(error)) {
    next(error);
    return;
  }
  console.error(`  [log] ${error.name}: ${error.message}`);
  if (error instanceof ValidationFailedError) {
    response.status(422).json({ error: 'Some fields were refused.', issues: error.issues });
  } else if (error instanceof AuthenticationError || error instanceof PermissionDeniedError) {
    // The platform's key, not the visitor's mistake: say nothing about it.
    response.status(500).json({ error: 'Sign-up is not available.' });
  } else {
    const seconds = Math.ceil(((error instanceof RateLimitError && error.retryAfterMs) || 5000) / 1000);
    response.status(503).set('Retry-After', String(seconds)).json({ error: 'Please try again in a moment.' });
  }
};

function openClient(): MiosaClient {
  if (process.env['MIOSA_API_KEY']) return new MiosaClient();
  return new MiosaClient({ apiKey: 'msk_test_signup', fetch: createMiosaEmulator().fetch });
}

async function play(app: Express): Promise<void> {
  const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // A server that listens on a port, not on a pipe, has such an address.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/signup`;
  const signUp = async (body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    console.log(`${response.status} ${JSON.stringify(body)} -> ${await response.text()}`);
  };
  console.log(`POST ${url}`);
  const customer = { id: 'clinic_123', name: 'Dr. Smith Clinic' };
  await Promise.all([signUp(customer), signUp(customer)]);
  await signUp(customer);
  await signUp({ id: '---', name: 'Nothing to make a slug of' });
  await signUp({ name: 'No id' });
  if (!process.env['PORT']) server.close();
}

await play(createApp(openClient()));
