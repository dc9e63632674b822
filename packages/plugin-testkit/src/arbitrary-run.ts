import fc from 'fast-check';
import { runSchema, type Run } from '@faultline/model';

const execution = fc.record({
  stepId: fc.constantFrom('fetch', 'parse', 'rank', '__proto__'),
  startMs: fc.nat(40),
  // Thirds of a millisecond: durations whose sums depend on their order.
  thirds: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.nat(60) }),
  status: fc.constantFrom('completed', 'completed', 'completed', 'failed', 'skipped', 'running'),
  attempt: fc.constantFrom(1, 1, 1, 2, 3),
  isAsync: fc.constantFrom(false, false, false, true),
  parent: fc.nat(15),
  needs: fc.nat(11),
  memoryMiB: fc.nat(4096),
});

/**
 * Small runs of up to eight executions: nested, with edges at any depth (also against the clock), overlaps, ties, zero
 * lengths, attempts, failures, open ends.
 */
export const arbitraryRun: fc.Arbitrary<Run> = fc
  .record({ id: fc.stringMatching(/^run-[a-f0-9]{4}$/), drawn: fc.array(execution, { maxLength: 8 }) })
  .map(({ id, drawn }) => {
    const executions = drawn.map(({ thirds, parent, needs: _needs, memoryMiB, ...rest }, index) => ({
      ...rest,
      id: `e${index}`,
      item: String(index),
      ...(rest.status !== 'running' && { endMs: rest.startMs + thirds / 3 }),
      ...(parent < index && { parentId: `e${parent}` }),
      ...(rest.status === 'failed' && { error: { type: 'logic_error' } }),
      metrics: { memoryMiB },
    }));
    const edges = drawn.flatMap(({ needs }, index) =>
      needs < drawn.length && needs !== index
        ? [{ from: `e${needs}`, to: `e${index}`, origin: 'explicit' as const }]
        : [],
    );
    const endMs = executions.reduce((max, { endMs: end, startMs }) => Math.max(max, end ?? startMs), 0);
    return runSchema.parse({ id, workflowId: 'drawn', status: 'completed', startMs: 0, endMs, executions, edges });
  });
