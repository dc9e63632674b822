import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineWorkflow, viewOf } from '@faultline/core';
import type { StepExecutionInput } from '@faultline/model';
import { arbitraryRun, gantt, runOf } from '@faultline/plugin-testkit';
import { whatIf } from './what-if.ts';

const fanOut = (worker: number) =>
  defineWorkflow({
    id: 'drawn',
    steps: {
      plan: {},
      a: { needs: ['plan'], resources: { workers: worker } },
      b: { needs: ['plan'], resources: { workers: worker } },
      c: { needs: ['plan'], resources: { workers: worker } },
      d: { needs: ['plan'], resources: { workers: worker } },
      end: { needs: ['a', 'b', 'c', 'd'] },
    },
  });
/** Two workers for four steps. */
const queued = viewOf(
  gantt`
    plan: ==
    a   :   ====
    b   :   ===
    c   :      ====
    d   :       ====
    end :           =
  `,
  fanOut(1),
);

describe('a pool', () => {
  it('that is larger lets those start that waited for it, and no sooner', () => {
    const { beforeMs, afterMs, notes } = whatIf(queued, [{ kind: 'pool', resource: 'workers', capacity: 4 }]);
    expect([beforeMs, afterMs]).toEqual([11, 7]);
    expect(notes).toEqual(['The pool "workers" is taken to have held 2, the most that was in use at once.']);
  });

  it('has room for what took no time, beside what its caller holds', () => {
    const definition = defineWorkflow({
      id: 'drawn',
      steps: { agent: { resources: { gpus: 1 } }, tool: { resources: { gpus: 1 } } },
    });
    const agent = { id: 'agent', stepId: 'agent', startMs: 0, endMs: 10, status: 'completed' } as const;
    const tool: StepExecutionInput = { ...agent, id: 'tool', stepId: 'tool', parentId: 'agent', startMs: 5, endMs: 5 };
    const instant = viewOf(runOf([agent, tool]), definition);
    expect(whatIf(instant, [{ kind: 'pool', resource: 'gpus', capacity: 4 }])).toMatchObject({
      afterMs: 10,
      gainMs: 0,
      notes: ['The pool "gpus" is taken to have held 2, the most that was in use at once.'],
    });
  });

  it('that is smaller makes them wait', () => {
    expect(whatIf(queued, [{ kind: 'pool', resource: 'workers', capacity: 1 }]).afterMs).toBe(2 + 4 + 3 + 4 + 4 + 1);
  });

  it('as large as it was changes nothing', () => {
    expect(whatIf(queued, [{ kind: 'pool', resource: 'workers', capacity: 2 }]).gainMs).toBe(0);
  });

  it('leaves the part of a wait that it does not explain', () => {
    const slow = viewOf(
      gantt`
        plan: ==
        a   :   ====
        b   :   ====
        c   :         ====
        d   :         ====
        end :             =
      `,
      fanOut(1),
    );
    // c and d waited 4 ms for a worker and 2 ms for something else.
    expect(whatIf(slow, [{ kind: 'pool', resource: 'workers', capacity: 4 }]).afterMs).toBe(2 + 2 + 4 + 1);
  });

  it('that is known also counts where something else changes', () => {
    const pools = new Map([['workers', 2]]);
    // Without a, c starts with b, and d when b has ended.
    expect(whatIf(queued, [{ kind: 'scale', stepId: 'a', factor: 0 }], { pools }).afterMs).toBe(2 + 3 + 4 + 1);
    expect(whatIf(queued, [{ kind: 'scale', stepId: 'a', factor: 0 }]).afterMs).toBe(2 + 4 + 4 + 1);
  });

  it('serves more where each needs less', () => {
    const edits = [{ kind: 'resources', stepId: 'a', requirements: { workers: 0 } }] as const;
    expect(whatIf(queued, edits).afterMs).toBe(2 + 3 + 4 + 1);
  });

  it('takes what was measured where nothing is declared', () => {
    const measured = viewOf(gantt`
      plan : ==
      a    :   ====         <- plan   { gpus: 1 }
      b    :       ====     <- plan   { gpus: 1 }
      end  :           =    <- a, b
    `);
    expect(whatIf(measured, [{ kind: 'pool', resource: 'gpus', capacity: 2 }]).afterMs).toBe(7);
  });

  it('taken to be what was in use is said without the noise of decimals', () => {
    const tenths = viewOf(gantt`
      a: ==   { cpu: 0.1 }
      b: ==   { cpu: 0.2 }
    `);
    expect(whatIf(tenths, [{ kind: 'pool', resource: 'cpu', capacity: 1 }]).notes).toEqual([
      'The pool "cpu" is taken to have held 0.3, the most that was in use at once.',
    ]);
  });

  it('that was waited for by record was not order', () => {
    const executions = [0, 0, 10, 10].map((startMs, at) => ({
      id: `e${at}`,
      stepId: 'w',
      item: String(at),
      startMs,
      queuedMs: 0,
      endMs: startMs + 10,
      status: 'completed' as const,
      metrics: { w: 1 },
    }));
    const run = viewOf(runOf(executions));
    const after = (capacity: number) => whatIf(run, [{ kind: 'pool', resource: 'w', capacity }]).afterMs;
    expect([1, 2, 3, 4].map(after)).toEqual([40, 20, 20, 10]);
    // One that began to wait at 10 may have needed those that had ended.
    const late = viewOf(runOf(executions.map((one) => ({ ...one, queuedMs: one.startMs }))));
    expect(whatIf(late, [{ kind: 'pool', resource: 'w', capacity: 4 }]).afterMs).toBe(20);
  });

  it('that nobody needs says so', () => {
    const { gainMs, notes } = whatIf(queued, [{ kind: 'pool', resource: '__proto__', capacity: 1 }]);
    expect([gainMs, notes]).toEqual([
      0,
      ['In the run as it was, nothing says how much of "__proto__" a step needs: its pool held nobody up.'],
    ]);
  });

  it('too small for a step is refused', () => {
    expect(() => whatIf(queued, [{ kind: 'pool', resource: 'workers', capacity: 0.5 }])).toThrow(
      'Step "b" needs 1 of "workers", but the pool would hold 0.5: it would never start.',
    );
  });

  it('that callers hold while they wait for more of it is refused', () => {
    const nested = viewOf(
      gantt`
        agent : =====
          tool: .===
      `,
      defineWorkflow({ id: 'drawn', steps: { agent: { resources: { slots: 1 } }, tool: { resources: { slots: 1 } } } }),
    );
    expect(() => whatIf(nested, [{ kind: 'pool', resource: 'slots', capacity: 1 }])).toThrow(
      'With these pools run "run" would never end: steps wait for what their callers hold.',
    );
  });
});

const execution = (stepId: string, queuedMs: number, startMs: number, endMs: number): StepExecutionInput => ({
  id: stepId,
  stepId,
  queuedMs,
  startMs,
  endMs,
  status: 'completed',
  metrics: { workers: 1 },
});

/** A list schedule: each in turn gets the worker that is free first. They ask one after the other. */
const scheduled = (durationsUs: readonly number[], workers: number, handOverUs: number) => {
  const freeUs = Array.from({ length: workers }, () => 0);
  return durationsUs.map((durationUs, at) => {
    const worker = freeUs.indexOf(Math.min(...freeUs));
    const startUs = Math.max(freeUs[worker], at) + handOverUs;
    freeUs[worker] = startUs + durationUs;
    return { startUs, endUs: startUs + durationUs };
  });
};

describe('who comes first', () => {
  it('is who started first, although it was not handed a worker at once', () => {
    // "long" finds a worker free and starts 2 us later. "short", which asks in between, waits for "busy".
    const run = viewOf(
      runOf([execution('busy', 0, 0, 15), execution('long', 10, 10.002, 30), execution('short', 10.001, 15, 20)]),
    );
    const after = (capacity: number) => whatIf(run, [{ kind: 'pool', resource: 'workers', capacity }]).afterMs;
    expect([1, 2, 3].map(after)).toEqual([39.998, 30, 30]);
  });

  it('gets the worker that is free first, as in a list schedule, whatever a hand-over takes', () => {
    const durationsUs = fc.array(fc.integer({ min: 1000, max: 20_000 }), { minLength: 1, maxLength: 12 });
    const workers = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(durationsUs, workers, workers, fc.nat(50), (tasks, before, capacity, handOverUs) => {
        const executions = scheduled(tasks, before, handOverUs).map(({ startUs, endUs }, at) =>
          execution(`task${at}`, at / 1000, startUs / 1000, endUs / 1000),
        );
        const { afterMs } = whatIf(viewOf(runOf(executions)), [{ kind: 'pool', resource: 'workers', capacity }], {
          pools: new Map([['workers', before]]),
        });
        const expectedUs = Math.max(...scheduled(tasks, capacity, handOverUs).map(({ endUs }) => endUs));
        // A hand-over more or less for each turn of a worker, and when they asked.
        expect(Math.abs(afterMs * 1000 - expectedUs)).toBeLessThanOrEqual((handOverUs + 2) * tasks.length);
      }),
      { numRuns: 500 },
    );
  });
});

it('leaves a run as it was where pools are those it had, whatever its steps queued for', () => {
  fc.assert(
    fc.property(arbitraryRun, fc.nat(20), (run, sooner) => {
      const executions = run.executions.map((one) => ({ ...one, queuedMs: Math.max(0, one.startMs - sooner) }));
      const view = viewOf({ ...run, executions });
      expect(whatIf(view, [], { pools: new Map([['memoryMiB', 2000]]) }).gainMs).toBe(0);
    }),
    { numRuns: 500 },
  );
});

it('leaves a run as it was where pools are those it had, whatever it looks like', () => {
  fc.assert(
    fc.property(arbitraryRun, (run) => {
      expect(whatIf(viewOf(run), [], { pools: new Map([['memoryMiB', 2000]]) }).gainMs).toBe(0);
    }),
    { numRuns: 500 },
  );
});
