'use server';

import { ConflictError, type Issue, isMiosaError, ValidationFailedError } from 'miosa-client';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { miosa } from '../lib/miosa';
import { getSession } from '../lib/session';

/** What the form shows after it was sent. */
export interface SignUpState {
  /** What the customer typed: React empties a form after its action. */
  readonly values: { readonly name: string; readonly slug: string };
  /** What is wrong with which field. */
  readonly issues: readonly Issue[];
  /** What is wrong with none of the fields. */
  readonly message?: string;
}

/** Creates the customer's workspace and its first project. Sent twice, it finds what is there. */
export async function signUp(_previous: SignUpState, form: FormData): Promise<SignUpState> {
  const values = { name: text(form, 'name'), slug: text(form, 'slug') };
  const issues = check(values);
  if (issues.length > 0) return { values, issues };

  const session = await getSession(await cookies());
  if (session.accountId === undefined) redirect('/');
  if (session.workspaceId !== undefined) redirect('/projects');
  try {
    // The account's id decides whose workspace it is: an address that another account has is refused.
    const { workspace } = await miosa.workspaces.ensure(
      { ...values, externalWorkspaceId: session.accountId },
      { totalTimeout: 20_000 },
    );
    await openFirstProject(workspace.id);
    session.workspaceId = workspace.id;
    await session.save();
  } catch (error) {
    if (error instanceof ValidationFailedError || error instanceof ConflictError) {
      const issues = error.issues.filter(({ field }) => field in values);
      if (issues.length > 0) return { values, issues };
    }
    if (!isMiosaError(error)) throw error;
    // Its message has status, code and request id, and never the key.
    console.error(error.message);
    return { values, issues: [], message: 'We could not set up your workspace. Please try again in a moment.' };
  }
  redirect('/projects');
}

/** The customer did not choose this slug: what the API says about it must not end up at the form's own field. */
async function openFirstProject(workspaceId: string): Promise<void> {
  try {
    await miosa.projects.ensure({ workspaceId, name: 'Lead Magnet', slug: 'lead-magnet' }, { totalTimeout: 20_000 });
  } catch (error) {
    if (!isMiosaError(error)) throw error;
    // The workspace is there, and a project can be created later.
    console.error(error.message);
  }
}

/** What needs no request to be seen. What MIOSA accepts beyond it, MIOSA decides. */
function check({ name, slug }: SignUpState['values']): Issue[] {
  const issues: Issue[] = [];
  if (name === '') issues.push({ field: 'name', message: "can't be blank" });
  if (slug === '') issues.push({ field: 'slug', message: "can't be blank" });
  else if (!/^[a-z0-9-]+$/.test(slug)) {
    issues.push({ field: 'slug', message: 'may only have lower-case letters, digits and hyphens' });
  }
  return issues;
}

function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value.trim() : '';
}
