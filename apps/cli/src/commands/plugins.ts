import type { Plugin } from '@faultline/core';
import { compose, type CommonOptions } from '../compose.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../printable.ts';
import { PLUGINS } from '../tokens.ts';

/** `faultline plugins` */
export async function plugins(io: Io, options: CommonOptions): Promise<ExitCode> {
  const container = await compose(io, options);
  for (const plugin of container.resolve(PLUGINS)) {
    const parts = partsOf(plugin);
    if (parts.length === 0) continue;
    await io.out(`${printable(plugin.name)}\n`);
    const width = Math.max(...parts.map(({ id }) => id.length));
    for (const { kind, id, text } of parts)
      await io.out(printable(`  ${kind.padEnd(12)}  ${id.padEnd(width)}  ${text}`.trimEnd()) + '\n');
  }
  io.err('"faultline explain <id>" says more about a rule or a section.\n');
  return exitCodes.clean;
}

interface Part {
  readonly kind: string;
  readonly id: string;
  readonly text: string;
}

function partsOf({
  rules = [],
  analyses = [],
  workflows = [],
  ingesters = [],
  reporters = [],
  stores = [],
}: Plugin): Part[] {
  return [
    ...rules.map(({ kind, id, severity }) => ({ kind, id, text: severity })),
    ...analyses.map(({ id, chapter }) => ({ kind: 'section', id, text: `chapter ${chapter}` })),
    ...workflows.map(({ id, steps }) => ({ kind: 'workflow', id, text: `${steps.length} steps` })),
    ...ingesters.map(({ id, formats }) => ({ kind: 'ingester', id, text: formats.join(', ') })),
    ...reporters.map(({ id, format }) => ({ kind: 'reporter', id, text: `--format ${format}` })),
    ...stores.map(({ id, description }) => ({ kind: 'store', id, text: description })),
  ];
}
