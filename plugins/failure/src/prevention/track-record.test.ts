import { defineWorkflow, viewOf } from '@faultline/core';
import { baselines } from '@faultline/facts';
import type { Run } from '@faultline/model';
import { folded, gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import type { FailureKind } from './attempt-counts.ts';
import { trackRecordOf } from './track-record.ts';

const definition = defineWorkflow({
  id: 'drawn',
  steps: { fetch: { baseline: { durationMs: { p50: 4, p95: 8 }, successRate: { mean: 0.9 } } } },
});

const numbered = (runs: readonly Run[]): Run[] =>
  runs.map((run, at) => ({
    ...run,
    id: `run-${at}`,
    startMs: at * 1000,
    endMs: at * 1000 + 20,
    executions: run.executions.map((one) => ({
      ...one,
      startMs: one.startMs + at * 1000,
      ...(one.endMs !== undefined && { endMs: one.endMs + at * 1000 }),
    })),
  }));

function recordOf(run: Run | undefined, earlier: readonly Run[] = [], isDeclared = false, kind: FailureKind = 'any') {
  const history = numbered(earlier);
  const known = {
    definition: isDeclared ? definition : undefined,
    workflowId: 'drawn',
    baselines: baselines.view(folded(baselines, history)),
    history: history.map((one) => viewOf(one)),
  };
  return trackRecordOf('fetch', known, { run: run && viewOf({ ...run, id: 'this' }), kind });
}

const fails = gantt`fetch: ====x`;
const completes = gantt`fetch: ===`;
const failsTwice = gantt`
  fetch  : ==x
  fetch#2:      ==x
`;
const recovers = gantt`
  fetch  : ==x
  fetch#2:      ==
`;

describe('trackRecordOf', () => {
  it('guesses, and says so, where nobody knows anything', () => {
    const { fails: rate, failsAgain, isDurationKnown, failsMs, attempts, pauseMs } = recordOf(fails);
    expect(rate).toMatchObject({ expected: 0.05, basis: 'prior' });
    expect(failsAgain).toMatchObject({ expected: 0.05, basis: 'prior', observed: 0 });
    expect([isDurationKnown, failsMs(0.5), attempts, pauseMs]).toEqual([false, 5, 1, undefined]);
  });

  it('knows no durations where only the order was recorded', () => {
    const ordered: Run = {
      ...recovers,
      notes: [{ id: 'ingest/order-only', severity: 'info', message: 'No times.', executionIds: [] }],
    };
    const { isDurationKnown, failsMs, pauseMs } = recordOf(ordered);
    expect([isDurationKnown, failsMs(0.5), pauseMs]).toEqual([false, 0, undefined]);
    expect(recordOf(recovers).isDurationKnown).toBe(true);
  });

  it('takes what is declared', () => {
    const { fails: rate, completesMs } = recordOf(fails, [], true);
    expect(rate).toMatchObject({ basis: 'declared', observed: 0 });
    expect(rate.expected).toBeCloseTo(0.1, 12);
    expect([completesMs(0.5), completesMs(0.95)].map(Math.round)).toEqual([4, 8]);
  });

  it('does not count the run that is looked at for how often it fails, but for whether it fails again', () => {
    const history = [...Array.from({ length: 59 }, () => completes), fails];
    expect(recordOf(fails, history).fails).toMatchObject({ expected: 1.5 / 61, observed: 60, basis: 'learned' });
    expect(recordOf(failsTwice).failsAgain).toMatchObject({ observed: 1, expected: 1.1 / 3 });
  });

  it('learns how often a further attempt fails, and how long one waits for it', () => {
    const history = [...Array.from({ length: 15 }, () => recovers), ...Array.from({ length: 45 }, () => failsTwice)];
    const { failsAgain, fails: first, pauseMs, attempts } = recordOf(undefined, history);
    expect(failsAgain).toMatchObject({ expected: 45.5 / 61, observed: 60 });
    expect(first).toMatchObject({ expected: 60.5 / 61, observed: 60 });
    expect([pauseMs, attempts]).toEqual([2, 2]);
  });

  it('takes rounds that nobody told apart for no attempts', () => {
    const rounds = gantt`
      fetch[1]  : ==
      fetch[2]  :     ==
      fetch[3]  :         ==x
      fetch[3]#2:             ==
    `;
    const untold: Run = { ...rounds, executions: rounds.executions.map((one) => ({ ...one, item: '' })) };
    const { failsAgain, pauseMs, attempts } = recordOf(
      undefined,
      Array.from({ length: 20 }, () => untold),
    );
    expect([failsAgain.observed, failsAgain.happened, pauseMs, attempts]).toEqual([20, 0, 1, 2]);
  });

  it('expects what fails of its input to fail again', () => {
    expect(recordOf(fails, [], true, 'input').failsAgain.expected).toBeCloseTo(0.95, 12);
  });

  it('learns whether failing runs follow each other', () => {
    const outage = [completes, fails, fails, fails, completes, completes];
    expect(recordOf(undefined, outage).failsNextRun).toMatchObject({ observed: 3, expected: 2.5 / 4 });
  });

  it('does not count a run twice that was learned', () => {
    const history = [{ ...failsTwice }];
    const record = recordOf(undefined, history);
    const view = viewOf(numbered(history)[0]);
    const known = {
      definition: undefined,
      workflowId: 'drawn',
      baselines: baselines.view(folded(baselines, [])),
      history: [view],
    };
    expect(trackRecordOf('fetch', known, { run: view, kind: 'any' }).failsAgain.observed).toBe(
      record.failsAgain.observed,
    );
  });

  it('counts failures of the kind that is meant, of the input or of the surroundings', () => {
    const refused = gantt`fetch: ====x { failure: validation_error }`;
    const down = gantt`
      fetch  : ==x       { failure: external_service_error }
      fetch#2:     ==
    `;
    const history = [...Array.from({ length: 57 }, () => completes), down, down, down];
    const ofInput = recordOf(refused, history, false, 'input');
    expect(ofInput.failsAgain).toMatchObject({ observed: 0, basis: 'prior' });
    expect(ofInput.failsAgain.expected).toBeCloseTo(0.95, 12);
    const ofService = recordOf(refused, history, false, 'other');
    expect(ofService.failsAgain).toMatchObject({ observed: 3, happened: 0 });
    expect(ofService.fails.happened).toBe(3);
    expect(ofInput.fails).toMatchObject({ happened: 0, observed: 60 });
  });

  it('is the same for runs that fail alike, to one digit of the time it took', () => {
    const [shorter, longer] = [gantt`fetch: =====x`, gantt`fetch: ==============x`];
    expect(recordOf(fails, [completes]).key).toBe(recordOf({ ...fails, id: 'other' }, [completes]).key);
    expect(recordOf(shorter, [completes]).key).not.toBe(recordOf(longer, [completes]).key);
    // Where earlier ones failed, these tell how long that takes.
    expect(recordOf(shorter, [completes, fails]).key).toBe(recordOf(longer, [completes, fails]).key);
  });
});
