import { resolve } from 'node:path';
import { container, type DependencyContainer } from 'tsyringe';
import { AnalysisEngine, type Plugin } from '@faultline/core';
import { loadConfig, loadPlugins, loadWorkflow, refuseUnknownParts, type Config } from '@faultline/core/node';
import { ingestPlugins } from './ingest-plugins.ts';
import type { Io } from './io.ts';
import { CONFIG, ENGINE, IO, PLUGINS } from './tokens.ts';

/** What every command may be told. */
export interface CommonOptions {
  readonly config?: string;
  readonly plugin?: readonly string[];
  /** Instead of the baseline of the configuration. */
  readonly baseline?: string;
}

/**
 * The composition root: the only place that knows both the container and the plugins. `needs`: a command that only reads
 * does not load the others, unless a configuration may speak of them.
 */
export async function compose(
  io: Io,
  { config: named, plugin = [], baseline }: CommonOptions,
  needs: 'everything' | 'ingesters' = 'everything',
): Promise<DependencyContainer> {
  const { config: loaded, file, folder } = await loadConfig(io.cwd, named);
  // Only named here: commands that need it load it, and "learn" may be about to write it.
  const config = { ...loaded, ...baselineOf(loaded, folder, baseline) };
  const configured = await loadPlugins(config.plugins, [folder, import.meta.dirname]);
  const asked = await loadPlugins(plugin, [io.cwd, import.meta.dirname]);
  const isReading = needs === 'ingesters' && file === undefined;
  const included = isReading ? ingestPlugins : (await import('./included-plugins.ts')).includedPlugins;
  const workflows = config.workflows.map((path) => loadWorkflow(path, folder));
  const own: Plugin = { name: 'configuration', workflows };
  const plugins = [...new Set([...included, ...configured, ...asked]), own];
  refuseUnknownParts(config, plugins);

  const root = container.createChildContainer();
  root.register(IO, { useValue: io });
  root.register(CONFIG, { useValue: config });
  root.register(PLUGINS, { useValue: plugins });
  // Not by a factory: the container would wrap what the engine says about a wrong configuration.
  const { rules, seed, budgetMs, schedule: scheduling, includeSubject } = config;
  const engineConfig = { rules, seed, budgetMs, schedule: scheduling, includeSubject };
  root.register(ENGINE, { useValue: new AnalysisEngine(plugins, engineConfig) });
  return root;
}

/** A path in the configuration is relative to its folder. */
function baselineOf(config: Config, folder: string, named: string | undefined): Pick<Config, 'baseline'> {
  const baseline = named ?? (config.baseline === undefined ? undefined : resolve(folder, config.baseline));
  return baseline === undefined ? {} : { baseline };
}
