import fc from 'fast-check';
import { runSchema, type Json, type Run } from '@faultline/model';

/** Names that break what holds names as keys, and what prints them. */
const names = ['__proto__', 'constructor', 'toString', '"', '\u001b[31mred', '\ud800', 'a'.repeat(300)];

const payload: fc.Arbitrary<Json | undefined> = fc.constantFrom<Json | undefined>(
  undefined,
  null,
  '',
  'Error: no such table',
  '{"error": "no such table"}',
  [],
  JSON.parse('{"__proto__": {"error": 1}, "constructor": "x"}') as Json,
  { q: 'a query that is long enough to be told' },
  { finish_reason: 'length' },
);

const execution = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', ...names),
  stepId: fc.constantFrom('fetch', 'parse', ...names),
  item: fc.constantFrom('', '1', '__proto__'),
  type: fc.constantFrom('llm', 'tool', 'agent', 'retriever', 'guardrail', 'task', '__proto__'),
  status: fc.constantFrom('completed', 'failed', 'retrying', 'skipped', 'running', 'pending'),
  attempt: fc.constantFrom(1, 1, 2, 3, 1_000_000),
  startMs: fc.constantFrom(0, 1, 1, 2, 3, 5, -4, 1e12),
  durationMs: fc.constantFrom<number | undefined>(undefined, 0, 0, 1, 2, 40, -1, -1e9),
  parentId: fc.constantFrom<string | undefined>(undefined, 'a', 'b', 'c', 'gone', '__proto__'),
  error: fc.constantFrom<string | undefined>(
    undefined,
    'timeout',
    'cancelled',
    'validation_error',
    '503',
    '__proto__',
    'dependency_failure',
  ),
  dependenciesFailed: fc.constantFrom<readonly string[]>([], ['fetch'], ['__proto__'], ['gone']),
  isAsync: fc.boolean(),
  input: payload,
  output: payload,
});

const edge = fc.record({
  from: fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'gone'),
  to: fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'gone'),
  origin: fc.constantFrom('explicit', 'dataflow', 'framework'),
});

/**
 * Runs that lie: the same id twice, callers and needs in circles or from nowhere, ends that are missing or before their
 * starts, names that are no good as keys, payloads that only look like answers. Every document is one that is accepted.
 */
export const arbitraryHostileRun: fc.Arbitrary<Run> = fc
  .record({
    executions: fc.array(execution, { maxLength: 10 }),
    edges: fc.array(edge, { maxLength: 8 }),
    status: fc.constantFrom('completed', 'failed', 'running'),
    note: fc.constantFrom(undefined, 'ingest/derived-times', 'ingest/order-only'),
  })
  .map(({ executions, edges, status, note }) =>
    runSchema.parse({
      id: '__proto__',
      workflowId: 'drawn',
      status,
      startMs: 0,
      ...(status !== 'running' && { endMs: 50 }),
      edges,
      ...(note !== undefined && { notes: [{ id: note, severity: 'info', message: 'About times.', executionIds: [] }] }),
      executions: executions.map(({ durationMs, error, ...rest }) => ({
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        ...(durationMs !== undefined && { endMs: rest.startMs + durationMs }),
        ...(error !== undefined && { error: { type: error } }),
      })),
    }),
  );
