import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { outlines } from './outlines.ts';
import { serviceWorker } from './serviceWorker.ts';

export default defineConfig({
  plugins: [react(), outlines(), serviceWorker()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.ts', 'sw/**/*.test.ts'] },
});
