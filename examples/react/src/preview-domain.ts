import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WaitProgress } from 'miosa-client';
import { useState } from 'react';
import { miosa } from './miosa.ts';

export function domainQuery(projectId: string) {
  return queryOptions({
    queryKey: ['preview-domain', projectId],
    queryFn: ({ signal }) => miosa.previewDomain.get({ projectId }, { signal }),
  });
}

export function useSetDomain(projectId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (domain: string) => miosa.previewDomain.set({ projectId }, domain),
    onSuccess: (domain) => {
      queryClient.setQueryData(domainQuery(projectId).queryKey, domain);
      // What was found for a domain that was set before says nothing about this one.
      queryClient.removeQueries({ queryKey: ['domain-ready', projectId] });
    },
  });
}

/** Checks the DNS records again and again until they are there. Leaving the page aborts it. */
export function useDomainReady(projectId: string, domain: string) {
  const [progress, setProgress] = useState<WaitProgress>();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['domain-ready', projectId, domain],
    queryFn: ({ signal }) => miosa.previewDomain.waitUntilReady({ projectId }, { signal, onCheck: setProgress }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { isReady: data !== undefined, progress, error, isFetching, checkAgain: refetch };
}
