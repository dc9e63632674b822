import { pathToFileURL } from 'node:url';
import { FaultlineError } from '@faultline/core';
import { fileOf } from '@faultline/core/node';
import type { CommonOptions } from '../compose.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

interface ServeOptions extends CommonOptions {
  readonly port: string;
}
/** What the server package exports; the two apps share no code. */
interface ServerModule {
  serve(
    options: CommonOptions & { readonly port: number; readonly cwd: string },
  ): Promise<{ readonly url: string; readonly closed: Promise<void> }>;
}

/** `faultline serve`: finds the server where it is installed and runs it until it is told to stop. */
export async function serve(io: Io, { port, ...options }: ServeOptions): Promise<ExitCode> {
  const number = Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: `"${port}" is no port.`,
      hint: 'Ports are 0 to 65535; 0 takes any.',
    });
  const file = fileOf('@faultline/server', [io.cwd, import.meta.dirname]);
  if (file === undefined)
    throw new FaultlineError('FAULTLINE_USAGE', {
      problem: 'The server is not installed.',
      hint: 'Run "npm install @faultline/server" here.',
    });
  const module: unknown = await import(pathToFileURL(file).href);
  if (!isServer(module)) throw new Error(`"${file}" exports no serve()`);
  const { url, closed } = await module.serve({ ...options, port: number, cwd: io.cwd });
  io.err(`Listening on ${url}\n`);
  await closed;
  return exitCodes.clean;
}

const isServer = (module: unknown): module is ServerModule =>
  typeof module === 'object' && module !== null && 'serve' in module && typeof module.serve === 'function';
