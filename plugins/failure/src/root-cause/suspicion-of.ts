import type { RunView } from '@faultline/core';
import type { Clue } from './clue.ts';
import type { Influence } from './influence.ts';
import { outlivedFailures } from './outlived-failures.ts';
import type { Suspicion } from './root-posterior.ts';

/** What was seen at each node, all its clues together. O(clues). */
export function suspicionOf({ successors }: Influence, clues: readonly Clue[]): Omit<Suspicion, 'sharpness'> {
  const nodes = (successors.offsets.length - 1) / 2;
  const suspicion = { asRoot: new Float64Array(nodes), asVictim: new Float64Array(nodes) };
  for (const { node, asRoot, asVictim } of clues) {
    suspicion.asRoot[node]! += asRoot;
    suspicion.asVictim[node]! += asVictim;
  }
  return suspicion;
}

/**
 * The same, for what broke a run: what it outlived is certainly a fault, and says nothing of what it failed of then, which is to be
 * explained first.
 */
export function withoutOutlived(run: RunView, suspicion: Suspicion): Suspicion {
  const nodes = outlivedFailures(run);
  const capped = (factor: number, node: number): number => (nodes.has(node) ? Math.min(0, factor) : factor);
  if (nodes.size === 0) return suspicion;
  return { ...suspicion, asRoot: suspicion.asRoot.map(capped), asVictim: suspicion.asVictim.map(capped) };
}

/** The same, where faults are known: what makes several steps slow explains that they are. A clock makes none slow. */
export function withoutSlowedBy(
  { shared }: Influence,
  suspicion: Suspicion,
  clues: readonly Clue[],
  known: readonly number[],
): Suspicion {
  const slowed = new Set(
    known.flatMap((place) => {
      const one = shared.get(place);
      return one === undefined || one.kind === 'clock' || one.kind === 'clocks' ? [] : one.users;
    }),
  );
  if (slowed.size === 0) return suspicion;
  const asRoot = suspicion.asRoot.slice();
  const asVictim = suspicion.asVictim.slice();
  for (const clue of clues) {
    const users = shared.get(clue.node)?.users ?? [clue.node];
    if (clue.isSlowness !== true || !users.some((node) => slowed.has(node))) continue;
    asRoot[clue.node]! -= Math.max(0, clue.asRoot);
    asVictim[clue.node]! -= Math.max(0, clue.asVictim);
  }
  return { ...suspicion, asRoot, asVictim };
}
