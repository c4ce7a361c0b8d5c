import './style.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

// The client retries where that is safe, and knows how long to wait: retries on top of it would multiply its attempts.
// It says, too, that there is no connection, where TanStack Query would wait in silence.
const options = { retry: false, networkMode: 'always' } as const;
const queryClient = new QueryClient({ defaultOptions: { queries: options, mutations: options } });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
