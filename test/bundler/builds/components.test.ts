/** Components of Vue, Svelte and Solid, as their compilers hand them over: counts are exact, lines those of the files. */
import { afterAll, describe, expect, it } from 'vitest';
import { fileIn, functionsOf, originalPlace, Project } from './project.ts';

const ENTRY = /index-[\w-]+\.js$/;

describe('components in a build of Vite', () => {
  const project = new Project('components');
  afterAll(() => project.remove());

  it('behave the same, and are profiled where they were written', async () => {
    const plain = await project.run(fileIn(await project.build('viteComponents', 'plain', null), ENTRY));
    const out = await project.build('viteComponents', 'profiled', { enabled: true });
    const { result, profile, stack } = await project.run(fileIn(out, ENTRY));
    expect(result).toBe(plain.result);
    expect(functionsOf(profile).filter((line) => !line.startsWith('<module>'))).toEqual([
      'area 1 src/Box.svelte:2',
      'double 2 src/List.vue:10',
      'doubled 1 src/List.vue:15',
      'main 1 src/main.ts:7',
      'setup 1 src/List.vue:4',
      'setup/<return> 1 src/List.vue:19',
      'setup/<return>/_renderList() 2 src/List.vue:20',
      'square 1 src/Box.svelte:6',
      'sum 1 src/Total.jsx:1',
      'sum/values.reduce() 3 src/Total.jsx:2',
    ]);
    expect(originalPlace(stack)).toBe('List.vue:11:33');
  });
});

describe('components of Vue in a build of webpack', () => {
  const project = new Project('vue');
  afterAll(() => project.remove());

  it('behave the same, and are profiled where they were written', async () => {
    const entry = /^main\.mjs$/;
    const plain = await project.run(fileIn(await project.build('webpackVue', 'plain', null), entry));
    const out = await project.build('webpackVue', 'profiled', { enabled: true });
    const { result, profile } = await project.run(fileIn(out, entry));
    expect(result).toBe(plain.result);
    expect(functionsOf(profile).filter((line) => !line.startsWith('<module>'))).toEqual([
      'double 2 src/List.vue:10',
      'doubled 1 src/List.vue:15',
      'main 1 src/main.tsx:5',
      'render 1 src/List.vue:19',
      'render/item 2 src/List.vue:20',
      'setup 1 src/List.vue:4',
    ]);
  });
});
