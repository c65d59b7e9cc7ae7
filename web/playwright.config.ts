import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// Workers read this file again; port and directory are chosen once. The database runs as a user of its own, which must
// be able to reach the directory.
process.env.E2E_PORT ??= String(20_000 + (process.pid % 20_000));
process.env.E2E_DATA ??= makeDirectory();
const port = process.env.E2E_PORT;

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--font-render-hinting=none', '--force-color-profile=srgb'];
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
// Tests that choose language and size themselves, and those of a browser without WebGL.
const special = /(access|stories|crowd|outline)\.spec/;

/** The page in both languages and at both sizes, for readers of several kinds, and once in a browser that cannot draw the map. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { executablePath, args },
    contextOptions: { reducedMotion: 'reduce' },
    // What it keeps would hide what the page asks for.
    serviceWorkers: 'block',
    timezoneId: 'Asia/Seoul',
  },
  projects: [
    // The longest tests, which begin first.
    {
      name: 'readers',
      testMatch: /(access|stories|crowd)\.spec/,
      use: { locale: 'ko-KR', viewport: wide },
    },
    { name: 'ko wide', testIgnore: special, use: { locale: 'ko-KR', viewport: wide } },
    {
      name: 'en wide',
      testIgnore: special,
      grepInvert: /@either/,
      use: { locale: 'en-GB', viewport: wide },
    },
    {
      name: 'ko narrow',
      testIgnore: special,
      grepInvert: /@either/,
      use: { locale: 'ko-KR', viewport: narrow, hasTouch: true },
    },
    { name: 'en narrow', testIgnore: special, use: { locale: 'en-GB', viewport: narrow, hasTouch: true } },
    {
      name: 'without WebGL',
      testMatch: /outline/,
      use: {
        locale: 'ko-KR',
        viewport: wide,
        launchOptions: { executablePath, args: [...args, '--disable-3d-apis'] },
      },
    },
  ],
  webServer: {
    cwd: import.meta.dirname, // the benchmarks, which are elsewhere, use this server as well
    command: `${process.env.GROWTHMAP ?? '../bin/growthmap'} serve --listen 127.0.0.1:${port} --data ${process.env.E2E_DATA} --log-level warn`,
    url: `http://127.0.0.1:${port}/readyz`,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'growthmap-e2e-'));
  chmodSync(directory, 0o755);
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'data');
}
