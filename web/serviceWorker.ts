import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const fileName = 'sw.js';

/**
 * Builds the service worker beside the page, at /sw.js, and tells it the scripts and styles of the build, so that each
 * build has a worker of its own.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({
        type: 'chunk',
        id: new URL('sw/sw.ts', import.meta.url).pathname,
        fileName,
      });
    },
    generateBundle: {
      // The names of files are known when every other plugin is done.
      order: 'post',
      handler(_, bundle) {
        const assets = Object.keys(bundle)
          .filter((name) => /^assets\/.*\.m?(js|css)$/.test(name))
          .sort();
        const version = createHash('sha256').update(assets.join()).digest('hex').slice(0, 12);
        const worker = bundle[fileName];
        if (worker?.type !== 'chunk') this.error(`${fileName} was not built`);
        if (worker.imports.length > 0) this.error(`${fileName} must hold all of its code`);
        worker.code = worker.code.replaceAll('__SHELL__', JSON.stringify({ version, assets }));
      },
    },
  };
}
