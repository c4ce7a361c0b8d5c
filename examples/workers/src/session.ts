import type { Context } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';

/** Who is signed in. Your sign-in starts it with the customer's id; the sign-up at MIOSA adds the workspace. */
export interface Session {
  /** Your own id for the customer. */
  readonly customerId: string;
  /** The customer's workspace. A platform with a database keeps it there. */
  readonly workspaceId?: string;
}

const cookie = 'session';

/** @returns `undefined` where nobody is signed in, or the cookie was not signed by this platform. */
export async function readSession(context: Context, secret: string): Promise<Session | undefined> {
  const value = await getSignedCookie(context, secret, cookie);
  // Whatever has the right signature was written below.
  return value ? (JSON.parse(value) as Session) : undefined;
}

/** Keeps it in a cookie that scripts cannot read and other sites cannot send. */
export function writeSession(context: Context, secret: string, session: Session): Promise<void> {
  const options = { httpOnly: true, path: '/', sameSite: 'Lax', secure: true } as const;
  return setSignedCookie(context, cookie, JSON.stringify(session), secret, options);
}
