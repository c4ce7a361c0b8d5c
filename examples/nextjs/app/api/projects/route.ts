import { isMiosaError, RateLimitError } from 'miosa-client';
import { cookies } from 'next/headers';
import type { NextRequest } from 'next/server';
import { listProjects } from '../../../lib/projects';
import { getSession } from '../../../lib/session';

/** Responds with a page of the projects of the customer's own workspace. */
export async function GET(request: NextRequest): Promise<Response> {
  const { workspaceId } = await getSession(await cookies());
  if (workspaceId === undefined) return Response.json({ error: 'Sign up first.' }, { status: 401 });
  const page = Number(request.nextUrl.searchParams.get('page') ?? 1);
  if (!Number.isSafeInteger(page) || page < 1) {
    return Response.json({ error: 'page must be a whole number from 1.' }, { status: 400 });
  }
  try {
    // Ends the call to MIOSA when the browser has gone.
    return Response.json(await listProjects(workspaceId, page, request.signal));
  } catch (error) {
    if (!isMiosaError(error)) throw error;
    console.error(error.message);
    const seconds = Math.ceil(((error instanceof RateLimitError && error.retryAfterMs) || 5000) / 1000);
    return Response.json({ error: 'Please try again.' }, { status: 503, headers: { 'retry-after': String(seconds) } });
  }
}
