import { inject, injectable } from 'tsyringe';
import { FaultlineError, quoted, type AnalysisEngine, type RunView } from '@faultline/core';
import { whatIf, whatIfOverHistory, type Edit } from '@faultline/simulator';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionsFrom } from '../definitions.ts';
import { capacities, editMakers, type EditOptions } from '../edit-options.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../printable.ts';
import { progressOf } from '../progress.ts';
import { RunReader } from '../run-reader.ts';
import { ENGINE, IO } from '../tokens.ts';
import { historyText, runText } from '../whatif-text.ts';

/** What `faultline whatif` may be told. */
export interface WhatIfOptions extends CommonOptions, EditOptions {
  readonly workflow?: readonly string[];
  readonly from?: string;
  readonly format?: 'terminal' | 'json';
  /** What pools hold today. */
  readonly capacity?: readonly string[];
  readonly seed?: string;
}

/** `faultline whatif FILE... --scale search=0.5`: what a change would have made of runs. */
export async function whatif(io: Io, files: readonly string[], options: WhatIfOptions): Promise<ExitCode> {
  const sources = files.length > 0 ? files : io.hasInput ? ['-'] : [];
  if (sources.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to look at: no file was named and nothing is piped in.',
      hint: 'Try "faultline whatif runs.jsonl --scale search=0.5".',
    });
  const container = await compose(io, options);
  return container.resolve(WhatIfCommand).run(sources, options);
}

@injectable()
class WhatIfCommand {
  readonly #io: Io;
  readonly #reader: RunReader;
  readonly #engine: AnalysisEngine;

  constructor(@inject(IO) io: Io, @inject(RunReader) reader: RunReader, @inject(ENGINE) engine: AnalysisEngine) {
    this.#io = io;
    this.#reader = reader;
    this.#engine = engine;
  }

  async run(sources: readonly string[], options: WhatIfOptions): Promise<ExitCode> {
    const makers = editMakers(options);
    if (makers.length === 0)
      throw new FaultlineError('FAULTLINE_USAGE', {
        problem: 'There is no change to try.',
        hint: 'Name one: --scale search=0.5, --cache search=0.3:20ms, --drop-edge search:rank; see "faultline whatif --help".',
      });
    const settings = { pools: capacities(options.capacity ?? []), seed: seedOf(options.seed) };
    const runs = this.#ofOneWorkflow(await this.#read(sources, options));
    const [only] = runs;
    if (only === undefined) {
      this.#io.err('There is no run to change.\n');
      return this.#reader.exitCode;
    }
    const steps = new Set(runs.flatMap((run) => run.executions.map(({ stepId }) => stepId)));
    const edits = makers.map((maker) => maker(steps));
    await this.#io.out(
      runs.length === 1 ? this.#ofRun(only, edits, settings, options) : this.#ofHistory(runs, edits, settings, options),
    );
    return this.#reader.exitCode;
  }

  async #read(sources: readonly string[], { workflow = [], from }: WhatIfOptions): Promise<readonly RunView[]> {
    const definitionFor = definitionsFrom(workflow, this.#io, this.#engine);
    const runs: RunView[] = [];
    const progress = progressOf(this.#io);
    for (const source of sources) {
      try {
        for await (const run of this.#reader.runsOf(source, from)) {
          runs.push(this.#engine.viewOf(run, definitionFor(run)));
          progress.add();
        }
      } catch (error) {
        this.#reader.reject(error, source);
      }
    }
    progress.end();
    return runs;
  }

  /** The runs of the workflow with the most: those of others have other steps. The first by name of several. */
  #ofOneWorkflow(runs: readonly RunView[]): readonly RunView[] {
    const byWorkflow = [...Map.groupBy(runs, ({ workflowId }) => workflowId)].toSorted(
      ([a, { length: m }], [b, { length: n }]) => n - m || (a < b ? -1 : 1),
    );
    const [chosen, ...others] = byWorkflow;
    if (others.length > 0)
      this.#io.err(
        `Runs of other workflows were left out: ${others
          .slice(0, 5)
          .map(([id, { length }]) => `${printable(quoted(id))} (${length})`)
          .join(', ')}${others.length > 5 ? ' ...' : ''}.\n`,
      );
    return chosen?.[1] ?? [];
  }

  #ofRun(run: RunView, edits: readonly Edit[], settings: Settings, { format }: WhatIfOptions): string {
    const answer = whatIf(run, edits, settings);
    if (format !== 'json') return printable(runText(run, answer));
    return json({ kind: 'run', workflowId: run.workflowId, runId: run.id, edits, ...answer });
  }

  #ofHistory(runs: readonly RunView[], edits: readonly Edit[], settings: Settings, { format }: WhatIfOptions): string {
    const answer = whatIfOverHistory(runs, edits, settings);
    const workflowId = runs[0]?.workflowId ?? '';
    if (format !== 'json') return printable(historyText(workflowId, answer));
    return json({ kind: 'history', workflowId, edits, ...answer });
  }
}

interface Settings {
  readonly pools: ReadonlyMap<string, number>;
  readonly seed: number;
}

function seedOf(text = '0'): number {
  const seed = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `The seed ${quoted(text)} is not a whole number.`,
      hint: 'Write it as "--seed 7".',
    });
  return seed;
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
