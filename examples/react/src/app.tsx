import { useEffect, useRef, useSyncExternalStore } from 'react';
import { DomainPage } from './domain-page.tsx';
import { ProjectsPage } from './projects-page.tsx';

/** Two pages: `#/` and `#/projects/<id>/domain`. */
export function App() {
  const hash = useSyncExternalStore(subscribeToHash, () => location.hash);
  const main = useRef<HTMLElement>(null);
  const shownHash = useRef(hash);

  useEffect(() => {
    if (shownHash.current === hash) return;
    shownHash.current = hash;
    main.current?.querySelector('h1')?.focus();
  }, [hash]);

  const [, projectId] = /^#\/projects\/([^/]+)\/domain$/.exec(hash) ?? [];
  return <main ref={main}>{projectId ? <DomainPage key={projectId} projectId={projectId} /> : <ProjectsPage />}</main>;
}

function subscribeToHash(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}
