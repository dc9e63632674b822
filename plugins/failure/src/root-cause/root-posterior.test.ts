import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { runOf } from '@faultline/plugin-testkit';
import { influence, priorTransmission } from './influence.ts';
import { rootPosterior, type PossibleFault, type RootPosterior, type Suspicion } from './root-posterior.ts';

/** A chain of steps, each needing the one before. */
const chain = (length: number) =>
  influence(
    viewOf(
      runOf(
        Array.from({ length }, (_, at) => ({
          id: `e${at}`,
          stepId: `s${at}`,
          startMs: at,
          endMs: at + 1,
          status: 'completed' as const,
        })),
        {
          edges: Array.from({ length: length - 1 }, (_, at) => ({
            from: `e${at}`,
            to: `e${at + 1}`,
            origin: 'explicit',
          })),
        },
      ),
    ),
  );

const seen = (asRoot: readonly number[], asVictim: readonly number[]): Suspicion => ({
  asRoot: Float64Array.from(asRoot),
  asVictim: Float64Array.from(asVictim),
  sharpness: 1,
});

const faultAt = (...nodes: readonly number[]): PossibleFault => ({ nodes, from: nodes, prior: 0 });

/** Any of a chain of steps may be at fault. */
const posteriorOf = (
  suspicion: Suspicion,
  length: number,
  nowhere = 0.01,
  known: readonly number[] = [],
): RootPosterior =>
  rootPosterior(
    chain(length),
    suspicion,
    Array.from({ length }, (_, node) => faultAt(node)),
    nowhere,
    known.map((node) => faultAt(node)),
  );

const nodesOf = ({ roots }: RootPosterior): number[] => roots.map(({ fault }) => fault.nodes[0]);

const order = (suspicion: Suspicion, length: number): number[] => nodesOf(posteriorOf(suspicion, length));

describe('the probability of being at fault', () => {
  it('is highest for the first of several that failed one after the other', () => {
    expect(order(seen([-1, 4, 4, 4], [-1, 4, 4, 4]), 4)[0]).toBe(1);
  });
  it('is high for one that shows nothing if all that needed it failed because of what they need', () => {
    expect(order(seen([0, -2, -2], [0, 5, 5]), 3)[0]).toBe(0);
  });
  it('is that of nowhere where nothing was seen', () => {
    const posterior = posteriorOf(seen([-2, -2, -2], [-1, -1, -1]), 3, 0.95);
    expect(posterior.nowhere).toBeGreaterThan(0.95);
    expect(nodesOf(posterior)).toEqual([2, 1, 0]);
  });
  it('leaves a second fault for what the first does not explain', () => {
    const suspicion = seen([6, -1, -1, 6], [5, -1, -1, 2]);
    const [first] = order(suspicion, 4);
    expect(nodesOf(posteriorOf(suspicion, 4, 0.01, [first]))[0]).toBe(first === 0 ? 3 : 0);
  });
  it('is higher for a fault of several executions that all show it than for one of each', () => {
    const suspicion = seen([0, 4, 4, 0], [0, 0, 0, 0]);
    const { roots } = rootPosterior(chain(4), suspicion, [faultAt(1), faultAt(2), faultAt(1, 2)], 0.01);
    expect(roots[0].fault.nodes).toEqual([1, 2]);
  });
  it('is lower for it where only one of them does', () => {
    const suspicion = seen([0, 4, -1, 0], [0, 0, 0, 0]);
    const { roots } = rootPosterior(chain(4), suspicion, [faultAt(1), faultAt(2), faultAt(1, 2)], 0.01);
    expect(roots[0].fault.nodes).toEqual([1]);
  });

  it('sums to one, and does not depend on anything but order of size', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, factor), { minLength: 1, maxLength: 8 }), (columns) => {
        const suspicion = seen(
          columns.map(([root]) => root),
          columns.map(([, victim]) => victim),
        );
        const { roots, nowhere } = posteriorOf(suspicion, columns.length, 0.3);
        expect(roots.reduce((sum, { probability }) => sum + probability, nowhere)).toBeCloseTo(1, 9);
        expect(roots.every(({ probability }, at) => at === 0 || probability <= roots[at - 1].probability)).toBe(true);
      }),
    );
  });

  it('is exact on a chain: as by adding up all ways in which trouble can have spread', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, factor), { minLength: 2, maxLength: 6 }), (columns) => {
        const roots = columns.map(([root]) => root);
        const victims = columns.map(([, victim]) => victim);
        const posterior = posteriorOf(seen(roots, victims), columns.length, 0.5);
        const weights = columns.map((_, root) => Math.exp(roots[root]) * byEnumeration(victims, root));
        const total = columns.length + weights.reduce((sum, weight) => sum + weight, 0);
        for (const { fault, probability } of posterior.roots)
          expect(probability).toBeCloseTo(weights[fault.nodes[0]] / total, 9);
      }),
    );
  });
});

const factor = fc.double({ min: -4, max: 6, noNaN: true });

/** Adds up, over all sets of executions after the root that can be in trouble, its chance times the Bayes factors. */
function byEnumeration(victims: readonly number[], root: number): number {
  const passes = priorTransmission.need * priorTransmission.through;
  const later = victims.slice(root + 1);
  let spread = 0;
  for (let reached = 0; reached <= later.length; reached++) {
    const stops = reached === later.length ? 1 : 1 - passes;
    const factors = later.slice(0, reached).reduce((sum, victim) => sum + victim, 0);
    spread += passes ** reached * stops * Math.exp(factors);
  }
  return 0.5 + 0.5 * spread;
}
