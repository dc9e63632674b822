import { inject, injectable } from 'tsyringe';
import type { Run } from '@faultline/model';
import { readRuns, type Ingester, type Plugin } from '@faultline/core';
import type { Config } from '@faultline/core/node';
import { reportError } from './error-message.ts';
import { exitCodes, graver, type ExitCode } from './exit-code.ts';
import { inputError } from './input-error.ts';
import type { Io } from './io.ts';
import { CONFIG, IO, PLUGINS } from './tokens.ts';

/** Reads the runs of inputs. What cannot be read is said on standard error. */
@injectable()
export class RunReader {
  readonly #io: Io;
  readonly #config: Config;
  readonly #ingesters: readonly Ingester[];
  #exitCode: ExitCode = exitCodes.clean;

  constructor(@inject(IO) io: Io, @inject(CONFIG) config: Config, @inject(PLUGINS) plugins: readonly Plugin[]) {
    this.#io = io;
    this.#config = config;
    this.#ingesters = plugins.flatMap(({ ingesters = [] }) => ingesters);
  }

  /** The gravest that was rejected. */
  get exitCode(): ExitCode {
    return this.#exitCode;
  }

  /** The runs of one input. `format`: which ingester to use, instead of the one that recognises it. */
  runsOf(source: string, format: string | undefined): AsyncIterable<Run> {
    return readRuns(this.#io.read(source), this.#ingesters, {
      source: source === '-' ? 'standard input' : source,
      format,
      ingesterOptions: this.#config.ingesters,
      signal: this.#io.signal,
      onProblem: (error) => this.reject(error, source),
    });
  }

  /** One input that cannot be read does not keep the others from being read. */
  reject(error: unknown, source: string): void {
    this.#exitCode = graver(this.#exitCode, reportError(inputError(error, source), this.#io));
  }
}
