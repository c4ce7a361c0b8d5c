'use client';

import { useActionState, useEffect, useRef } from 'react';
import type { ProjectPage } from '../../lib/projects';

interface List extends ProjectPage {
  readonly failed?: boolean;
}

/** Begins with the page that the server has rendered, and gets the others from the route handler. */
export function ProjectList({ first }: { readonly first: ProjectPage }) {
  const [{ projects, nextPage, failed }, showMore, isPending] = useActionState<List>(addNextPage, first);
  const firstNew = useRef<HTMLLIElement>(null);
  const shown = useRef(projects.length);

  useEffect(() => {
    // The button moves or goes away; whoever uses the keyboard goes on at the first project that was added.
    if (projects.length > shown.current) firstNew.current?.focus();
    shown.current = projects.length;
  }, [projects]);

  if (projects.length === 0) return <p>There is no project yet.</p>;
  return (
    <form action={showMore}>
      <ul>
        {projects.map(({ id, name, slug }, index) => (
          <li key={id} tabIndex={-1} ref={index === shown.current ? firstNew : null}>
            <b>{name}</b> <code>{slug}</code>
          </li>
        ))}
      </ul>
      {nextPage && (
        <button type="submit" disabled={isPending}>
          {isPending ? 'Loading …' : 'Show more'}
        </button>
      )}
      <p role="alert">{failed && 'The next projects could not be loaded. Please try again.'}</p>
    </form>
  );
}

async function addNextPage({ projects, nextPage }: List): Promise<List> {
  try {
    const response = await fetch(`/api/projects?page=${nextPage}`);
    if (!response.ok) throw new Error(`The server responded with ${response.status}.`);
    // Our own route handler responds with this type.
    const page = (await response.json()) as ProjectPage;
    return { projects: [...projects, ...page.projects], nextPage: page.nextPage };
  } catch {
    return { projects, nextPage, failed: true };
  }
}
