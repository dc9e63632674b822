import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { FaultlineError } from '../errors.ts';
import { configSchema, type Config } from './config.ts';

/** A configuration and where it comes from. */
export interface LoadedConfig {
  readonly config: Config;
  /** `undefined`: there is none, these are the defaults. */
  readonly file: string | undefined;
  /** What paths and packages in it are relative to. */
  readonly folder: string;
}

/** Names of configuration files, the first found wins. */
const fileNames = ['ts', 'js', 'json', 'yaml'].map((extension) => `faultline.config.${extension}`);

/**
 * Loads the named configuration, else the one in the folder, else the defaults.
 * @throws FaultlineError: not found, unreadable, not valid.
 */
export async function loadConfig(folder: string, named?: string): Promise<LoadedConfig> {
  const file =
    named === undefined
      ? fileNames.map((name) => join(folder, name)).find((candidate) => existsSync(candidate))
      : resolve(folder, named);
  if (file === undefined) return { config: configSchema.parse({}), file, folder };
  if (!existsSync(file)) throw new FaultlineError('FAULTLINE_CONFIG_NOT_FOUND', { file: named ?? file });
  const parsed = configSchema.safeParse(await contentOf(file));
  if (!parsed.success)
    throw new FaultlineError('FAULTLINE_CONFIG_INVALID', { file, problem: z.prettifyError(parsed.error) });
  return { config: parsed.data, file, folder: dirname(file) };
}

async function contentOf(file: string): Promise<unknown> {
  try {
    if (['.ts', '.js', '.mjs', '.mts'].includes(extname(file))) {
      const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
      return module.default;
    }
    // A file in which everything is commented out is empty, not wrong.
    return parseYaml(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new FaultlineError('FAULTLINE_CONFIG_UNREADABLE', { file, problem }, { cause });
  }
}
