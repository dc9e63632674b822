import { inject, injectable } from 'tsyringe';
import { FaultlineError } from '@faultline/core';
import { compose, type CommonOptions } from '../compose.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { runFormats, type RunWriter } from '../run-formats.ts';
import { RunReader } from '../run-reader.ts';
import { IO } from '../tokens.ts';

/** What `faultline convert` may be told. */
export interface ConvertOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly output?: string;
}

/** `faultline convert FILE...`: runs in another format, one line after the other as they are read. */
export async function convert(io: Io, files: readonly string[], options: ConvertOptions): Promise<ExitCode> {
  const sources = files.length > 0 ? files : io.hasInput ? ['-'] : [];
  if (sources.length === 0)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'Nothing to convert: no file was named and nothing is piped in.',
      hint: 'Try "faultline convert trace.json --to native".',
    });
  const container = await compose(io, options, 'ingesters');
  return container.resolve(ConvertCommand).run(sources, options);
}

@injectable()
class ConvertCommand {
  readonly #io: Io;
  readonly #reader: RunReader;

  constructor(@inject(IO) io: Io, @inject(RunReader) reader: RunReader) {
    this.#io = io;
    this.#reader = reader;
  }

  async run(sources: readonly string[], { from, to = 'native', output }: ConvertOptions): Promise<ExitCode> {
    const writer = runFormats.get(to);
    if (writer === undefined)
      throw new FaultlineError('FAULTLINE_UNKNOWN_REPORTER', {
        format: to,
        formats: [...runFormats.keys()].join(', '),
      });
    const lines = this.#lines(sources, from, writer());
    const first = await lines.next();
    // An empty file would look like one without runs.
    if (first.done === true) return this.#reader.exitCode;
    const all = (async function* () {
      yield first.value;
      yield* lines;
    })();
    if (output !== undefined) await this.#io.writeFile(output, all);
    else for await (const line of all) await this.#io.out(line);
    return this.#reader.exitCode;
  }

  async *#lines(
    sources: readonly string[],
    format: string | undefined,
    linesOf: RunWriter,
  ): AsyncGenerator<string, undefined> {
    for (const source of sources)
      try {
        for await (const run of this.#reader.runsOf(source, format)) for (const line of linesOf(run)) yield `${line}\n`;
      } catch (error) {
        this.#reader.reject(error, source);
      }
    return undefined;
  }
}
