import type { Run, RunInput, StepExecutionInput } from '@faultline/model';
import { executionOf, runOf } from './factories.ts';

/** Enough to end what recurses over a run, and to be noticed where something compares all with all. */
const size = 3_000;

/**
 * Runs of three thousand executions in the shapes that cost most: calls in calls, failures behind each other, needs in one
 * circle, one step tried or called over and over.
 */
export const largeRuns: readonly { readonly shape: string; readonly run: () => Run }[] = [
  {
    shape: 'calls in calls, all failed',
    run: () =>
      drawn('failed', (index) => ({
        ...failed,
        startMs: 0,
        endMs: size,
        ...(index > 0 && { parentId: `e${index - 1}` }),
      })),
  },
  {
    shape: 'a chain behind one failure',
    run: () =>
      drawn(
        'failed',
        (index) => (index === 0 ? failed : { stepId: `step ${index}`, status: 'skipped' }),
        needsInARow.slice(0, -1),
      ),
  },
  { shape: 'needs in one circle, all failed', run: () => drawn('failed', () => failed, needsInARow) },
  {
    shape: 'one step tried over and over',
    run: () => drawn('failed', (index) => ({ ...failed, item: '', attempt: index + 1 })),
  },
  {
    shape: 'one call over and over, every second failed',
    run: () =>
      drawn('completed', (index) => ({
        type: 'tool',
        input: { q: 'x' },
        ...(index % 2 === 0 ? failed : { output: 'none' }),
      })),
  },
];

const failed = { status: 'failed', error: { type: 'external_service_error' } } as const;

/** Each is needed by the next one, and the last by the first. */
const needsInARow = Array.from({ length: size }, (_, index) => ({
  from: `e${index}`,
  to: `e${(index + 1) % size}`,
  origin: 'explicit' as const,
}));

const drawn = (
  status: 'completed' | 'failed',
  executionAt: (index: number) => Partial<StepExecutionInput>,
  edges: NonNullable<RunInput['edges']> = [],
): Run =>
  runOf(
    Array.from({ length: size }, (_, index) =>
      executionOf({ id: `e${index}`, item: String(index), startMs: index, endMs: index + 1, ...executionAt(index) }),
    ),
    { status, edges },
  );
