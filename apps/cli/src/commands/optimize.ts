import { inject, injectable } from 'tsyringe';
import { FaultlineError, formatQuantity, type AnalysisEngine, type RunView } from '@faultline/core';
import { baselines, DefinitionSurvey, inferDefinition, repeatedInputs, runSample } from '@faultline/facts';
import type { Run, WorkflowDefinition } from '@faultline/model';
import { planCandidates, searchPlan, unifiedDiff, type Plan } from '@faultline/plugin-optimize';
import type { Edit } from '@faultline/simulator';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionsFrom } from '../definitions.ts';
import { capacities, editMakers, type EditMaker, type EditOptions } from '../edit-options.ts';
import { exitCodes, graver, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { planText } from '../plan-text.ts';
import { printable } from '../printable.ts';
import { progressOf } from '../progress.ts';
import { RunReader } from '../run-reader.ts';
import { ENGINE, IO } from '../tokens.ts';
import { workflowYaml } from '../workflow-yaml.ts';
import { writableOutput } from '../writable-output.ts';

/** What `faultline optimize` may be told: the changes are candidates beside those that history gives a reason for. */
export interface OptimizeOptions extends CommonOptions, EditOptions {
  readonly from?: string;
  /** One alone is used for every run. Of several, and of those that plugins and runs bring, the one with the most runs. */
  readonly workflow?: readonly string[];
  /** How many changes there may be. */
  readonly budget?: string;
  /** `gpus=2`: how much there is of a resource. */
  readonly capacity?: readonly string[];
  /** How long it takes to find a kept answer, in milliseconds. */
  readonly hitMs?: string;
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
    const hitMs = options.hitMs === undefined ? undefined : hitMsOf(options.hitMs);
    if (options.output !== undefined) await writableOutput(this.#io, options.output);
    const definitionFor = definitionsFrom(options.workflow ?? [], this.#io, this.#engine);
    const learned = await this.#learn(sources, options.from, definitionFor);
    const definition = mostFrequent(learned.definitions)?.definition ?? this.#inferred(learned.surveys);
    if (definition === undefined) {
      // Where something could not be read, that is said.
      if (this.#reader.exitCode !== exitCodes.clean) return this.#reader.exitCode;
      this.#io.err('There is no run to learn from.\n');
      return exitCodes.unreadable;
    }
    const history = learned.runs.runsOf(definition.id, definition, learned.schedule);
    if (history.length === 0) {
      this.#io.err(`There is no run of workflow "${printable(definition.id)}" that has ended and is small enough.\n`);
      return graver(this.#reader.exitCode, exitCodes.unreadable);
    }
    const candidates = candidatesOf(makers, definition, planCandidates(definition, { ...learned, pools, hitMs }));
    const { signal } = this.#io;
    const plan = searchPlan(history, definition, candidates, {
      maxChanges,
      pools,
      inputs: learned.inputs,
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
    /** Of runs without a definition, by the name of their workflow. */
    const surveys = new Map<string, DefinitionSurvey>();
    let schedule: RunView['options'];
    const progress = progressOf(this.#io);
    for (const source of sources) {
      try {
        for await (const run of this.#reader.runsOf(source, from)) {
          const definition = definitionFor(run);
          // One alone is used for every run.
          const workflowId = definition?.id ?? run.workflowId;
          const view = this.#engine.viewOf({ ...run, workflowId }, definition);
          schedule = view.options;
          if (definition === undefined) {
            const survey = surveys.get(workflowId) ?? new DefinitionSurvey();
            surveys.set(workflowId, survey);
            survey.add(view);
          } else {
            const known = definitions.get(workflowId) ?? { definition, runs: 0 };
            known.runs++;
            definitions.set(workflowId, known);
          }
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
      surveys,
      schedule,
      inputs: repeatedInputs.view(states.inputs),
      baselines: baselines.view(states.baselines),
      runs: runSample.view(states.runs),
    };
  }

  /** Where no run has a definition: what the runs of the most frequent workflow have in common. */
  #inferred(surveys: ReadonlyMap<string, DefinitionSurvey>): WorkflowDefinition | undefined {
    const survey = mostFrequent(surveys);
    const [id] = [...surveys].find(([, one]) => one === survey) ?? [];
    if (survey === undefined || id === undefined) return undefined;
    const { definition } = inferDefinition(survey, id);
    const runs = `${survey.runs} ${survey.runs === 1 ? 'run' : 'runs'}`;
    this.#io.err(
      `No definition of workflow "${printable(id)}" was given: it was inferred from ${runs}, as "faultline infer" does. Name one with --workflow.\n`,
    );
    return definition;
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
function mostFrequent<Known extends { readonly runs: number }>(byId: ReadonlyMap<string, Known>): Known | undefined {
  return [...byId].toSorted(([a, { runs: m }], [b, { runs: n }]) => n - m || (a < b ? -1 : 1))[0]?.[1];
}

const commentOf = ({ changes, effect: { gainMs }, runIds }: Plan): readonly string[] => [
  `Proposed by "faultline optimize" from ${runIds.length} runs. It gains ${formatQuantity(gainMs.mean, 'ms')} per run,`,
  gainMs.low === undefined || gainMs.high === undefined
    ? 'with too few runs to say how sure that is:'
    : `${formatQuantity(gainMs.low, 'ms')} to ${formatQuantity(gainMs.high, 'ms')} with 95 % confidence:`,
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

function hitMsOf(text: string): number {
  const hitMs = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(hitMs) && hitMs >= 0) return hitMs;
  throw new FaultlineError('FAULTLINE_USAGE', {
    problem: `--hit-ms takes a number of milliseconds, 0 or more, not "${text}".`,
    hint: 'Try "--hit-ms 20".',
  });
}
