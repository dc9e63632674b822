import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from './cli.ts';
import { processIo, type Io } from './io.ts';

/** What one call of the command line left behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own for one test, with some files in it, and the command line called there. */
export function workplace(files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return {
    folder,
    read: (name: string): string => readFileSync(join(folder, name), 'utf8'),
    faultline: async (args: readonly string[], input?: string): Promise<Outcome> => {
      let out = '';
      let err = '';
      const real = processIo(folder);
      const io: Io = {
        ...real,
        columns: 80,
        isColored: false,
        isInteractive: false,
        hasInput: input !== undefined,
        read: (source) => (source === '-' ? bytesOf(input ?? '') : real.read(source)),
        out: (text) => {
          out += text;
          return Promise.resolve();
        },
        err: (text) => {
          err += text;
        },
      };
      const exitCode = await run(args, io);
      return { exitCode, out, err };
    },
  };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
