import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { breaches, type Manifest } from './dependency-law.ts';

const manifests = new Map(
  globSync(['{packages,plugins,apps,examples}/*/package.json', 'bench/package.json'])
    .toSorted()
    .map((file) => [dirname(file), JSON.parse(readFileSync(file, 'utf8')) as Manifest]),
);

it('the workspace keeps the law', () => {
  expect(manifests.size).toBeGreaterThan(10);
  expect(breaches(manifests)).toEqual([]);
});

const planted = (folder: string, manifest: Partial<Manifest>): string[] =>
  breaches(new Map([...manifests, [folder, { name: 'planted', private: true, ...manifest }]]));

it.each([
  [
    'a plugin that uses another plugin',
    'plugins/a',
    { dependencies: { '@faultline/plugin-integrity': '*' } },
    'plugins/a must not depend on plugins/integrity.',
  ],
  [
    'a model that uses the core',
    'packages/model',
    { name: '@faultline/model', dependencies: { '@faultline/core': '*' } },
    'packages/model must not depend on packages/core.',
  ],
  [
    'a container outside of the apps',
    'packages/spans',
    { name: '@faultline/spans', dependencies: { tsyringe: '*' } },
    'packages/spans must not use tsyringe: dependency injection is for apps.',
  ],
  ['a folder without a row', 'packages/misc', {}, 'packages/misc stands on no row: a new folder needs one.'],
  [
    'exports that only work in the workspace',
    'packages/facts',
    {
      name: '@faultline/facts',
      private: false,
      exports: { '.': { '@faultline/source': './src/index.ts', default: './dist/index.js' } },
    },
    'packages/facts must publish its exports without the condition @faultline/source.',
  ],
])('finds %s', (_breach, folder, manifest, expected) => {
  expect(planted(folder, manifest)).toContain(expected);
});
