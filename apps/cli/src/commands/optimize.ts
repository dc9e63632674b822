import { inject, injectable } from 'tsyringe';
import { FaultlineError, formatQuantity, viewOf, type AnalysisEngine } from '@faultline/core';
import { baselines, repeatedInputs, runSample } from '@faultline/facts';
import type { Run, WorkflowDefinition } from '@faultline/model';
import { planCandidates, searchPlan, unifiedDiff, type Plan } from '@faultline/plugin-optimize';
import type { Edit } from '@faultline/simulator';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionsFrom } from '../definitions.ts';
import { capacities, editMakers, type EditMaker, type EditOptions } from '../edit-options.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { planText } from '../plan-text.ts';
import { printable } from '../printable.ts';
import { progressOf } from '../progress.ts';
import { RunReader } from '../run-reader.ts';
import { ENGINE, IO } from '../tokens.ts';
import { workflowYaml } from '../workflow-yaml.ts';

/** What `faultline optimize` may be told: the changes are candidates beside those that history gives a reason for. */
export interface OptimizeOptions extends CommonOptions, EditOptions {
  readonly from?: string;
  /** One alone is used for every run. Of several, and of those that plugins and runs bring, the one with the most runs. */
  readonly workflow?: readonly string[];
  /** How many changes there may be. */
  readonly budget?: string;
  /** `gpus=2`: how much there is of a resource. */
  readonly capacity?: readonly string[];
  readonly output?: string;
}

/** `faultline optimize FILE...`: finds the changes to a workflow that would have gained most over its runs. */
export async function optimize(io: Io, files: readonly string[], options: OptimizeOptions): Promise<ExitCode> {
  const sources = files.length > 0 ? files : io.hasInput ? ['-'] : [];
  if (sources.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to learn from: no file was named and nothing is piped in.',
      hint: 'Try "faultline optimize runs.jsonl --workflow workflow.yaml --output new.yaml".',
    });
  const container = await compose(io, options);
  return container.resolve(OptimizeCommand).run(sources, options);
}

@injectable()
class OptimizeCommand {
  readonly #io: Io;
  readonly #engine: AnalysisEngine;
  readonly #reader: RunReader;

  constructor(@inject(IO) io: Io, @inject(ENGINE) engine: AnalysisEngine, @inject(RunReader) reader: RunReader) {
    this.#io = io;
    this.#engine = engine;
    this.#reader = reader;
  }

  async run(sources: readonly string[], options: OptimizeOptions): Promise<ExitCode> {
    const pools = capacities(options.capacity ?? []);
    const makers = editMakers(options);
    const maxChanges = options.budget === undefined ? Infinity : budgetOf(options.budget);
    const definitionFor = definitionsFrom(options.workflow ?? [], this.#io, this.#engine);
    const learned = await this.#learn(sources, options.from, definitionFor);
    const definition = mostFrequent(learned.definitions);
    const history = definition === undefined ? [] : learned.runs.runsOf(definition.id, definition);
    if (definition === undefined || history.length === 0) {
      this.#io.err(
        definition === undefined
          ? 'There is no run of a workflow that is defined. Name a definition with --workflow; "faultline infer" proposes one.\n'
          : `There is no run of workflow "${printable(definition.id)}" that has ended and is small enough.\n`,
      );
      return this.#reader.exitCode;
    }
    const candidates = candidatesOf(makers, definition, planCandidates(definition, { ...learned, pools }));
    const { signal } = this.#io;
    const plan = searchPlan(history, definition, candidates, {
      maxChanges,
      pools,
      checkpoint: () => signal?.throwIfAborted(),
    });
    await this.#tell(plan, definition, learned.runs.countsOf(definition.id).runs, options.output);
    return this.#reader.exitCode;
  }

  /** In one pass: memory grows with steps and a bounded sample, not with runs. */
  async #learn(
    sources: readonly string[],
    from: string | undefined,
    definitionFor: (run: Run) => WorkflowDefinition | undefined,
  ) {
    const states = { inputs: repeatedInputs.empty(), baselines: baselines.empty(), runs: runSample.empty() };
    const definitions = new Map<string, { readonly definition: WorkflowDefinition; runs: number }>();
    const progress = progressOf(this.#io);
    for (const source of sources) {
      try {
        for await (const run of this.#reader.runsOf(source, from)) {
          const definition = definitionFor(run);
          if (definition === undefined) continue;
          // One alone is used for every run.
          const view = viewOf({ ...run, workflowId: definition.id }, definition);
          const known = definitions.get(definition.id) ?? { definition, runs: 0 };
          known.runs++;
          definitions.set(definition.id, known);
          repeatedInputs.add(states.inputs, view);
          baselines.add(states.baselines, view);
          runSample.add(states.runs, view);
          progress.add();
        }
      } catch (error) {
        this.#reader.reject(error, source);
      }
    }
    progress.end();
    return {
      definitions,
      inputs: repeatedInputs.view(states.inputs),
      baselines: baselines.view(states.baselines),
      runs: runSample.view(states.runs),
    };
  }

  async #tell(plan: Plan, before: WorkflowDefinition, runs: number, output: string | undefined): Promise<void> {
    await this.#io.out(printable(planText(before.id, plan, runs)));
    if (plan.edits.length === 0) return;
    const diff = unifiedDiff(workflowYaml(before), workflowYaml(plan.definition));
    if (diff.length > 0) await this.#io.out(printable(['', '--- as it is', '+++ proposed', ...diff, ''].join('\n')));
    if (output === undefined) return;
    const yaml = workflowYaml(plan.definition, commentOf(plan));
    await this.#io.writeFile(
      output,
      (async function* () {
        yield yaml;
      })(),
    );
  }
}

/** What a person names about a step stands instead of what was found about it. */
function candidatesOf(
  makers: readonly EditMaker[],
  { steps }: WorkflowDefinition,
  found: readonly Edit[],
): readonly Edit[] {
  const known = new Set(steps.map(({ id }) => id));
  const named = makers.map((maker) => maker(known));
  const subjects = new Set(named.map(subjectOf));
  return [...named, ...found.filter((edit) => !subjects.has(subjectOf(edit)))];
}

/** What an edit is about: for an edge or a pool, all of it. */
const subjectOf = (edit: Edit): string => JSON.stringify([edit.kind, 'stepId' in edit ? edit.stepId : edit]);

/** The first by name where several have as many runs. */
function mostFrequent(
  definitions: ReadonlyMap<string, { readonly definition: WorkflowDefinition; readonly runs: number }>,
): WorkflowDefinition | undefined {
  return [...definitions].toSorted(([a, { runs: m }], [b, { runs: n }]) => n - m || (a < b ? -1 : 1))[0]?.[1]
    .definition;
}

const commentOf = ({ changes, effect: { gainMs }, runIds }: Plan): readonly string[] => [
  `Proposed by "faultline optimize" from ${runIds.length} runs. It gains ${formatQuantity(gainMs.mean, 'ms')} per run,`,
  `${formatQuantity(gainMs.low, 'ms')} to ${formatQuantity(gainMs.high, 'ms')} with 95 % confidence:`,
  ...changes.map(({ text }) => `- ${printable(text)}`),
];

function budgetOf(text: string): number {
  const budget = Number(text);
  if (Number.isInteger(budget) && budget >= 1) return budget;
  throw new FaultlineError('FAULTLINE_USAGE', {
    problem: `--budget takes a number of changes, 1 or more, not "${text}".`,
    hint: 'Try "--budget 3".',
  });
}
