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

export function useClearDomain(projectId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => miosa.previewDomain.clear({ projectId }),
    onSuccess: () => {
      const { queryKey } = domainQuery(projectId);
      queryClient.setQueryData(queryKey, (domain) => domain && { ...domain, previewDomain: null, urlExamples: null });
      // What is in force now is inherited, and only the API knows it.
      return queryClient.invalidateQueries({ queryKey });
    },
  });
}

/** The last check, with its number, those of stopped runs included, and when it was. */
export interface LastCheck extends WaitProgress {
  readonly number: number;
  readonly checkedAt: number;
}

/** Checks the DNS records again and again until they are there. Leaving the page aborts it. */
export function useDomainChecks(projectId: string, domain: string) {
  const queryClient = useQueryClient();
  const [last, setLast] = useState<LastCheck>();
  const onCheck = (progress: WaitProgress) =>
    setLast((before) => ({ ...progress, number: (before?.number ?? 0) + 1, checkedAt: Date.now() }));
  const queryKey = ['domain-ready', projectId, domain];
  const { data, error, isFetching, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => miosa.previewDomain.waitUntilReady({ projectId }, { signal, onCheck }),
    staleTime: Number.POSITIVE_INFINITY,
    // Checks that were stopped stay stopped.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return {
    isReady: data !== undefined,
    isRunning: isFetching,
    error,
    last,
    stop: () => queryClient.cancelQueries({ queryKey }),
    resume: () => refetch(),
  };
}
