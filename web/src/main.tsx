import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { makeClient } from './api/failures';
import { Crashed } from './Crashed';
import { startShell } from './offline/shell';
import '../fonts/faces.css';
import './theme/tokens.css';
import './theme/base.css';
import './panels/panels.css';
import './panels/explore.css';
import './theme/page.css';
import './map/map.css';
import './theme/feet.css';

const client = makeClient();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Crashed>
        <App />
      </Crashed>
    </QueryClientProvider>
  </StrictMode>,
);

// Not needed for the first view, and by most readers not at all; nobody prints what is not there yet. What does not come
// is done without.
for (const style of [import('./theme/access.css'), import('./theme/states.css'), import('./theme/print.css')])
  style.catch(() => undefined);
if (import.meta.env.PROD && window === window.top) startShell();
