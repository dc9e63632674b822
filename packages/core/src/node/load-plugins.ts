import { existsSync, readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { severitySchema } from '@faultline/model';
import { FaultlineError } from '../errors.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { ruleKinds, type Options } from '../plugin/rule.ts';

/**
 * Loads plugins by package name or path, in order. Paths are relative to the first folder; packages are looked for from
 * each folder in turn.
 * @throws FaultlineError: not found; found but exports no plugin; threw while loading; not a valid plugin.
 */
export async function loadPlugins(
  references: readonly (string | Plugin)[],
  folders: readonly [string, ...string[]],
): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const reference of references) {
    if (typeof reference !== 'string') {
      plugins.push(checked(reference, '(given in the configuration)'));
      continue;
    }
    const file = fileOf(reference, folders);
    if (file === undefined)
      throw new FaultlineError('FAULTLINE_PLUGIN_NOT_FOUND', { plugin: reference, folder: folders.join(' and ') });
    plugins.push(checked(await imported(file, reference), reference));
  }
  return plugins;
}

/** The module that a reference names, from one of the folders. `undefined`: there is none. */
export function fileOf(reference: string, folders: readonly [string, ...string[]]): string | undefined {
  if (reference.startsWith('.') || isAbsolute(reference)) {
    const path = resolve(folders[0], reference);
    const candidates = [path, join(path, 'index.ts'), join(path, 'index.js'), join(path, 'src/index.ts')];
    return (
      packageEntry(path) ?? candidates.find((candidate) => /\.[cm]?[jt]s$/.test(candidate) && existsSync(candidate))
    );
  }
  for (const folder of folders) {
    const from = pathToFileURL(join(folder, 'package.json'));
    try {
      return createRequire(from).resolve(reference);
    } catch {
      // Not there, or its exports name no entry for require: then its own package.json says where its module is.
      const manifest = foundPackage(reference, from);
      const entry = manifest === undefined ? undefined : packageEntry(dirname(manifest), subpathOf(reference));
      if (entry !== undefined) return entry;
    }
  }
  return undefined;
}

function foundPackage(reference: string, from: URL): string | undefined {
  try {
    return findPackageJSON(reference, from);
  } catch {
    return undefined;
  }
}

/** "@acme/rules/strict" is the module "./strict" of "@acme/rules". */
function subpathOf(reference: string): string {
  const parts = reference.split('/').slice(reference.startsWith('@') ? 2 : 1);
  return ['.', ...parts].join('/');
}

const manifestSchema = z.object({ exports: z.unknown().optional(), main: z.string().default('index.js') });

/** A module of the package in a folder, by its package.json. */
function packageEntry(folder: string, subpath = '.'): string | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { exports, main } = manifestOf(file);
  const path = exports === undefined ? (subpath === '.' ? main : subpath) : targetOf(exports, subpath);
  const entry = path === undefined ? undefined : join(folder, path);
  return entry !== undefined && existsSync(entry) ? entry : undefined;
}

function manifestOf(file: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new FaultlineError(
      'FAULTLINE_PLUGIN_INVALID',
      { plugin: dirname(file), problem: 'its package.json cannot be read' },
      { cause },
    );
  }
}

const conditions = new Set(['node', 'import', 'module-sync', 'default']);

/** What `exports` of a package.json gives for a module: a path, or conditions around one. */
function targetOf(exports: unknown, subpath: string): string | undefined {
  let target: unknown = exports;
  if (isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.'))) target = exports[subpath];
  else if (subpath !== '.') return undefined;
  while (isRecord(target)) {
    const condition: string | undefined = Object.keys(target).find((key) => conditions.has(key));
    target = condition === undefined ? undefined : target[condition];
  }
  return typeof target === 'string' ? target : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

async function imported(file: string, plugin: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return module.default;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new FaultlineError('FAULTLINE_PLUGIN_THREW', { plugin, problem }, { cause });
  }
}

const named = z.object({ id: z.string() });
const configurable = named.extend({
  options: z.custom<Options>((value) => value instanceof z.ZodType, 'expected z.strictObject({ ... })'),
});
const usesSchema = z.record(z.string(), z.unknown());
const pluginSchema = z.object({
  name: z.string().min(1),
  rules: z
    .array(
      configurable.extend({
        kind: z.enum(ruleKinds),
        severity: severitySchema,
        messages: z.record(z.string(), z.string()),
        uses: usesSchema,
        evaluate: z.function(),
      }),
    )
    .optional(),
  analyses: z.array(configurable.extend({ uses: usesSchema, analyze: z.function(), present: z.function() })).optional(),
  learners: z
    .array(named.extend({ version: z.number(), empty: z.function(), add: z.function(), view: z.function() }))
    .optional(),
  ingesters: z.array(configurable.extend({ recognizes: z.function(), read: z.function() })).optional(),
  reporters: z.array(configurable.extend({ format: z.string(), render: z.function() })).optional(),
  stores: z.array(configurable.extend({ open: z.function() })).optional(),
  workflows: z.array(named).optional(),
});

/** A module in plain JavaScript can export anything: what the compiler would have refused is refused here. */
function checked(value: unknown, plugin: string): Plugin {
  const parsed = pluginSchema.safeParse(value);
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject || !('name' in value)) throw new FaultlineError('FAULTLINE_PLUGIN_NO_EXPORT', { plugin });
  if (!parsed.success)
    throw new FaultlineError('FAULTLINE_PLUGIN_INVALID', { plugin, problem: z.prettifyError(parsed.error) });
  const { name, rules = [], analyses = [], ingesters = [], reporters = [], stores = [] } = parsed.data;
  const foreign = [...rules, ...analyses, ...ingesters, ...reporters, ...stores].find(
    ({ id }) => !id.startsWith(`${name}/`),
  );
  if (foreign !== undefined)
    throw new FaultlineError('FAULTLINE_PLUGIN_INVALID', {
      plugin,
      problem: `the id "${foreign.id}" does not start with "${name}/"`,
    });
  // Checked above, as far as a value can be checked without calling it.
  return value as Plugin;
}
