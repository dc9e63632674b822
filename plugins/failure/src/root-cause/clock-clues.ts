import { because, formatQuantity, quoted, type RunView } from '@faultline/core';
import type { Finding } from '@faultline/model';
import { largest } from '@faultline/stats';
import type { Clue } from './clue.ts';
import type { ClueSources } from './clues.ts';
import { clockNames, type Shared } from './shared.ts';

/** Time order between executions that were recorded by different clocks says something about the clocks. */
export const isBetweenClocks = (
  { ruleId, executionIds: [first, second] }: Finding,
  clocks: ReadonlyMap<string, string | undefined>,
): boolean => ruleId === 'integrity/dependency-order' && clocks.get(first ?? '') !== clocks.get(second ?? '');

/**
 * Each time order that cannot be, between two clocks, speaks against both; by how much they are off is told by the largest.
 * Where a run has no others, it speaks against the two as one.
 */
export function orderClues(
  run: RunView,
  clocks: readonly (readonly [node: number, clock: Shared])[],
  { findings }: ClueSources,
): Clue[] {
  const [first] = clocks;
  if (first === undefined) return [];
  const seen = new Set<Finding>(run.executions.flatMap((execution) => findings.at(execution)));
  if (seen.size === 0) return [];
  const byId = new Map(run.executions.map((execution) => [execution.id, execution]));
  const clockOf = new Map(run.executions.map(({ id, clock }) => [id, clock]));
  const contradictions = [...seen].flatMap((finding) => {
    const [later, needed] = finding.executionIds.map((id) => byId.get(id));
    if (later === undefined || needed === undefined || !isBetweenClocks(finding, clockOf)) return [];
    return [{ finding, later, needed, byMs: (needed.endMs ?? needed.startMs) - later.startMs }];
  });
  const mostMs = new Map<string, number>();
  for (const { later, needed, byMs } of contradictions) {
    const pair = pairOf(later.clock ?? '', needed.clock ?? '');
    mostMs.set(pair, Math.max(byMs, mostMs.get(pair) ?? 0));
  }
  const nodes = new Map(clocks.map(([node, { name }]) => [name, node]));
  return contradictions.flatMap(({ finding, later, needed }) => {
    const by = formatQuantity(mostMs.get(pairOf(later.clock ?? '', needed.clock ?? '')) ?? 0, 'ms');
    const evidence = [because(finding)];
    if (first[1].kind === 'clocks')
      return [{ node: first[0], says: `disagree by ${by}`, asRoot: 5, asVictim: 0, evidence }];
    return [
      [later.clock ?? '', needed.clock ?? ''],
      [needed.clock ?? '', later.clock ?? ''],
    ].flatMap(([clock = '', other = '']): Clue[] => {
      const node = nodes.get(clock);
      if (node === undefined) return [];
      const says = other === '' ? `disagrees with another by ${by}` : `disagrees with ${quoted(other)} by ${by}`;
      return [{ node, says, asRoot: 5, asVictim: 0, evidence }];
    });
  });
}

const pairOf = (clock: string, other: string): string => JSON.stringify([clock, other].toSorted());

/**
 * A clock whose times had to be shifted is off for certain, or the one that it was aligned with: the odd one out is
 * taken, by the median of all shifts. Of two there is none, and they are accused as one, see `Shared`.
 */
export function shiftClues(run: RunView, clocks: readonly (readonly [node: number, clock: Shared])[]): Clue[] {
  const { clockShifts } = run;
  if (clockShifts.length === 0) return [];
  const shifts = new Map(clockShifts.map(({ clock, shiftMs }) => [clock, shiftMs]));
  const shiftOf = (name: string | undefined): number => shifts.get(name) ?? 0;
  const middle = middleOf(clockNames(run).map(shiftOf));
  const largestMs = largest(clockShifts.map(({ shiftMs }) => Math.abs(shiftMs)));
  return clocks.flatMap(([node, { kind, name }]): Clue[] => {
    const offMs = kind === 'clocks' ? largestMs : Math.abs(shiftOf(name) - middle);
    if (offMs < largestMs / 4) return [];
    const by = formatQuantity(offMs, 'ms');
    return [
      { node, says: kind === 'clocks' ? `differ by ${by}` : `was off by ${by}`, asRoot: 8, asVictim: 0, evidence: [] },
    ];
  });
}

/** The median; of two in the middle that nearer to what was left as it was, because between them is no clock. */
function middleOf(shiftsMs: readonly number[]): number {
  const sorted = shiftsMs.toSorted((a, b) => a - b);
  const [below = 0, above = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return Math.abs(below) <= Math.abs(above) ? below : above;
}
