import { useInfiniteQuery } from '@tanstack/react-query';
import { explain } from './explain.ts';
import { Failure } from './failure.tsx';
import { projectsQuery, useCreateProject } from './projects.ts';

export function ProjectsPage() {
  const create = useCreateProject();
  return (
    <>
      <title>Projects – Studio</title>
      <h1 tabIndex={-1}>Projects</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const name = String(new FormData(form).get('name')).trim();
          if (name !== '' && !create.isPending) create.mutate(name, { onSuccess: () => form.reset() });
        }}
      >
        <label htmlFor="name">New project</label>
        <div className="row">
          <input id="name" name="name" autoComplete="off" aria-invalid={create.isError} aria-describedby="name-issue" />
          <button type="submit" className="primary" aria-disabled={create.isPending}>
            Create
          </button>
        </div>
        <p className="messages small" id="name-issue" role="alert">
          {/* The API makes the slug from the name. */}
          {create.isError && explain(create.error, { name: 'The name', slug: 'An address made from this name' })}
        </p>
      </form>
      <ProjectList pendingName={create.isPending ? create.variables : undefined} />
    </>
  );
}

/** @param pendingName - Of a project that is being created: it is shown at once. */
function ProjectList({ pendingName }: { readonly pendingName: string | undefined }) {
  const list = useInfiniteQuery(projectsQuery);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  if (list.isPending) return <p role="status">Loading …</p>;

  // One that was put on top comes again with the page that it is on.
  const projects = new Map(data?.pages.flatMap((page) => page.data).map((project) => [project.id, project]));
  return (
    <>
      {(projects.size > 0 || pendingName !== undefined) && (
        <ul className="card projects">
          {pendingName !== undefined && (
            <li className="project soft">
              <b>{pendingName}</b> <span>Creating …</span>
            </li>
          )}
          {[...projects.values()].map(({ id, name, slug }) => (
            <li key={id} className="project">
              <a href={`#/projects/${id}/domain`}>{name}</a> <code className="soft">{slug}</code>
            </li>
          ))}
        </ul>
      )}
      <p className="soft small" role="status">
        {data && (projects.size === 0 ? 'There is no project yet.' : `${projects.size} projects`)}
        {hasNextPage && ', and there are more'}
      </p>
      {error && (
        <Failure
          error={error}
          failedAt={list.errorUpdatedAt}
          onRetry={list.isFetchNextPageError ? fetchNextPage : list.refetch}
        />
      )}
      {hasNextPage && !error && (
        <button type="button" aria-disabled={isFetchingNextPage} onClick={() => !isFetchingNextPage && fetchNextPage()}>
          {isFetchingNextPage ? 'Loading …' : 'Show more'}
        </button>
      )}
    </>
  );
}
