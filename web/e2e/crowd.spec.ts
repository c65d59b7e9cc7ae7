import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedFactories } from '../bench/points.ts';
import { expect, type MapElement, test } from './support';

const program = process.env.GROWTHMAP ?? '../bin/growthmap';
const origin = `http://127.0.0.1:${Number(process.env.E2E_PORT) + 20_000}`;

// A service of its own: so many points would be in the way of every other test.
test.use({ baseURL: origin });

test('a crowd of points is drawn from afar, while it moves, and after the means to draw were lost', async ({
  page,
}) => {
  const directory = mkdtempSync(join(tmpdir(), 'growthmap-crowd-'));
  chmodSync(directory, 0o755);
  const data = join(directory, 'data');
  const listen = origin.replace('http://', '');
  const service = spawn(program, ['serve', '--listen', listen, '--data', data, '--log-level', 'warn']);
  const ended = new Promise((resolve) => service.once('exit', resolve));
  try {
    await expect
      .poll(() =>
        page.request.get('/readyz').then(
          (r) => r.ok(),
          () => false,
        ),
      )
      .toBe(true);
    const file = join(directory, 'factories.csv');
    const table = generatedFactories(2100);
    writeFileSync(file, table);
    execFileSync(program, [
      ...['import', '--data', data, '--layer', 'ai-factories'],
      ...['--author', 'test', '--reason', 'A crowd', file],
    ]);
    const place = table.split('\n')[1]?.split(',').slice(3, 5).map(Number) as [number, number];

    await page.goto('/');
    const canvas = page.locator('.stage.drawn .canvas[data-idle=true]');
    await canvas.waitFor();
    // How many of the pixels around the first point are others without the specks.
    const marked = () =>
      page.locator('.canvas').evaluate((element, at) => {
        const { map } = element as MapElement;
        const pixels = () => {
          map.redraw();
          const gl = map.getCanvas().getContext('webgl2') as WebGL2RenderingContext;
          const { x, y } = map.project(at);
          const scale = map.getCanvas().width / map.getCanvas().clientWidth;
          const seen = new Uint8Array(5 * 5 * 4);
          gl.readPixels(
            x * scale - 2,
            map.getCanvas().height - y * scale - 3,
            5,
            5,
            gl.RGBA,
            gl.UNSIGNED_BYTE,
            seen,
          );
          return seen;
        };
        if (!map.getLayer('specks')) return 0;
        const before = pixels();
        map.setLayoutProperty('specks', 'visibility', 'none');
        const without = pixels();
        map.setLayoutProperty('specks', 'visibility', 'visible');
        return before.filter((value, i) => value !== without[i]).length;
      }, place);
    await expect.poll(marked).toBeGreaterThan(3);
    const move = (by: [number, number] | number) =>
      page.locator('.canvas').evaluate((element, how) => {
        const { map } = element as MapElement;
        if (typeof how === 'number') map.jumpTo({ zoom: map.getZoom() + how });
        else map.panBy(how, { duration: 0 });
      }, by);
    await move([70, -40]);
    expect(await marked()).toBeGreaterThan(3);
    await move(0.4);
    expect(await marked()).toBeGreaterThan(3);

    await page.locator('.canvas').evaluate((element) => {
      const { map } = element as MapElement;
      const loss = map.getCanvas().getContext('webgl2')?.getExtension('WEBGL_lose_context');
      loss?.loseContext();
      setTimeout(() => loss?.restoreContext(), 200);
    });
    await expect.poll(marked).toBeGreaterThan(3);
  } finally {
    service.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
});
