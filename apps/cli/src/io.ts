import { open, realpath, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isatty } from 'node:tty';
import { FaultlineError } from '@faultline/core';
import { chunksOfFile, chunksOfInput, decompressed } from '@faultline/core/node';

/** The world outside of the program: tests bring their own. */
export interface Io {
  readonly cwd: string;
  /** Width of standard output. */
  readonly columns: number;
  readonly isColored: boolean;
  /** Whether a person watches standard error. */
  readonly isInteractive: boolean;
  /** Whether something is piped into standard input. */
  readonly hasInput: boolean;
  readonly signal?: AbortSignal;
  /**
   * The bytes of a file, or of standard input for "-", without gzip. A chunk is valid until the next is asked for. Throws
   * when they cannot be read.
   */
  read(source: string): AsyncIterable<Uint8Array>;
  /** Standard output: data only. */
  out(text: string): Promise<void>;
  /** Standard error: everything else. */
  err(text: string): void;
  /** Writes a file as a whole or not at all. */
  writeFile(path: string, chunks: AsyncIterable<string>): Promise<void>;
}

/** The real world. */
export function processIo(cwd = process.cwd()): Io {
  const { stdout, stderr, env } = process;
  // Once, however often it is asked for.
  stdout.off('error', endWithReader).on('error', endWithReader);
  return {
    cwd,
    columns: stdout.columns || Number(env['COLUMNS']) || 80,
    isColored: isColored(env, stdout),
    isInteractive: stderr.isTTY,
    hasInput: !isatty(0),
    read: (source) =>
      source === '-'
        ? decompressed(chunksOfInput(), { source: 'standard input' })
        : decompressed(chunksOfFile(resolve(cwd, source)), { source }),
    out: (text) => new Promise((done) => void (stdout.write(text) ? done() : stdout.once('drain', done))),
    err: (text) => void stderr.write(text),
    writeFile: (path, chunks) => writeWhole(resolve(cwd, path), chunks),
  };
}

/** Whoever reads our output may have read enough, as `head` does. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode);
}

/** https://no-color.org: any value but the empty one turns colour off. FORCE_COLOR turns it on, as in Node. */
function isColored(env: NodeJS.ProcessEnv, stdout: NodeJS.WriteStream): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return stdout.isTTY && env['TERM'] !== 'dumb';
}

/** A regular file is written beside and put in place, so that nobody reads half of it; links are followed. */
async function writeWhole(path: string, chunks: AsyncIterable<string>): Promise<void> {
  const known = await stat(path).catch(() => undefined);
  const target = known === undefined ? path : await realpath(path);
  // Pipes and devices are written to, not replaced.
  const draft = known === undefined || known.isFile() ? `${target}.${process.pid}.tmp` : undefined;
  let file: FileHandle | undefined;
  try {
    file = await open(draft ?? target, 'w');
    for await (const chunk of chunks) await writeFile(file, chunk);
    await file.close();
    if (draft !== undefined) await rename(draft, target);
  } catch (cause) {
    await file?.close();
    if (draft !== undefined) await rm(draft, { force: true });
    if (!isSystemError(cause)) throw cause;
    throw new FaultlineError(
      'FAULTLINE_USAGE',
      { problem: `Cannot write "${path}": ${cause.code}.`, hint: 'Check the folder and its permissions.' },
      { cause },
    );
  }
}

/** Errors of the file system and of streams have a code. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { readonly code: string } =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
