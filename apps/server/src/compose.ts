import { container, instanceCachingFactory, type DependencyContainer } from 'tsyringe';
import { AnalysisEngine, type Plugin } from '@faultline/core';
import { loadConfig, loadPlugins, loadWorkflow } from '@faultline/core/node';
import healthcare from '@faultline/plugin-healthcare';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestTraces from '@faultline/plugin-ingest-traces';
import integrity from '@faultline/plugin-integrity';
import schedule from '@faultline/plugin-schedule';
import { CONFIG, ENGINE, PLUGINS } from './tokens.ts';

/** Where the server stands and what it is told. */
export interface ComposeOptions {
  readonly cwd: string;
  readonly config?: string;
  readonly plugin?: readonly string[];
}

/** The plugins that come with the server. */
const included: readonly Plugin[] = [integrity, schedule, healthcare, ingestJson, ingestTraces];

/** Time that one rule may take on one run: a server must answer. */
const budgetMs = 10_000;

/** The composition root: the only place that knows both the container and the plugins. */
export async function compose({ cwd, config: file, plugin = [] }: ComposeOptions): Promise<DependencyContainer> {
  const { config, folder } = await loadConfig(cwd, file);
  const configured = await loadPlugins(config.plugins, [folder, import.meta.dirname]);
  const named = await loadPlugins(plugin, [cwd, import.meta.dirname]);
  const workflows = config.workflows.map((path) => loadWorkflow(path, folder));
  const own: Plugin = { name: 'configuration', workflows };

  const root = container.createChildContainer();
  root.register(CONFIG, { useValue: config });
  root.register(PLUGINS, { useValue: [...new Set([...included, ...configured, ...named]), own] });
  root.register(ENGINE, {
    useFactory: instanceCachingFactory((scope) => {
      const { rules, seed, includeSubject } = config;
      const budget = Math.min(config.budgetMs, budgetMs);
      return new AnalysisEngine(scope.resolve(PLUGINS), { rules, seed, includeSubject, budgetMs: budget });
    }),
  });
  return root;
}
