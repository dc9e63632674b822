import { describe, expect, it } from 'vitest';
import { criticalPath, segmentsOf } from './critical-path.ts';
import { plannedDag, type PlannedStep } from './planned-dag.ts';
import { slack } from './slack.ts';

const SECOND_NS = 1e9;
const step = (id: string, durationS: number, ...on: string[]): PlannedStep => ({
  id,
  durationMs: durationS * 1000,
  dependencies: on.map((other) => ({ on: other })),
});
const consultation = [
  step('ingestion', 2),
  step('history', 5, 'ingestion'),
  step('symptom', 8, 'history'),
  step('lab', 6, 'ingestion'),
  step('literature', 12, 'symptom', 'lab'),
  step('differential', 10, 'symptom', 'lab', 'literature'),
  step('treatment', 8, 'differential'),
  step('validation', 5, 'treatment'),
  step('report', 3, 'validation'),
];
const read = (steps: PlannedStep[]) => {
  const planned = plannedDag(steps);
  if (planned === undefined) throw new Error('The definition has a cycle.');
  return planned;
};

describe('a definition as declared', () => {
  const { dag, ids } = read(consultation);

  it('takes as long as its critical path', () => {
    const workNs = dag.endNs.reduce((sum, ns, node) => sum + ns - dag.startNs[node], 0);
    expect(workNs).toBe(59 * SECOND_NS);
    expect(dag.untilNs).toBe(53 * SECOND_NS);
    expect([...segmentsOf(criticalPath(dag))].map(({ node }) => ids[node])).toEqual(
      consultation.map(({ id }) => id).filter((id) => id !== 'lab'),
    );
  });

  it('has slack where a step may take longer', () => {
    const { slackNs } = slack(dag);
    expect(Object.fromEntries(ids.map((id, node) => [id, slackNs[node] / SECOND_NS]))).toMatchObject({
      ingestion: 0,
      lab: 7,
      literature: 0,
      report: 0,
    });
  });
});

it('leaves steps free that nobody waits for', () => {
  const { dag, ids } = read([step('a', 5), step('b', 1)]);
  expect(ids).toEqual(['b', 'a']);
  expect([...slack(dag).slackNs]).toEqual([4 * SECOND_NS, 0]);
});

it('is held up by no unknown step', () => {
  expect(read([step('a', 5, 'nowhere')]).dag.untilNs).toBe(5 * SECOND_NS);
});

it('does not exist for a cycle', () => {
  expect(plannedDag([step('a', 1, 'b'), step('b', 1, 'a')])).toBeUndefined();
});

it('accepts: no steps', () => {
  const { dag } = read([]);
  expect([dag.size, dag.untilNs]).toEqual([0, 0]);
  expect([...segmentsOf(criticalPath(dag))]).toEqual([]);
});
