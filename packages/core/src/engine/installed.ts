import type { Severity, WorkflowDefinition } from '@faultline/model';
import { FaultlineError } from '../errors.ts';
import type { Analysis } from '../plugin/analysis.ts';
import { checkedOptions } from '../plugin/checked-options.ts';
import type { Learner } from '../plugin/learner.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { Rule } from '../plugin/rule.ts';
import type { EngineConfig, RuleSetting } from './config.ts';

/** A rule with what the configuration says about it. */
interface InstalledRule {
  readonly rule: Rule;
  readonly options: object;
  readonly severity: Severity | undefined;
}

/** What the plugins contribute, with the configuration applied and checked before any run. */
export interface Installed {
  readonly rules: readonly InstalledRule[];
  readonly analyses: readonly { readonly analysis: Analysis; readonly options: object }[];
  readonly workflows: ReadonlyMap<string, WorkflowDefinition>;
  readonly learners: ReadonlyMap<string, Learner>;
}

/** @throws FaultlineError: an id twice, settings for an unknown rule, wrong options, one learner in two versions. */
export function installed(plugins: readonly Plugin[], config: EngineConfig): Installed {
  const rules = plugins.flatMap((plugin) => plugin.rules ?? []);
  const analyses = plugins.flatMap((plugin) => plugin.analyses ?? []);
  const ids = [...rules, ...analyses].map(({ id }) => id);
  const settings = new Map(Object.entries(config.rules));
  refuseRepeated(ids);
  refuseUnknown([...settings.keys()], ids);
  const isOn = ({ id }: { readonly id: string }): boolean => settings.get(id) !== 'off';
  return {
    rules: rules.filter(isOn).map((rule) => ({
      rule,
      options: checkedOptions(rule, givenOptions(settings.get(rule.id))),
      severity: severityOf(settings.get(rule.id)),
    })),
    analyses: analyses.filter(isOn).map((analysis) => ({
      analysis,
      options: checkedOptions(analysis, givenOptions(settings.get(analysis.id))),
    })),
    // Where several plugins provide one workflow, the last one wins.
    workflows: new Map(plugins.flatMap(({ workflows = [] }) => workflows).map((workflow) => [workflow.id, workflow])),
    learners: learnersOf([
      ...plugins.flatMap(({ learners = [] }) => learners),
      ...[...rules, ...analyses].flatMap(({ uses }) => Object.values(uses)),
    ]),
  };
}

function refuseRepeated(ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new FaultlineError('FAULTLINE_DUPLICATE_ID', { id });
    seen.add(id);
  }
}

function refuseUnknown(configured: readonly string[], ids: readonly string[]): void {
  for (const rule of configured) {
    if (ids.includes(rule)) continue;
    const near = ids.filter((id) => id.split('/')[0] === rule.split('/')[0]);
    const hint = near.length > 0 ? `Rules of this plugin: ${near.join(', ')}.` : 'Run "faultline plugins" to see all.';
    throw new FaultlineError('FAULTLINE_UNKNOWN_RULE', { rule, hint });
  }
}

const severityOf = (setting: RuleSetting | undefined): Severity | undefined =>
  typeof setting === 'object' ? setting.severity : setting === 'off' ? undefined : setting;

const givenOptions = (setting: RuleSetting | undefined): object | undefined =>
  typeof setting === 'object' ? setting.options : undefined;

function learnersOf(all: readonly Learner[]): ReadonlyMap<string, Learner> {
  const learners = new Map<string, Learner>();
  for (const learner of all) {
    const known = learners.get(learner.id);
    if (known === undefined) learners.set(learner.id, learner);
    else if (known.version !== learner.version)
      throw new FaultlineError('FAULTLINE_LEARNER_CONFLICT', {
        learner: learner.id,
        first: String(known.version),
        second: String(learner.version),
      });
  }
  return learners;
}
