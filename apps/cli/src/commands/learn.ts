import { inject, injectable } from 'tsyringe';
import { FaultlineError, type AnalysisEngine, type Learning } from '@faultline/core';
import { baselineText, loadBaseline } from '@faultline/core/node';
import { compose, type CommonOptions } from '../compose.ts';
import { definitionsFrom } from '../definitions.ts';
import { exitCodes, graver, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
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
    const learning = this.#engine.learning();
    const before = await this.#include(baseline, learning);
    const added = await this.#learn(sources, options, learning);
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
    const text = baselineText({ schemaVersion: 1, runs, learned: learning.state() });
    if (output === undefined) await this.#io.out(text);
    else await this.#io.writeFile(output, chunksOf(text));
    this.#io.err(`${outcomeText(added, before)}\n`);
    return this.#reader.exitCode;
  }

  /** How many runs were learned before. What of it cannot be used is said. */
  async #include(files: readonly string[], learning: Learning): Promise<number> {
    let runs = 0;
    for (const file of files) {
      const baseline = await loadBaseline(file, this.#io.cwd);
      const { discarded, unknown } = learning.include(baseline.learned);
      if (discarded.length + unknown.length < Object.keys(baseline.learned).length) runs += baseline.runs;
      for (const id of discarded)
        this.#warn(`What "${id}" had learned in "${file}" cannot be read by this version and was left out.`);
      for (const id of unknown)
        this.#warn(`What "${id}" had learned in "${file}" was left out: no plugin here has this learner.`);
    }
    return runs;
  }

  /** How many runs were read. One after the other: none is kept. */
  async #learn(sources: readonly string[], { workflow = [], from }: LearnOptions, learning: Learning): Promise<number> {
    const definitionFor = definitionsFrom(workflow, this.#io, this.#engine);
    const progress = progressOf(this.#io);
    let runs = 0;
    for (const source of sources) {
      try {
        for await (const run of this.#reader.runsOf(source, from)) {
          learning.add(this.#engine.viewOf(run, definitionFor(run)));
          runs++;
          progress.add();
        }
      } catch (error) {
        this.#reader.reject(error, source);
      }
    }
    progress.end();
    return runs;
  }

  #warn(text: string): void {
    this.#io.err(`${printable(text)}\n`);
  }
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
