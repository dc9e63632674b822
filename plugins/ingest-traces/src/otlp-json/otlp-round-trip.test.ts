import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runSchema, edgeOrigins, type Json, type Run } from '@faultline/model';
import { arbitraryRun, inputOf } from '@faultline/plugin-testkit';
import { OtlpJsonWriter } from '@faultline/spans';
import { readOtlp } from './read-otlp.test-support.ts';

/** Names that mean something somewhere on the way, and any others. */
const name = fc.oneof(
  fc.constantFrom('__proto__', '', 'toString', 'input.value', 'output.mime_type', 'otel.status_description', 'user.id'),
  fc.constantFrom('faultline.step.id', 'faultline.attributes', 'faultline.attributes.a', 'faultline.run.id', 'model'),
  fc.constantFrom('gen_ai.tool.name', 'langgraph_triggers', 'session.id', 'exception.message', 'links'),
  fc.string({ unit: 'binary' }),
);
const zero = fc.constantFrom(0);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.maxSafeInteger(),
  zero,
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"a":1}', '[', '\uD800', '\uFEFF', ' ', 'NaN', '9007199254740993'),
  number,
  fc.boolean(),
  fc.constant(null),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json; list: Json; map: Json }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  map: fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
})).value;
const recordOf = <Value extends Json>(of: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> =>
  fc.array(fc.tuple(name, of), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));
const time = fc.oneof(
  fc.constantFrom(0, -1, 1 / 3, 1_544_712_660_000.25, 1e-9, 2e13, -8.64e15, 8.64e15),
  fc.double({ min: 0, max: 2e12, noNaN: true }).map((ms) => ms + 0),
);
const id = fc.oneof(
  fc.constantFrom('e0', 'e1', 'e2', '__proto__', 'eee19b7ec3c1b174', 'EEE19B7EC3C1B174', '0'.repeat(16), 'x'),
  fc.string({ minLength: 1 }),
);
const status = fc.constantFrom('pending', 'running', 'completed', 'failed', 'skipped', 'retrying');
const text = fc.string({ unit: 'binary', minLength: 1 });

/** What an execution may hold beside what `arbitraryRun` draws. */
const more = fc.record(
  {
    id,
    stepId: text,
    type: fc.constantFrom('llm', 'agent', 'my type'),
    item: fc.string(),
    attempt: fc.integer({ min: 1, max: 9 }),
    parentId: id,
    isAsync: fc.boolean(),
    queuedMs: time,
    startMs: time,
    endMs: time,
    status,
    error: fc.record({ type: name, message: fc.string(), stack: fc.string() }, { requiredKeys: ['type'] }),
    input: value,
    output: value,
    metrics: recordOf(number),
    dependenciesResolved: fc.array(fc.string()),
    dependenciesFailed: fc.array(fc.string()),
    attributes: recordOf(value),
    clock: fc.string(),
  },
  { requiredKeys: [] },
);
const moreOfRun = fc.record(
  {
    id: fc.oneof(id, fc.constantFrom('5b8efff798038103d269b633813fc60c', '5B8EFFF798038103D269B633813FC60C')),
    workflowId: text,
    subjectId: fc.string(),
    context: recordOf(fc.oneof(fc.string(), number, fc.boolean())).chain((other) =>
      fc.record({ service: fc.string(), region: number }, { requiredKeys: [] }).map((own) => ({ ...other, ...own })),
    ),
    status,
    startMs: time,
    endMs: time,
    metrics: recordOf(number),
    edges: fc.array(
      fc.record({
        from: id,
        to: id,
        origin: fc.constantFrom(...edgeOrigins),
        kind: fc.constantFrom('needs' as const, 'retry' as const),
      }),
      { maxLength: 4 },
    ),
    joins: fc.array(fc.record({ from: fc.array(id), to: fc.array(id), origin: fc.constantFrom(...edgeOrigins) }), {
      maxLength: 2,
    }),
    definition: fc.constant({ id: 'w', steps: [{ id: 'a' }, { id: '__proto__', dependencies: ['a'] }] }),
    notes: fc.array(
      fc.record({
        id: fc.constantFrom('ingest/missing-end' as const, 'ingest/x' as const),
        severity: fc.constantFrom('info' as const, 'error' as const),
        message: fc.string(),
        executionIds: fc.array(id, { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

/** Any run whatever: ids that repeat or lead nowhere, times before the epoch, names that mean something elsewhere. */
const anyRun: fc.Arbitrary<Run> = fc
  .tuple(arbitraryRun, fc.array(more, { minLength: 8, maxLength: 8 }), moreOfRun)
  .map(([run, fields, own]) =>
    runSchema.parse({
      ...run,
      ...own,
      executions: run.executions.map((execution, at) => ({ ...execution, ...fields[at] })),
    }),
  );

const roundTrip = async (run: Run): Promise<readonly Run[]> =>
  readOtlp(inputOf(...new OtlpJsonWriter().documentsOf(run)));

it('gives any run back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(anyRun, async (run) => {
      expect(await roundTrip(run)).toEqual([run]);
    }),
    { numRuns: 300 },
  );
});
