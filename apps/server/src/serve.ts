import { once } from 'node:events';
import { FaultlineError } from '@faultline/core';
import { buildServer } from './build-server.ts';
import { compose, type ComposeOptions } from './compose.ts';

/** A server that listens. */
export interface Serving {
  readonly url: string;
  /** Settles when the server has stopped: by `close`, or by SIGINT or SIGTERM. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Listens on the loopback interface, and only there. Port 0 takes any. */
export async function serve({ port, ...options }: ComposeOptions & { readonly port: number }): Promise<Serving> {
  const app = await buildServer(await compose(options));
  const url = await app.listen({ host: '127.0.0.1', port }).catch((cause: unknown) => {
    const problem = `Cannot listen on port ${port}: ${cause instanceof Error ? cause.message : String(cause)}.`;
    throw new FaultlineError('FAULTLINE_USAGE', { problem, hint: 'Name another with --port; 0 takes any.' }, { cause });
  });
  const closed = once(app.server, 'close').then(() => {});
  const close = (): Promise<void> => app.close();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
  return { url, closed, close };
}
