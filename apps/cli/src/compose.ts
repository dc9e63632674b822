import { container, type DependencyContainer } from 'tsyringe';
import { AnalysisEngine, type Plugin } from '@faultline/core';
import { loadConfig, loadPlugins, loadWorkflow, refuseUnknownParts } from '@faultline/core/node';
import healthcare from '@faultline/plugin-healthcare';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestLlm from '@faultline/plugin-ingest-llm';
import ingestTraces from '@faultline/plugin-ingest-traces';
import ingestWorkflows from '@faultline/plugin-ingest-workflows';
import integrity from '@faultline/plugin-integrity';
import optimize from '@faultline/plugin-optimize';
import reportJson from '@faultline/plugin-report-json';
import reportTerminal from '@faultline/plugin-report-terminal';
import schedule from '@faultline/plugin-schedule';
import type { Io } from './io.ts';
import { CONFIG, ENGINE, IO, PLUGINS } from './tokens.ts';

/** What every command may be told. */
export interface CommonOptions {
  readonly config?: string;
  readonly plugin?: readonly string[];
}

/** The plugins that come with the CLI: those without heavy dependencies. */
const included: readonly Plugin[] = [
  integrity,
  schedule,
  optimize,
  healthcare,
  ingestJson,
  ingestTraces,
  ingestLlm,
  ingestWorkflows,
  reportTerminal,
  reportJson,
];

/** The composition root: the only place that knows both the container and the plugins. */
export async function compose(io: Io, { config: file, plugin = [] }: CommonOptions): Promise<DependencyContainer> {
  const { config, folder } = await loadConfig(io.cwd, file);
  const configured = await loadPlugins(config.plugins, [folder, import.meta.dirname]);
  const named = await loadPlugins(plugin, [io.cwd, import.meta.dirname]);
  const workflows = config.workflows.map((path) => loadWorkflow(path, folder));
  const own: Plugin = { name: 'configuration', workflows };
  const plugins = [...new Set([...included, ...configured, ...named]), own];
  refuseUnknownParts(config, plugins);

  const root = container.createChildContainer();
  root.register(IO, { useValue: io });
  root.register(CONFIG, { useValue: config });
  root.register(PLUGINS, { useValue: plugins });
  // Not by a factory: the container would wrap what the engine says about a wrong configuration.
  const { rules, seed, budgetMs, includeSubject } = config;
  root.register(ENGINE, { useValue: new AnalysisEngine(plugins, { rules, seed, budgetMs, includeSubject }) });
  return root;
}
