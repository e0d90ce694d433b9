/** Output that is one script and no module: all is in it, and the worker is found from where the script is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileIn, functionsOf, Project } from './project.ts';

describe.each([
  ['rollupScript', true],
  // Rolldown has no URL for a file there.
  ['rolldownScript', false],
  ['esbuildScript', true],
])('%s', (name, hasUrl) => {
  const project = new Project();
  afterAll(() => project.remove());

  it('is profiled, and finds the worker', async () => {
    const out = await project.build(name, 'script', { enabled: true });
    const { result, profile, settings } = await project.run(fileIn(out, /^worker\.js$/));
    expect(result).toBe(3);
    expect(functionsOf(profile)).toEqual(['<module> 1 src/worker.ts:1', 'count 4 src/worker.ts:1']);
    if (!hasUrl) return expect(settings?.worker).toBe(null);
    const { origin, pathname } = new URL(settings!.worker!);
    expect(origin).toBe('http://page.test');
    expect(existsSync(join(out, pathname))).toBe(true);
  });
});
