import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { miosa } from './miosa.ts';
import { workspaceId } from './session.ts';

const pageSize = 10;

/** All projects of the workspace, page by page. A query that nobody needs any more aborts its request. */
export const projectsQuery = infiniteQueryOptions({
  queryKey: ['projects', workspaceId],
  queryFn: ({ pageParam, signal }) => miosa.projects.list({ workspaceId, page: pageParam, pageSize }, { signal }),
  initialPageParam: 1,
  getNextPageParam: ({ page, hasMore }) => (hasMore ? page + 1 : undefined),
});

export function projectQuery(projectId: string) {
  return queryOptions({
    queryKey: ['project', projectId],
    queryFn: ({ signal }) => miosa.projects.get(projectId, { signal }),
  });
}

/**
 * Creates a project by its name. While that is under way, `variables` is the name to show; then the project itself is
 * put on top of the list, wherever the API's order has it.
 */
export function useCreateProject() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => miosa.projects.create({ workspaceId, name }),
    onSuccess: async (project) => {
      const { queryKey } = projectsQuery;
      // A page that is still being loaded would replace the list by one without the new project.
      await queryClient.cancelQueries({ queryKey });
      const list = queryClient.getQueryData(queryKey);
      const [first, ...others] = list?.pages ?? [];
      if (list === undefined || first === undefined) return queryClient.refetchQueries({ queryKey });
      const pages = [{ ...first, data: [project, ...first.data] }, ...others];
      queryClient.setQueryData(queryKey, { ...list, pages });
    },
  });
}
