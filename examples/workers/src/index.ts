/** A platform's backend on Cloudflare Workers: it signs customers up, and its pages reach MIOSA through it. */
import { Hono } from 'hono';
import { isMiosaError, MiosaClient } from 'miosa-client';
import { createProxy, type MiosaProxy, refuseForeign } from './proxy.ts';
import { readSession, writeSession } from './session.ts';

interface Env {
  readonly MIOSA_API_KEY: string;
  /** Where MIOSA is, for tests. */
  readonly MIOSA_BASE_URL?: string;
  readonly SESSION_SECRET: string;
  /** Separated by spaces. */
  readonly HOSTS: string;
}

const app = new Hono<{ Bindings: Env }>();
const hostsOf = ({ HOSTS }: Env): string[] => HOSTS.split(' ');

/** One for all requests, so that a rate limit holds for all of them. */
let miosa: MiosaClient | undefined;

app.post('/signup', async (context) => {
  const { env, req } = context;
  const foreign = refuseForeign(req.raw, hostsOf(env));
  if (foreign !== undefined) return foreign;
  const session = await readSession(context, env.SESSION_SECRET);
  if (session === undefined) return context.json({ error: 'Please sign in first.' }, 401);
  const { clinic } = Object(await req.json().catch(() => undefined));
  if (typeof clinic !== 'string' || clinic.trim() === '') {
    return context.json(
      { error: 'Please correct the form.', issues: [{ field: 'clinic', message: 'is missing' }] },
      422,
    );
  }

  const { customerId } = session;
  miosa ??= new MiosaClient({ apiKey: env.MIOSA_API_KEY, baseUrl: env.MIOSA_BASE_URL, totalTimeout: 10_000 });
  // A slug that is made of the customer's id: one request for a new customer, however many there are.
  const { workspace } = await miosa.workspaces.ensure({ slug: `customer-${customerId}`, name: clinic });
  const { project, created } = await miosa.projects.ensure({
    workspaceId: workspace.id,
    name: 'Lead Magnet',
    slug: 'lead-magnet',
  });
  await writeSession(context, env.SESSION_SECRET, { customerId, workspaceId: workspace.id });
  return context.json({ workspaceId: workspace.id, projectId: project.id }, created ? 201 : 200);
});

/** One for all requests, so that it remembers whose projects it has seen. */
let proxy: MiosaProxy | undefined;

app.all('/api/miosa/*', async (context) => {
  const { env, req } = context;
  proxy ??= createProxy({
    apiKey: env.MIOSA_API_KEY,
    baseUrl: env.MIOSA_BASE_URL,
    path: '/api/miosa',
    hosts: hostsOf(env),
  });
  const session = await readSession(context, env.SESSION_SECRET);
  return proxy(req.raw, session?.workspaceId);
});

app.onError((error, context) => {
  console.error(error);
  if (!isMiosaError(error)) return context.json({ error: 'Something went wrong.' }, 500);
  switch (error.name) {
    case 'ValidationFailedError': {
      // The slug is made here, so only the name is the customer's to correct.
      const issues = error.issues.flatMap(({ field, message }) =>
        field === 'name' && error.path.endsWith('/workspaces') ? [{ field: 'clinic', message }] : [],
      );
      if (issues.length > 0) return context.json({ error: 'Please correct the form.', issues }, 422);
      break;
    }
    case 'RateLimitError':
    case 'ServerError':
    case 'MiosaConnectionError':
    case 'MiosaTimeoutError':
      return context.json({ error: 'Please try again in a moment.' }, 503);
  }
  return context.json({ error: 'Sign-up is not available.' }, 500);
});

export default app;
