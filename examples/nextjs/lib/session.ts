import 'server-only';
import { type CookieJar, type CookieStore, getIronSession, type IronSession } from 'iron-session';

/** What your own sign-in knows about the customer. */
export interface Session {
  /** Your id for the customer's account. Stays the same, however often the sign-up is sent. */
  accountId?: string;
  /** UUID of the account's workspace, once it has one. */
  workspaceId?: string;
}

/** Reads the session from its cookie, which is encrypted: nobody can put another account's id into it. */
export function getSession(cookies: CookieJar | CookieStore): Promise<IronSession<Session>> {
  const password = process.env['SESSION_SECRET'];
  if (!password) throw new Error('Set SESSION_SECRET to at least 32 random characters.');
  return getIronSession<Session>(cookies, { cookieName: 'session', password });
}
