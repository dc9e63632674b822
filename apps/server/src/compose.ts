import { container, Lifecycle, type DependencyContainer } from 'tsyringe';
import { AnalysisEngine, type Plugin } from '@faultline/core';
import { loadConfig, loadHistory, loadPlugins, loadWorkflow, refuseUnknownParts } from '@faultline/core/node';
import anomaly from '@faultline/plugin-anomaly';
import attribution from '@faultline/plugin-attribution';
import failure from '@faultline/plugin-failure';
import healthcare from '@faultline/plugin-healthcare';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestLlm from '@faultline/plugin-ingest-llm';
import ingestTraces from '@faultline/plugin-ingest-traces';
import ingestWorkflows from '@faultline/plugin-ingest-workflows';
import integrity from '@faultline/plugin-integrity';
import optimize from '@faultline/plugin-optimize';
import schedule from '@faultline/plugin-schedule';
import { RunRegistry } from './run-registry.ts';
import { CONFIG, ENGINE, HISTORY, PLUGINS } from './tokens.ts';

/** Where the server stands and what it is told. */
export interface ComposeOptions {
  readonly cwd: string;
  readonly config?: string;
  readonly plugin?: readonly string[];
  /** File with what earlier runs have taught, instead of that of the configuration. */
  readonly baseline?: string;
}

/** The plugins that come with the server. */
const included: readonly Plugin[] = [
  integrity,
  anomaly,
  schedule,
  failure,
  attribution,
  optimize,
  healthcare,
  ingestJson,
  ingestTraces,
  ingestLlm,
  ingestWorkflows,
];

/** Time that one rule may take on one run: a server must answer. */
const budgetMs = 10_000;

/** The composition root: the only place that knows both the container and the plugins. */
export async function compose({
  cwd,
  config: file,
  plugin = [],
  baseline,
}: ComposeOptions): Promise<DependencyContainer> {
  const { config, folder } = await loadConfig(cwd, file);
  const configured = await loadPlugins(config.plugins, [folder, import.meta.dirname]);
  const named = await loadPlugins(plugin, [cwd, import.meta.dirname]);
  const workflows = config.workflows.map((path) => loadWorkflow(path, folder));
  const own: Plugin = { name: 'configuration', workflows };
  const plugins = [...new Set([...included, ...configured, ...named]), own];
  refuseUnknownParts(config, plugins);

  const root = container.createChildContainer();
  root.register(CONFIG, { useValue: config });
  root.register(PLUGINS, { useValue: plugins });
  // Not by a factory: the container would wrap what the engine says about a wrong configuration.
  const { rules, seed, schedule: scheduling, includeSubject } = config;
  const engine = new AnalysisEngine(plugins, {
    rules,
    seed,
    schedule: scheduling,
    includeSubject,
    budgetMs: Math.min(config.budgetMs, budgetMs),
  });
  root.register(ENGINE, { useValue: engine });
  // By the file that is named, else by that of the configuration.
  const history =
    baseline === undefined
      ? await loadHistory(config.baseline, folder, engine)
      : await loadHistory(baseline, cwd, engine);
  root.register(HISTORY, { useValue: history ?? engine.load({}) });
  root.register(RunRegistry, { useClass: RunRegistry }, { lifecycle: Lifecycle.ContainerScoped });
  return root;
}
