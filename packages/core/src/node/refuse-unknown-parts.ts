import { FaultlineError } from '../errors.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { Config } from './config.ts';

/**
 * Options for an ingester or a reporter that nobody provides are a mistake, not a wish.
 * @throws FaultlineError FAULTLINE_UNKNOWN_PART
 */
export function refuseUnknownParts({ ingesters, reporters }: Config, plugins: readonly Plugin[]): void {
  refuse(
    'ingester',
    ingesters,
    plugins.flatMap((plugin) => plugin.ingesters ?? []),
  );
  refuse(
    'reporter',
    reporters,
    plugins.flatMap((plugin) => plugin.reporters ?? []),
  );
}

function refuse(kind: string, configured: object, provided: readonly { readonly id: string }[]): void {
  const ids = provided.map(({ id }) => id);
  const unknown = Object.keys(configured).find((id) => !ids.includes(id));
  if (unknown !== undefined)
    throw new FaultlineError('FAULTLINE_UNKNOWN_PART', { kind, id: unknown, ids: ids.join(', ') });
}
