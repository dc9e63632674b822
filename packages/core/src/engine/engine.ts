import { z } from 'zod';
import { withScheduleOptions, type ScheduleOptions } from '@faultline/graph';
import type { Finding, Report, Run, WorkflowDefinition } from '@faultline/model';
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
import { historyOf, learnedFor, type History } from './history.ts';
import { installed, type Installed } from './installed.ts';
import { Learning } from './learning.ts';
import { scheduleOptionsFrom } from './schedule-options.ts';
import { sectionFrom, type SummedUpSection } from './section-from.ts';
import { yielded } from './yielded.ts';

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
  readonly #schedule: ScheduleOptions | undefined;
  readonly #noHistory: History;

  constructor(plugins: readonly Plugin[], config: EngineConfigInput = {}) {
    this.#config = configOf(config);
    this.#schedule = scheduleOptionsFrom(this.#config);
    this.#installed = installed(plugins, this.#config);
    this.#rules = this.#installed.rules.map(({ rule }) => rule);
    this.#noHistory = this.load({});
  }

  /** Folds runs into what was learned before. A state of another version or form is discarded. */
  async learn(runs: Iterable<Run> | AsyncIterable<Run>, from: LearnedState = {}): Promise<LearnedState> {
    const learning = this.learning();
    learning.include(from);
    for await (const run of runs) learning.add(this.viewOf(run));
    return learning.state();
  }

  /** The same step by step, for runs of many inputs and states of many machines. */
  learning(): Learning {
    return new Learning(this.#installed.learners.values());
  }

  /** Checks what was learned, once, for any number of analyses. */
  load(learned: LearnedState): History {
    return historyOf(this.#installed.learners.values(), learned);
  }

  /** The definition that a plugin provides for a run, else the one that the run itself brings. */
  definitionOf({ workflowId, definition }: Pick<Run, 'workflowId' | 'definition'>): WorkflowDefinition | undefined {
    return this.#installed.workflows.get(workflowId) ?? definition;
  }

  /** A run as rules see it: held against its definition, and scheduled as configured. */
  viewOf(run: Run, definition: WorkflowDefinition | undefined = this.definitionOf(run)): RunView {
    const view = viewOf(run, definition);
    return this.#schedule === undefined ? view : withScheduleOptions(view, this.#schedule);
  }

  /** Validates, detects, diagnoses, optimizes, analyses: one report. A rule that throws becomes a finding. */
  async analyze(run: Run, options: AnalyzeOptions = {}): Promise<Report> {
    const { definition, history = this.#noHistory, signal, analyzedAtMs } = options;
    const view = this.viewOf(run, definition);
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

    findings = yielded(findings, this.#installed.rules);

    const sections: SummedUpSection[] = [];
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
      sections: sections.map(({ section }) => section),
      insights: sections.flatMap(({ insights }) => insights),
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
    // Asking for the time costs more than most rules do.
    if (budgetMs === Infinity) return () => signal?.throwIfAborted();
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
