import { nextProxyCookies } from 'iron-session';
import { type NextRequest, NextResponse } from 'next/server';
import { getSession } from './lib/session';

/** Stands in for your own sign-in: whoever opens the sign-up gets an account. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const response = NextResponse.next();
  const session = await getSession(nextProxyCookies(request, response));
  if (session.accountId === undefined) {
    session.accountId = crypto.randomUUID();
    await session.save();
  }
  return response;
}

export const config = { matcher: '/' };
