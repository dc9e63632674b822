import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AnalysisEngine } from '../engine/engine.ts';
import { configSchema, defineConfig } from './config.ts';
import { loadConfig } from './load-config.ts';
import { folderWith } from './temporary-folder.test-support.ts';

const rules = { 'a/b': 'off', 'c/d': { severity: 'error', options: { factor: 2 } } } as const;

describe('a configuration', () => {
  it.each([
    ['faultline.config.ts', `const rules: object = ${JSON.stringify(rules)};\nexport default { rules };`],
    ['faultline.config.js', `export default { rules: ${JSON.stringify(rules)} };`],
    ['faultline.config.json', JSON.stringify({ rules }, null, '\t')],
    ['faultline.config.yaml', 'rules:\n  a/b: off\n  c/d: { severity: error, options: { factor: 2 } }\n'],
  ])('is found and read: %s', async (name, text) => {
    const folder = folderWith({ [name]: text, 'package.json': '{ "type": "module" }' });
    const { config, file, folder: from } = await loadConfig(folder);
    expect(config).toEqual({ ...configSchema.parse({}), rules });
    expect([file, from]).toEqual([join(folder, name), folder]);
  });
  it('is the first of ts, js, json and yaml', async () => {
    const folder = folderWith({ 'faultline.config.yaml': 'seed: 1', 'faultline.config.json': '{ "seed": 2 }' });
    expect((await loadConfig(folder)).config.seed).toBe(2);
  });
  it('is all defaults where there is none', async () => {
    const folder = folderWith({});
    expect(await loadConfig(folder)).toEqual({ config: configSchema.parse({}), file: undefined, folder });
  });
  it('may be named; what it names is relative to it', async () => {
    const folder = folderWith({ 'ci/strict.yaml': 'failOn: warning', 'faultline.config.yaml': 'failOn: never' });
    const { config, folder: from } = await loadConfig(folder, 'ci/strict.yaml');
    expect([config.failOn, from]).toEqual(['warning', join(folder, 'ci')]);
  });
  it('keeps plugins that are given as they are', async () => {
    const text = 'export default { plugins: [{ name: "own", rules: [] }, "./other.js"] };';
    const folder = folderWith({ 'faultline.config.js': text, 'package.json': '{ "type": "module" }' });
    expect((await loadConfig(folder)).config.plugins).toEqual([{ name: 'own', rules: [] }, './other.js']);
  });
  it('is what the engine takes, once read', async () => {
    const { budgetMs, seed, includeSubject } = (await loadConfig(folderWith({}))).config;
    expect(() => new AnalysisEngine([], { budgetMs, seed, includeSubject })).not.toThrow();
  });
});

describe('is refused', () => {
  it.each([
    ['what is not there', {}, 'gone.yaml', 'FAULTLINE_CONFIG_NOT_FOUND', 'There is no configuration file "gone.yaml".'],
    ['broken YAML', { 'a.yaml': 'rules: [' }, 'a.yaml', 'FAULTLINE_CONFIG_UNREADABLE', 'Cannot read the configuration'],
    [
      'a module that throws',
      { 'a.js': 'throw new Error("no luck");' },
      'a.js',
      'FAULTLINE_CONFIG_UNREADABLE',
      'no luck.',
    ],
    ['a folder', { 'a/b': '' }, 'a', 'FAULTLINE_CONFIG_UNREADABLE', 'EISDIR'],
    [
      'an unknown field',
      { 'a.yaml': 'rulez: {}' },
      'a.yaml',
      'FAULTLINE_CONFIG_INVALID',
      '✖ Unrecognized key: "rulez"',
    ],
    ['a wrong value', { 'a.yaml': 'failOn: always' }, 'a.yaml', 'FAULTLINE_CONFIG_INVALID', '→ at failOn'],
    [
      'a module without a default export',
      { 'a.js': 'export {};' },
      'a.js',
      'FAULTLINE_CONFIG_INVALID',
      'expected object',
    ],
  ])('%s', async (_what, files, named, code, message) => {
    const folder = folderWith({ ...files, 'package.json': '{ "type": "module" }' });
    await expect(loadConfig(folder, named)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as unknown,
    });
  });
});

it('defineConfig gives back what it is given', () => {
  const config = { failOn: 'never' } as const;
  expect(defineConfig(config)).toBe(config);
});
