import { z } from 'zod';
import type { Finding, Report, Run, Section, WorkflowDefinition } from '@faultline/model';
import { FaultlineError } from '../errors.ts';
import type { LearnedState } from '../plugin/learner.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { ruleKinds, type Rule } from '../plugin/rule.ts';
import { reportOf } from '../report/report-of.ts';
import { viewOf, type RunView } from '../run/run-view.ts';
import { engineConfigSchema, type EngineConfig, type EngineConfigInput } from './config.ts';
import { learnedStateDiscarded, notedOn, ruleFailed } from './engine-findings.ts';
import { evaluate } from './evaluate.ts';
import { inFindingOrder } from './finding-order.ts';
import { historyOf, learnedFor, readState, type History } from './history.ts';
import { installed, type Installed } from './installed.ts';
import { sectionFrom } from './section-from.ts';

/** What one analysis is given beside the run. */
export interface AnalyzeOptions {
  /** Instead of the definition that a plugin provides under the run's workflow id, or that the run brings. */
  readonly definition?: WorkflowDefinition | undefined;
  readonly history?: History | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Stands in the report as the time of analysis. The engine itself reads no calendar. */
  readonly analyzedAtMs?: number | undefined;
}

/**
 * Runs the rules of the plugins over one run after the other.
 *
 *     const engine = new AnalysisEngine([integrity, schedule]);
 *     const report = await engine.analyze(run);
 *
 * @throws FaultlineError from the constructor, where plugins or configuration do not fit together.
 */
export class AnalysisEngine {
  readonly #config: EngineConfig;
  readonly #installed: Installed;
  readonly #rules: readonly Rule[];
  readonly #noHistory: History;

  constructor(plugins: readonly Plugin[], config: EngineConfigInput = {}) {
    this.#config = configOf(config);
    this.#installed = installed(plugins, this.#config);
    this.#rules = this.#installed.rules.map(({ rule }) => rule);
    this.#noHistory = this.load({});
  }

  /** Folds runs into what was learned before. A state of another version or form is discarded. */
  async learn(runs: Iterable<Run> | AsyncIterable<Run>, from: LearnedState = {}): Promise<LearnedState> {
    const learners = [...this.#installed.learners.values()];
    const states = new Map<string, unknown>();
    for (const learner of learners) {
      // A copy, because `add` may change it.
      const known = readState(learner, structuredClone(from[learner.id]));
      states.set(learner.id, known === undefined ? learner.empty() : known.state);
    }
    for await (const run of runs) {
      const view = viewOf(run, this.definitionOf(run));
      for (const learner of learners) states.set(learner.id, learner.add(states.get(learner.id), view));
    }
    return Object.fromEntries(learners.map(({ id, version }) => [id, { version, state: states.get(id) }]));
  }

  /** Checks what was learned, once, for any number of analyses. */
  load(learned: LearnedState): History {
    return historyOf(this.#installed.learners.values(), learned);
  }

  /** The definition that a plugin provides for a run, else the one that the run itself brings. */
  definitionOf({ workflowId, definition }: Pick<Run, 'workflowId' | 'definition'>): WorkflowDefinition | undefined {
    return this.#installed.workflows.get(workflowId) ?? definition;
  }

  /** Validates, detects, diagnoses, optimizes, analyses: one report. A rule that throws becomes a finding. */
  async analyze(run: Run, options: AnalyzeOptions = {}): Promise<Report> {
    const { definition = this.definitionOf(run), history = this.#noHistory, signal, analyzedAtMs } = options;
    const view = viewOf(run, definition);
    const pause = pauses(signal);
    let findings: readonly Finding[] = [
      ...history.discarded.map((learner) => learnedStateDiscarded(learner, view)),
      ...notedOn(view),
    ].toSorted(inFindingOrder);

    for (const kind of ruleKinds) {
      const found: Finding[] = [];
      for (const { rule, options: ruleOptions, severity } of this.#installed.rules) {
        if (rule.kind !== kind) continue;
        const ofRule = this.#guarded(rule.id, view, signal, () =>
          evaluate(rule, view, {
            options: ruleOptions,
            learned: learnedFor(rule.uses, history),
            earlier: findings,
            severity,
            seed: this.#config.seed,
            checkpoint: this.#checkpoint(signal),
          }),
        );
        // One by one: as arguments of a call, many findings would overflow the stack.
        for (const finding of ofRule) found.push(finding);
        if (pause.isDue()) await pause.take();
      }
      if (found.length > 0) findings = [...findings, ...found].toSorted(inFindingOrder);
    }

    const sections: Section[] = [];
    const failures: Finding[] = [];
    for (const { analysis, options: analysisOptions } of this.#installed.analyses) {
      const failed = this.#guarded(analysis.id, view, signal, () => {
        const section = sectionFrom(analysis, view, {
          options: analysisOptions,
          learned: learnedFor(analysis.uses, history),
          earlier: findings,
          seed: this.#config.seed,
          checkpoint: this.#checkpoint(signal),
        });
        if (section !== undefined) sections.push(section);
        return [];
      });
      failures.push(...failed);
      if (pause.isDue()) await pause.take();
    }
    return reportOf(view, {
      findings: [...findings, ...failures].toSorted(inFindingOrder),
      sections,
      rules: this.#rules,
      includeSubject: this.#config.includeSubject,
      analyzedAtMs,
    });
  }

  #guarded(id: string, run: RunView, signal: AbortSignal | undefined, compute: () => Finding[]): Finding[] {
    signal?.throwIfAborted();
    try {
      return compute();
    } catch (error) {
      signal?.throwIfAborted();
      return [ruleFailed(id, run, error)];
    }
  }

  #checkpoint(signal: AbortSignal | undefined): () => void {
    const { budgetMs } = this.#config;
    const started = performance.now();
    return () => {
      signal?.throwIfAborted();
      if (performance.now() - started > budgetMs) throw new Error(`it took longer than its budget of ${budgetMs} ms`);
    };
  }
}

function configOf(config: EngineConfigInput): EngineConfig {
  const parsed = engineConfigSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  const problem = z.prettifyError(parsed.error);
  throw new FaultlineError('FAULTLINE_CONFIG_INVALID', { file: '(given to AnalysisEngine)', problem });
}

/** Lets an abort and other work of the process arrive between rules, at most every 20 ms: a pause costs 1 ms. */
function pauses(signal: AbortSignal | undefined): { isDue(): boolean; take(): Promise<void> } {
  let last = performance.now();
  return {
    isDue: () => performance.now() - last >= 20,
    async take() {
      await new Promise<void>((resolve) => setTimeout(resolve));
      last = performance.now();
      signal?.throwIfAborted();
    },
  };
}
