import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import type { PassedOver } from '../data/passed-over.ts';
import { masSimCases } from './mas-sim.ts';

const folder = mkdtempSync(join(tmpdir(), 'mas-sim-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
for (const part of ['otel', 'ground_truth']) mkdirSync(join(folder, 'other model', part), { recursive: true });

const startNs = 1_783_047_414_860_260_758n;
const span = (id: string, parent: object, name: string, attributes: object) => ({
  name,
  trace_id: '59d01f6ef34d76638897f47b52126fa9',
  span_id: id.repeat(16),
  ...parent,
  kind: 'INTERNAL',
  start_time_unix_ns: 'START',
  end_time_unix_ns: `${startNs + 5_000_000n}`,
  status: { status_code: 'OK' },
  attributes,
  events: [{ name: 'fault.injected', attributes: { node: 'secret' } }],
});
const agent = (id: string, index: number, name: string) =>
  span(id, { parent_span_id: 'a'.repeat(16) }, `agent.${name}`, {
    'experiment.step_index': index,
    'gen_ai.agent.name': name,
    'agent.output_message': 'Said.',
    fault_mode: 'secret',
  });
/** Numbers of nanoseconds have more digits than JSON.stringify would keep. */
const traceOf = (task_id: string, root: object): string =>
  JSON.stringify({
    task_id,
    task_metadata: { injection_node: 'secret' },
    spans: [agent('b', 1, 'Planner'), agent('c', 2, 'Writer'), span('a', root, 'run.experiment', {})],
  }).replaceAll('"START"', String(startNs));

function write(name: string, trace: string | Buffer, truth?: object): void {
  writeFileSync(join(folder, 'other model', 'otel', name), trace);
  const file = name.replace(/\.otel\.json(\.gz)?$/, '.ground_truth.json');
  if (truth !== undefined) writeFileSync(join(folder, 'other model', 'ground_truth', file), JSON.stringify(truth));
}
const truth = { critical_failure_step: 2, failed_component: 'Writer' };
write('q1.otel.json', traceOf('kettle', { parent_span_id: null }), truth);
write('q2.otel.json.gz', gzipSync(traceOf('lamp', {})), truth);
write('q3.otel.json', traceOf('unlabelled', {}));
write('q4.otel.json', '{"task_id": "x", "spans": []}', truth);
write('q5.otel.json', 'no JSON', truth);

it('reads labelled traces of any folder, without what tells the fault, and names the others', async () => {
  const passedOver: PassedOver[] = [];
  const cases = await masSimCases(folder, passedOver);
  expect(cases.map(({ group, agent: who, step }) => [group, who, step])).toEqual([
    ['kettle', 'Writer', 2],
    ['lamp', 'Writer', 2],
  ]);
  expect(cases.map(({ numberOf }) => numberOf.get('c'.repeat(16)))).toEqual([2, 2]);
  expect(JSON.stringify(cases.map(({ run }) => run.executions))).not.toContain('secret');
  expect(passedOver.map(({ file }) => file.replace(/.*\//, ''))).toEqual([
    'q3.otel.json',
    'q4.otel.json',
    'q5.otel.json',
  ]);
  expect(await masSimCases(join(folder, 'gone'), [])).toEqual([]);
});
