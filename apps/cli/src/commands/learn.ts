import { resolve } from 'node:path';
import { inject, injectable } from 'tsyringe';
import { FaultlineError, type AnalysisEngine, type Learning } from '@faultline/core';
import { baselineText, loadBaseline } from '@faultline/core/node';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionsFrom } from '../definitions.ts';
import { exitCodes, graver, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { Labels, labelsFrom } from '../labels.ts';
import { printable } from '../printable.ts';
import { progressOf } from '../progress.ts';
import { RunReader } from '../run-reader.ts';
import { ENGINE, IO } from '../tokens.ts';

/** What `faultline learn` may be told. */
export interface LearnOptions extends Pick<CommonOptions, 'config' | 'plugin'> {
  readonly workflow?: readonly string[];
  readonly from?: string;
  /** What was learned before, to be added. That of the configuration is not: it is what is about to be written. */
  readonly baseline?: readonly string[];
  /** In which step people saw the decisive error of a failed run. */
  readonly labels?: string;
  readonly output?: string;
}

/**
 * `faultline learn FILE... -o baseline.json`: what runs teach. With baselines it goes on from them: learning more gives what
 * learning all at once would have given, and baselines alone are put together.
 */
export async function learn(io: Io, files: readonly string[], options: LearnOptions): Promise<ExitCode> {
  const { config, plugin, baseline: baselines = [] } = options;
  const sources = files.length > 0 ? files : io.hasInput && baselines.length === 0 ? ['-'] : [];
  if (sources.length === 0 && baselines.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to learn from: no file was named and nothing is piped in.',
      hint: 'Try "faultline learn runs.jsonl -o baseline.json".',
    });
  const container = await compose(io, {
    ...(config !== undefined && { config }),
    ...(plugin !== undefined && { plugin }),
  });
  return container.resolve(LearnCommand).run(sources, options);
}

@injectable()
class LearnCommand {
  readonly #io: Io;
  readonly #reader: RunReader;
  readonly #engine: AnalysisEngine;

  constructor(@inject(IO) io: Io, @inject(RunReader) reader: RunReader, @inject(ENGINE) engine: AnalysisEngine) {
    this.#io = io;
    this.#reader = reader;
    this.#engine = engine;
  }

  async run(sources: readonly string[], { baseline = [], output, ...options }: LearnOptions): Promise<ExitCode> {
    const labels = options.labels === undefined ? new Labels() : await labelsFrom(options.labels, this.#io);
    const learning = this.#engine.learning();
    const before = await this.#include(this.#each(baseline), learning);
    // What the baselines alone knew: a run that comes twice among those that are read is left out, and no more is made of it.
    const earlier = this.#engine.learning();
    if (before > 0) earlier.include(learning.state());
    const { added, completed, left, open, isSure } = await this.#learn(this.#each(sources), options, labels, {
      learning,
      earlier,
    });
    for (const note of labels.notes()) this.#warn(note);
    if (open > 0) this.#io.err(`${openText(open)}\n`);
    const runs = before + added;
    if (this.#reader.exitCode === exitCodes.fault) {
      // A run may have been learned in part.
      this.#io.err('Nothing was written.\n');
      return exitCodes.fault;
    }
    if (runs === 0) {
      this.#io.err('There is no run to learn from; nothing was written.\n');
      return graver(this.#reader.exitCode, exitCodes.unreadable);
    }
    for (const remark of learning.remarks()) this.#warn(remark);
    const replaced = await this.#replacedBy(output, baseline);
    const text = baselineText({ schemaVersion: 1, runs, learned: learning.state() });
    if (output === undefined) await this.#io.out(text);
    else await this.#io.writeFile(output, chunksOf(text));
    if (completed > 0) this.#io.err(`${completedText(completed)}\n`);
    if (left > 0) this.#io.err(`${leftOutText(left, isSure)}\n`);
    this.#io.err(`${outcomeText(added, before)}\n`);
    if (replaced !== undefined) this.#warn(replacedText(replaced));
    return this.#reader.exitCode;
  }

  /** The baseline that will be lost: one that is neither gone on from nor unreadable. */
  async #replacedBy(output: string | undefined, baselines: readonly string[]): Promise<Replaced | undefined> {
    if (output === undefined || this.#each([...baselines, output]).length === this.#each(baselines).length)
      return undefined;
    try {
      const { runs } = await loadBaseline(output, this.#io.cwd);
      return { file: output, runs };
    } catch (error) {
      if (error instanceof FaultlineError) return undefined;
      throw error;
    }
  }

  /** A file that is named twice is read once. */
  #each(files: readonly string[]): readonly string[] {
    return [...new Map(files.map((file) => [file === '-' ? file : resolve(this.#io.cwd, file), file])).values()];
  }

  /**
   * How many runs were learned before. What of it cannot be used is said.
   *
   * @throws FaultlineError where a baseline holds runs of those before it.
   */
  async #include(files: readonly string[], learning: Learning): Promise<number> {
    let runs = 0;
    for (const file of files) {
      const baseline = await loadBaseline(file, this.#io.cwd);
      const { discarded, unknown, repeatedRuns: repeated } = learning.include(baseline.learned);
      if (repeated > 0) throw overlap(file, repeated);
      if (discarded.length + unknown.length < Object.keys(baseline.learned).length) runs += baseline.runs;
      for (const id of discarded)
        this.#warn(`What "${id}" had learned in "${file}" cannot be read by this version and was left out.`);
      for (const id of unknown)
        this.#warn(`What "${id}" had learned in "${file}" was left out: no plugin here has this learner.`);
    }
    return runs;
  }

  /**
   * One run after the other: none is kept. Those that were learned before are left out, as far as they are known. To learn
   * others twice would make rare things look usual: so are those left out that have not ended, for they will come again.
   *
   * @throws FaultlineError where a baseline knows some of the runs, and cannot tell of others.
   */
  async #learn(
    sources: readonly string[],
    { workflow = [], from }: LearnOptions,
    labels: Labels,
    { learning, earlier }: { readonly learning: Learning; readonly earlier: Learning },
  ): Promise<Tally> {
    const definitionFor = definitionsFrom(workflow, this.#io, this.#engine);
    const progress = progressOf(this.#io);
    const tally = { added: 0, completed: 0, left: 0, open: 0, isSure: true };
    const answers = new Set<boolean | undefined>();
    for (const source of sources) {
      try {
        for await (const read of this.#reader.runsOf(source, from)) {
          progress.add();
          const run = labels.on(read);
          const view = this.#engine.viewOf(run, definitionFor(run));
          if (view.status !== 'completed' && view.status !== 'failed') {
            tally.open++;
            continue;
          }
          answers.add(earlier.knows(view));
          const isKnown = learning.knows(view);
          if (isKnown === true) {
            if (learning.complete(view)) tally.completed++;
            else tally.left++;
            continue;
          }
          if (isKnown === undefined) tally.isSure = false;
          learning.add(view);
          tally.added++;
        }
      } catch (error) {
        this.#reader.reject(error, source);
      }
    }
    progress.end();
    if (answers.has(true) && answers.has(undefined)) throw repeatedRuns();
    return tally;
  }

  #warn(text: string): void {
    this.#io.err(`${printable(text)}\n`);
  }
}

/** What became of the runs that were read. */
interface Tally {
  readonly added: number;
  /** Runs that had been learned before, but not by every learner: without a label, or before a plugin was there. */
  readonly completed: number;
  /** Runs that had been learned before by all. */
  readonly left: number;
  /** Runs that had not ended. */
  readonly open: number;
  /** Whether it is known of all others that they had not. */
  readonly isSure: boolean;
}

/** A baseline that was there before. */
interface Replaced {
  readonly file: string;
  readonly runs: number;
}

const replacedText = ({ file, runs }: Replaced): string =>
  `The baseline of ${counted(runs)} that "${file}" held was replaced: "--baseline ${file}" would have gone on from it.`;

const overlap = (file: string, runs: number): FaultlineError =>
  new FaultlineError('FAULTLINE_USAGE', {
    problem:
      `The baseline "${file}" holds runs that another one holds too, at least ${counted(runs)}: nothing was written. ` +
      'They would count twice.',
    hint: 'Name baselines that have no runs in common, or learn from the files of all runs anew.',
  });

const repeatedRuns = (): FaultlineError =>
  new FaultlineError('FAULTLINE_USAGE', {
    problem:
      'Some of these runs are in the baseline already, and of others that cannot be told: nothing was written. ' +
      'Of a workflow with many runs only a sample is known again.',
    hint: 'Name files with new runs only, or learn from all files anew, without "--baseline".',
  });

const openText = (open: number): string =>
  `${counted(open)} had not ended and ${open === 1 ? 'was' : 'were'} left out: learn ${open === 1 ? 'it' : 'them'} afterwards.`;

const completedText = (completed: number): string =>
  `${counted(completed)} had been learned before; what is new of ${completed === 1 ? 'it' : 'them'} was added.`;

function leftOutText(left: number, isSure: boolean): string {
  const text = `${counted(left)} had been learned before and ${left === 1 ? 'was' : 'were'} left out.`;
  return isSure ? text : `${text} Others may count twice: of a workflow with many runs only a sample is known again.`;
}

async function* chunksOf(text: string): AsyncGenerator<string> {
  yield text;
}

function outcomeText(added: number, before: number): string {
  if (added === 0) return `The baseline stands for ${counted(before)}.`;
  return before === 0
    ? `Learned from ${counted(added)}.`
    : `Learned from ${counted(added)}; the baseline now stands for ${counted(before + added)}.`;
}

const counted = (runs: number): string => `${runs} ${runs === 1 ? 'run' : 'runs'}`;
