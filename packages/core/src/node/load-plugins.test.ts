import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definePlugin } from '../plugin/plugin.ts';
import { defineValidator } from '../plugin/rule.ts';
import { fileOf, loadPlugins } from './load-plugins.ts';
import { folderWith } from './temporary-folder.test-support.ts';

const pluginText = (name: string): string => `export default { name: '${name}' };`;
const packageAt = (name: string, manifest: object, module = 'index.js'): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, type: 'module', ...manifest }),
  [`node_modules/${name}/${module}`]: pluginText('acme'),
});

const rule = defineValidator({ id: 'acme/rule', description: '', severity: 'info', messages: {}, validate: () => {} });

describe('a plugin', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a file', './rules/own.js', { 'rules/own.js': pluginText('acme') }],
    ['a file in TypeScript', './own.ts', { 'own.ts': 'const name: string = "acme";\nexport default { name };' }],
    ['a folder with an index', './own', { 'own/index.js': pluginText('acme') }],
    ['a folder with sources', './own', { 'own/src/index.ts': pluginText('acme') }],
    [
      'a folder with a package.json',
      './own',
      { 'own/package.json': '{ "type": "module", "exports": "./lib/main.js" }', 'own/lib/main.js': pluginText('acme') },
    ],
    ['a package with main', 'acme', packageAt('acme', { main: './lib.js' }, 'lib.js')],
    ['a package with neither main nor exports', 'acme', packageAt('acme', {})],
    ['a package with one export', '@acme/rules', packageAt('@acme/rules', { exports: './index.js' })],
    [
      'a package for import only',
      '@acme/rules',
      packageAt('@acme/rules', { exports: { '.': { types: './index.d.ts', import: './index.js' } } }),
    ],
    [
      'a package with nested conditions',
      'acme',
      packageAt('acme', { exports: { '.': { browser: './no.js', node: { import: './index.js' } } } }),
    ],
    [
      'a module of a package for import only',
      '@acme/rules/strict',
      packageAt(
        '@acme/rules',
        { exports: { '.': { import: './no.js' }, './strict': { import: './strict.js' } } },
        'strict.js',
      ),
    ],
  ])('is loaded from %s', async (_what, reference, files) => {
    const folder = folderWith({ 'package.json': '{ "type": "module" }', ...files });
    expect(await loadPlugins([reference], [folder])).toEqual([{ name: 'acme' }]);
  });
  it('is looked for in each folder in turn', async () => {
    const app = folderWith(packageAt('acme', {}));
    const project = folderWith({});
    expect(await loadPlugins(['acme'], [project, app])).toHaveLength(1);
    expect(fileOf('acme', [project, app])).toContain(join('acme', 'index.js'));
    expect(fileOf('acme', [project])).toBeUndefined();
    // Paths are relative to the first folder only.
    expect(fileOf('./node_modules/acme/index.js', [project, app])).toBeUndefined();
  });
  it('may be given itself, and keeps its place', async () => {
    const own = definePlugin({ name: 'acme', rules: [rule] });
    const folder = folderWith({ 'a.mjs': pluginText('a'), 'b.mjs': pluginText('b') });
    const plugins = await loadPlugins(['./b.mjs', own, './a.mjs'], [folder]);
    expect(plugins.map(({ name }) => name)).toEqual(['b', 'acme', 'a']);
    expect(plugins[1]).toBe(own);
  });
});

const refusalOf = async (reference: string, files: Record<string, string>): Promise<unknown> => {
  const folder = folderWith({ 'package.json': '{ "type": "module" }', ...files });
  return loadPlugins([reference], [folder]).then(
    () => undefined,
    (error: unknown) => error,
  );
};

describe('is refused, each with its own error', () => {
  it.each<[string, string, Record<string, string>, string, string]>([
    ['a package that is not there', 'acme', {}, 'FAULTLINE_PLUGIN_NOT_FOUND', 'Cannot find the plugin "acme"'],
    ['a file that is not there', './own.js', {}, 'FAULTLINE_PLUGIN_NOT_FOUND', '"./own.js"'],
    [
      'an entry that was not built',
      './own',
      { 'own/package.json': '{ "main": "dist.js" }' },
      'FAULTLINE_PLUGIN_NOT_FOUND',
      '"./own"',
    ],
    [
      'a module without a default export',
      './own.js',
      { 'own.js': 'export const a = 1;' },
      'FAULTLINE_PLUGIN_NO_EXPORT',
      'exports no plugin',
    ],
    [
      'a default export that is something else',
      './own.js',
      { 'own.js': 'export default [];' },
      'FAULTLINE_PLUGIN_NO_EXPORT',
      '"./own.js"',
    ],
    [
      'a module that throws',
      './own.js',
      { 'own.js': 'throw new Error("no luck");' },
      'FAULTLINE_PLUGIN_THREW',
      'no luck.',
    ],
    [
      'a module that needs what is not there',
      './own.js',
      { 'own.js': "import './gone.js';" },
      'FAULTLINE_PLUGIN_THREW',
      'gone.js',
    ],
    [
      'a broken package.json',
      './own',
      { 'own/package.json': '{' },
      'FAULTLINE_PLUGIN_INVALID',
      'its package.json cannot be read',
    ],
    [
      'an empty name',
      './own.js',
      { 'own.js': "export default { name: '' };" },
      'FAULTLINE_PLUGIN_INVALID',
      '→ at name',
    ],
  ])('%s', async (_what, reference, files, code, message) => {
    expect(await refusalOf(reference, files)).toMatchObject({
      code,
      message: expect.stringContaining(message) as unknown,
      hint: expect.stringMatching(/\.$/) as unknown,
    });
  });

  const { options: _options, ...withoutOptions } = rule;
  const { uses: _uses, ...withoutUses } = rule;
  it.each<[string, object, string]>([
    ['a rule without a method', { name: 'acme', rules: [{ id: 'acme/x' }] }, '→ at rules[0].evaluate'],
    ['a rule without options', { name: 'acme', rules: [withoutOptions] }, '→ at rules[0].options'],
    ['a rule without uses', { name: 'acme', rules: [withoutUses] }, '→ at rules[0].uses'],
    ['a rule of an unknown kind', { name: 'acme', rules: [{ ...rule, kind: 'oracle' }] }, '→ at rules[0].kind'],
    ['an id outside its name', { name: 'globex', rules: [rule] }, 'the id "acme/rule" does not start with "globex/".'],
  ])('%s', async (_what, plugin, message) => {
    // As plain JavaScript could give it: the compiler would refuse it.
    await expect(loadPlugins([plugin as never], ['/'])).rejects.toMatchObject({
      code: 'FAULTLINE_PLUGIN_INVALID',
      message: expect.stringContaining(message) as unknown,
    });
  });
  it('and keeps the cause of what threw', async () => {
    expect(await refusalOf('./own.js', { 'own.js': 'throw new Error("no luck");' })).toMatchObject({
      cause: { message: 'no luck' },
    });
  });
});
