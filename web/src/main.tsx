import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startShell } from './offline/shell';
import '../fonts/faces.css';
import './theme/tokens.css';
import './theme/base.css';
import './panels/panels.css';
import './panels/explore.css';
import './theme/page.css';
import './map/map.css';
import './theme/feet.css';

// What is kept answers without a network too.
const networkMode = 'always';
const client = new QueryClient({ defaultOptions: { queries: { networkMode }, mutations: { networkMode } } });

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);

// Not needed for the first view, and by most readers not at all.
import('./theme/access.css');

// Nobody prints what is not there yet.
void import('./theme/print.css');
if (import.meta.env.PROD && window === window.top) startShell();
