import { defineConfig } from '@playwright/test';
import ours from '../playwright.config.ts';

/** The same browser and the same service as in the tests; what is measured is printed, and nothing is asserted of it. */
export default defineConfig({
  ...ours,
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../test-results',
  workers: 1,
  timeout: 600_000,
  projects: [{ name: 'bench', use: { locale: 'ko-KR', viewport: { width: 1440, height: 900 } } }],
});
