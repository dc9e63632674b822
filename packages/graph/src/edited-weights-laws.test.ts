import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryDag, dagOf } from './arbitrary-dag.test-support.ts';
import { eventGraph } from './event-graph.ts';
import { editedWeights, retime, weightsOf, type Edit } from './retime.ts';

const arbitraryEdits: fc.Arbitrary<(nodes: number) => Edit[]> = fc
  .array(fc.tuple(fc.nat(), fc.constantFrom('factor', 'durationNs', 'delayNs'), fc.nat(20)), { maxLength: 4 })
  .map(
    (edits) => (nodes: number) =>
      nodes === 0
        ? []
        : edits.map(([node, kind, by]): Edit => {
            if (kind === 'factor') return { node: node % nodes, factor: by / 10 };
            return kind === 'delayNs' ? { node: node % nodes, delayNs: by } : { node: node % nodes, durationNs: by };
          }),
  );

it('leaves everything as it is under factors of 1', () => {
  fc.assert(
    fc.property(arbitraryDag, (dag) => {
      const edits = [...dag.startNs.keys()].map((node): Edit => ({ node, factor: 1 }));
      expect(editedWeights(dag, edits)).toEqual(weightsOf(dag));
    }),
    { numRuns: 1000 },
  );
});

it('keeps times whole under any edits', () => {
  fc.assert(
    fc.property(arbitraryDag, arbitraryEdits, (dag, editsOf) => {
      const { startNs, endNs, untilNs } = retime(dag, editedWeights(dag, editsOf(dag.size)));
      expect([...startNs, ...endNs, untilNs].every(Number.isSafeInteger)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('moves a successor by an edge that is added with weights kept, and frees it by one that is taken out', () => {
  const drawn = [
    { id: 'a', startNs: 0, endNs: 4, needs: [] },
    { id: 'b', startNs: 4, endNs: 6, needs: ['a'] },
    { id: 'c', startNs: 6, endNs: 9, needs: ['a'] },
  ];
  const { dag } = dagOf(drawn, { isPlanned: true });
  const [ab, ac, bc] = [
    [0, 1],
    [0, 2],
    [1, 2],
  ];
  const endWith = (...edges: number[][]): number => {
    const changed = {
      ...dag,
      edges: { from: Uint32Array.from(edges, ([from]) => from), to: Uint32Array.from(edges, ([, to]) => to) },
    };
    return retime(changed, weightsOf(dag)).untilNs;
  };
  expect(endWith(ab, ac)).toBe(9);
  expect(endWith(ab, ac, bc)).toBe(11);
  expect(endWith(ab)).toBe(6);
});

it('makes every execution last as long as is given, whatever is below it', () => {
  fc.assert(
    fc.property(arbitraryDag, fc.nat(), fc.nat(20), (dag, at, durationNs) => {
      if (dag.executionCount === 0) return;
      const node = at % dag.executionCount;
      const { startNs, endNs } = retime(dag, editedWeights(dag, [{ node, durationNs }]));
      const { observedNs, numbers } = eventGraph(dag);
      // Beside what lies outside of its parent.
      const outsideNs =
        dag.startNs[node] -
        observedNs[numbers.start[node]] -
        (Math.max(dag.endNs[node], dag.startNs[node]) - observedNs[numbers.end[node]]);
      expect(endNs[node] - startNs[node] + outsideNs).toBe(durationNs);
    }),
    { numRuns: 1000 },
  );
});
