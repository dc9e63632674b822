import { expect, it } from 'vitest';
import { runSchema, type Json } from '@faultline/model';
import { OtlpJsonWriter } from '@faultline/spans';
import { inputOf } from '@faultline/plugin-testkit';
import { exportOf, readOtlp, spanOf } from './read-otlp.test-support.ts';

const run = runSchema.parse({
  id: '5b8efff798038103d269b633813fc60c',
  workflowId: 'triage',
  status: 'completed',
  startMs: 0,
  endMs: 2,
  executions: ['a', 'b'].map((id, at) => ({ id, stepId: id, startMs: at, endMs: at + 1, status: 'completed' })),
});
const documents = (): readonly Json[] => [...new OtlpJsonWriter().documentsOf(run)];

it('reads an exported run as any other trace where it is not whole any more', async () => {
  const foreign = exportOf(spanOf({ name: 'collector' }));
  const wrong = JSON.stringify(documents()[0]).replace(
    '"faultline.run.status","value":{"stringValue":"completed"}',
    '"faultline.run.status","value":{"intValue":"7"}',
  );
  const renamed = JSON.stringify(documents()[0]).replace('"faultline.run.id"', '"other"');
  for (const input of [inputOf(...documents(), foreign), wrong, renamed]) {
    const [read, ...others] = await readOtlp(input);
    expect(others).toEqual([]);
    expect(read?.id).toBe(run.id);
    expect(read?.executions.map(({ stepId }) => stepId)).toEqual(expect.arrayContaining(['a', 'b']));
    expect(read).not.toEqual(run);
  }
});

it('says what is missing of an exported run', async () => {
  const damaged = JSON.stringify(documents()[0]).replace(
    /"spanId":"[0-9a-f]{16}","parentSpanId"/,
    '"spanId":"","parentSpanId"',
  );
  const [read] = await readOtlp(damaged);
  expect(read?.executions).toHaveLength(1);
  expect(read?.notes.map(({ id }) => id)).toEqual(['ingest/dropped-spans']);
});
