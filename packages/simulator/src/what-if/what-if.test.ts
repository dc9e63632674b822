import { describe, expect, it } from 'vitest';
import { defineWorkflow, viewOf, type RunView } from '@faultline/core';
import { gantt } from '@faultline/plugin-testkit';
import type { Edit } from './edit.ts';
import { whatIf } from './what-if.ts';

const after = (run: RunView, ...edits: Edit[]): number => whatIf(run, edits).afterMs;

const chain = viewOf(gantt`
  fetch: ====
  parse:     ==
  rank :       ===
  mail :          =
`);
const planned = defineWorkflow({
  id: 'drawn',
  steps: { fetch: {}, parse: { needs: ['fetch'] }, check: { needs: ['fetch'] }, store: { needs: ['parse', 'check'] } },
});
const fork = viewOf(
  gantt`
    fetch: ====
    parse:     ======
    check:     ==
    store:           ===
  `,
  planned,
);

describe('durations', () => {
  it('scale, and move what waited', () => {
    expect(whatIf(chain, [{ kind: 'scale', stepId: 'fetch', factor: 0.5 }])).toMatchObject({
      beforeMs: 10,
      afterMs: 8,
      gainMs: 2,
      method: 'exact',
      outcomes: [{ probability: 1, afterMs: 8 }],
      failProbability: 0,
      notes: [],
    });
    expect(after(fork, { kind: 'scale', stepId: 'parse', factor: 0 })).toBe(9);
    expect(after(fork, { kind: 'scale', stepId: 'check', factor: 4 })).toBe(15);
  });

  it('are replaced, and then scaled', () => {
    const replace: Edit = { kind: 'replace', stepId: 'rank', durationMs: 10 };
    expect(after(chain, replace)).toBe(17);
    expect(after(chain, replace, { kind: 'scale', stepId: 'rank', factor: 0.1 })).toBe(8);
  });

  it('shrink with everything below', () => {
    const nested = viewOf(gantt`
      agent : ==========
        llm : ..====
        tool: .......==
      mail  :           =
    `);
    expect(after(nested, { kind: 'scale', stepId: 'agent', factor: 0.5 })).toBe(6);
    expect(after(nested, { kind: 'scale', stepId: 'llm', factor: 0.5 })).toBe(9);
  });

  it('stay with what never started', () => {
    const skipped = viewOf(gantt`
      fetch: ===
      mail :    /
    `);
    const { afterMs, notes } = whatIf(skipped, [{ kind: 'replace', stepId: 'mail', durationMs: 50 }]);
    expect([afterMs, notes]).toEqual([3, ['Step "mail" did not run: changes to its time have no effect.']]);
  });
});

it('tells the critical path before and after', () => {
  const { path } = whatIf(fork, [{ kind: 'scale', stepId: 'parse', factor: 0.1 }]);
  const steps = (of: typeof path.before) => of.map(({ stepId, waitMs, workMs }) => [stepId, waitMs, workMs]);
  expect(steps(path.before)).toEqual([
    ['fetch', 0, 4],
    ['parse', 0, 6],
    ['store', 0, 3],
  ]);
  expect(steps(path.after)).toEqual([
    ['fetch', 0, 4],
    ['check', 0, 2],
    ['store', 0, 3],
  ]);
});

const cache = (hitRate: number): Edit => ({ kind: 'cache', stepId: 'ask', hitRate, hitCostMs: 1 });

describe('a cache', () => {
  const batch = viewOf(gantt`
    ask[a]: ====
    ask[b]: ========
    mail  :         ==
  `);

  it('that always or never hits is exact', () => {
    expect(whatIf(batch, [cache(1)])).toMatchObject({ afterMs: 3, method: 'exact' });
    expect(whatIf(batch, [cache(0)])).toMatchObject({ afterMs: 10, gainMs: 0, method: 'exact' });
  });

  it('is the mixture of all that may be hit, each with its probability', () => {
    const { afterMs, method, outcomes } = whatIf(batch, [{ kind: 'cache', stepId: 'ask', hitRate: 0.25 }]);
    // Both hit 2, only b hit 6, b missed 10.
    expect(method).toBe('mixture');
    expect(outcomes.map(({ afterMs: ms }) => ms).toSorted((a, b) => a - b)).toEqual([2, 6, 10, 10]);
    expect(afterMs).toBeCloseTo(0.25 * 0.25 * 2 + 0.75 * 0.25 * 6 + 0.75 * 10, 9);
  });

  it('is drawn where there are too many items, with the same luck for the same seed', () => {
    const executions = Array.from({ length: 40 }, (_, item) => `ask[${item}]: ==== `);
    const width = Math.max(...executions.map((line) => line.indexOf(':')));
    const lines = executions.map((line) => line.replace(':', `${' '.repeat(width - line.indexOf(':'))}:`));
    const run = viewOf(gantt`${lines.join('\n')}`);
    const asked = (seed: number) => whatIf(run, [{ kind: 'cache', stepId: 'ask', hitRate: 0.95 }], { seed });
    expect(asked(1)).toEqual(asked(1));
    expect(asked(1).method).toBe('draws');
    // All of 40 hit with probability 0.95 ** 40; three standard deviations of 400 draws.
    const all = 0.95 ** 40;
    expect(Math.abs(asked(1).gainMs / 4 - all)).toBeLessThan(3 * Math.sqrt((all * (1 - all)) / 400));
  });

  it('needs no retry', () => {
    const retried = viewOf(gantt`
      ask#1: ==x
      ask#2:      ====
      mail :          =
    `);
    expect(after(retried, { kind: 'cache', stepId: 'ask', hitRate: 1, hitCostMs: 2 })).toBe(3);
  });

  it('spares what a group called', () => {
    const nested = viewOf(gantt`
      agent : ==========
        llm : ..====
        tool: .......==
      mail  :           =
    `);
    const slower: Edit = { kind: 'replace', stepId: 'llm', durationMs: 30 };
    expect(after(nested, slower, { kind: 'cache', stepId: 'agent', hitRate: 1 })).toBe(1);
  });
});

describe('retries', () => {
  const flaky = viewOf(gantt`
    ask#1: ==x
    ask#2:      ==x
    ask#3:           ====
    mail :               =
  `);

  it('are cut, and then the step fails', () => {
    expect(whatIf(flaky, [{ kind: 'retries', stepId: 'ask', maxAttempts: 2 }])).toMatchObject({
      afterMs: 9,
      failProbability: 1,
      notes: ['Step "ask" is not tried again after attempt 2: it fails, and what follows may not run.'],
    });
  });

  it('keep to another back-off', () => {
    const patient: Edit = { kind: 'retries', stepId: 'ask', maxAttempts: 3, backoffMs: 1 };
    expect(whatIf(flaky, [patient])).toMatchObject({ afterMs: 13, failProbability: 0, notes: [] });
  });

  it('beyond those made succeed as often, and take as long, as those before', () => {
    const failed = viewOf(gantt`
      ask[a]#1: ==x
      ask[a]#2:     ==x
      ask[b]#1: ==x
      ask[b]#2:     =====
    `);
    // One of two further attempts succeeded, in 5; a failure takes 3, the pause 1.
    const { afterMs, outcomes, notes } = whatIf(failed, [{ kind: 'retries', stepId: 'ask', maxAttempts: 4 }]);
    expect(outcomes.map((one) => [one.probability, one.afterMs])).toEqual([
      [0.5, 13],
      [0.25, 17],
      [0.25, 15],
    ]);
    expect(afterMs).toBe(14.5);
    expect(notes).toEqual([
      'A further attempt at step "ask" is taken to succeed in 50 % of cases, as did those before (2).',
    ]);
  });

  it('are those of each caller, where several called the step', () => {
    const told = gantt`
      first     : ======
        ask     : ==x
        ask#2   :    ===
      second    :       ======
        ask[b]  :       ==x
        ask[b]#2:          ===
    `;
    const sameItem = viewOf({ ...told, executions: told.executions.map((one) => ({ ...one, item: '' })) });
    expect(whatIf(sameItem, [{ kind: 'retries', stepId: 'ask', maxAttempts: 1 }])).toMatchObject({
      beforeMs: 12,
      afterMs: 6,
      failProbability: 1,
    });
    expect(after(sameItem, { kind: 'retries', stepId: 'ask', maxAttempts: 3 })).toBe(12);
  });

  it('that are never needed change nothing', () => {
    expect(whatIf(chain, [{ kind: 'retries', stepId: 'rank', maxAttempts: 5 }])).toMatchObject({
      gainMs: 0,
      notes: [],
    });
  });
});

describe('a timeout', () => {
  it('cuts what takes longer, which then fails', () => {
    expect(whatIf(chain, [{ kind: 'timeout', stepId: 'fetch', timeoutMs: 3 }])).toMatchObject({
      afterMs: 9,
      failProbability: 1,
      notes: ['Step "fetch" takes longer than 3 ms and fails there; nobody tries again, and what follows may not run.'],
    });
    expect(whatIf(chain, [{ kind: 'timeout', stepId: 'fetch', timeoutMs: 4 }])).toMatchObject({
      gainMs: 0,
      failProbability: 0,
    });
  });

  it('is about the time after other changes', () => {
    const faster: Edit = { kind: 'scale', stepId: 'fetch', factor: 0.5 };
    expect(whatIf(chain, [{ kind: 'timeout', stepId: 'fetch', timeoutMs: 3 }, faster])).toMatchObject({
      afterMs: 8,
      failProbability: 0,
    });
  });

  it('only brings the next attempt forward where there was one', () => {
    const flaky = viewOf(gantt`
      ask#1: =======x
      ask#2:          ====
    `);
    expect(whatIf(flaky, [{ kind: 'timeout', stepId: 'ask', timeoutMs: 4 }])).toMatchObject({
      afterMs: 9,
      failProbability: 0,
      notes: [],
    });
  });

  it('is tried again where retries are allowed', () => {
    const { failProbability, outcomes } = whatIf(chain, [
      { kind: 'timeout', stepId: 'fetch', timeoutMs: 3 },
      { kind: 'retries', stepId: 'fetch', maxAttempts: 2, backoffMs: 1 },
    ]);
    // Those before took 4: none would have completed.
    expect([failProbability, outcomes]).toEqual([1, [{ probability: 1, afterMs: 13 }]]);
  });

  it('cuts a group in proportion', () => {
    const nested = viewOf(gantt`
      agent : ==========
        llm :   ====
      mail  :           =
    `);
    expect(after(nested, { kind: 'timeout', stepId: 'agent', timeoutMs: 5 })).toBe(6);
  });
});

const refusal = (...edits: Edit[]) => {
  try {
    whatIf(chain, edits);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
  return undefined;
};

describe('refuses', () => {
  it('steps that are not there, with the nearest that is', () => {
    expect(() => whatIf(chain, [{ kind: 'scale', stepId: 'fecth', factor: 1 }])).toThrow(
      expect.objectContaining({
        code: 'FAULTLINE_USAGE',
        message: 'There is no step "fecth" to change.',
        hint: 'The nearest is "fetch".',
      }),
    );
    expect(refusal({ kind: 'drop-edge', from: 'fetch', to: 'pars' })).toBe('There is no step "pars" to change.');
  });

  it('steps that are not there, with those there are where none is near', () => {
    const unknown: Edit[] = [{ kind: 'scale', stepId: '__proto__', factor: 1 }];
    expect(() => whatIf(chain, unknown)).toThrow(
      expect.objectContaining({
        message: 'There is no step "__proto__" to change.',
        hint: 'The steps are "fetch", "parse", "rank", "mail".',
      }),
    );
    const many = viewOf(gantt`
      a: =
      b: =
      c: =
      d: =
      e: =
      f: =
    `);
    expect(() => whatIf(many, [{ kind: 'scale', stepId: 'say "go"', factor: 1 }])).toThrow(
      expect.objectContaining({
        message: 'There is no step "say \\"go\\"" to change.',
        hint: 'The steps are "a", "b", "c", "d", "e" and 1 more.',
      }),
    );
  });

  it('each kind of value with a hint of its own', () => {
    const stepId = 'fetch';
    expect(() => whatIf(chain, [{ kind: 'retries', stepId, maxAttempts: 1.5 }])).toThrow(
      expect.objectContaining({
        hint: 'The first attempt counts: 1 is no retry, 3 are two retries at most.',
      }),
    );
    expect(() => whatIf(chain, [{ kind: 'scale', stepId, factor: -1 }])).toThrow(
      expect.objectContaining({ hint: 'A factor of 0.5 halves its time, one of 2 doubles it.' }),
    );
  });

  it('values out of bounds', () => {
    const stepId = 'fetch';
    expect([
      refusal({ kind: 'scale', stepId, factor: -1 }),
      refusal({ kind: 'replace', stepId, durationMs: Number.NaN }),
      refusal({ kind: 'cache', stepId, hitRate: 1.5 }),
      refusal({ kind: 'cache', stepId, hitRate: 0.5, hitCostMs: -1 }),
      refusal({ kind: 'timeout', stepId, timeoutMs: -1 }),
      refusal({ kind: 'retries', stepId, maxAttempts: 0 }),
      refusal({ kind: 'retries', stepId, maxAttempts: 2, backoffMs: -1 }),
      refusal({ kind: 'scale', stepId, factor: Infinity }),
      refusal({ kind: 'replace', stepId, durationMs: Infinity }),
      refusal({ kind: 'cache', stepId, hitRate: 0.5, hitCostMs: Infinity }),
      refusal({ kind: 'retries', stepId, maxAttempts: 2, backoffMs: Number.NaN }),
      refusal({ kind: 'pool', resource: 'gpus', capacity: -1 }),
      refusal({ kind: 'resources', stepId, requirements: { gpus: Number.NaN } }),
    ]).toEqual([
      'Cannot change step "fetch" so: it takes a factor of 0 or more, not -1.',
      'Cannot change step "fetch" so: it takes a duration of 0 ms or more, not NaN ms.',
      'Cannot change step "fetch" so: it takes a hit rate between 0 and 1, not 1.5.',
      'Cannot change step "fetch" so: it takes a hit that takes 0 ms or more, not -1 ms.',
      'Cannot change step "fetch" so: it takes a timeout of 0 ms or more, not -1 ms.',
      'Cannot change step "fetch" so: it takes a whole number of attempts, 1 or more, not 0.',
      'Cannot change step "fetch" so: it takes a back-off of 0 ms or more, not -1 ms.',
      'Cannot change step "fetch" so: it takes a factor of 0 or more, not Infinity.',
      'Cannot change step "fetch" so: it takes a duration of 0 ms or more, not Infinity ms.',
      'Cannot change step "fetch" so: it takes a hit that takes 0 ms or more, not Infinity ms.',
      'Cannot change step "fetch" so: it takes a back-off of 0 ms or more, not NaN ms.',
      'The pool "gpus" must be 0 or more, not -1.',
      'What step "fetch" needs of "gpus" must be 0 or more, not NaN.',
    ]);
  });

  it('two changes that contradict each other, but not one said twice', () => {
    const stepId = 'fetch';
    expect([
      refusal({ kind: 'replace', stepId, durationMs: 1 }, { kind: 'replace', stepId, durationMs: 2 }),
      refusal({ kind: 'timeout', stepId, timeoutMs: 1 }, { kind: 'timeout', stepId, timeoutMs: 2 }),
      refusal({ kind: 'retries', stepId, maxAttempts: 1 }, { kind: 'retries', stepId, maxAttempts: 2 }),
      refusal({ kind: 'cache', stepId, hitRate: 0.1 }, { kind: 'cache', stepId, hitRate: 0.2 }),
      refusal({ kind: 'pool', resource: 'gpus', capacity: 1 }, { kind: 'pool', resource: 'gpus', capacity: 2 }),
      refusal(
        { kind: 'resources', stepId, requirements: { gpus: 0 } },
        { kind: 'resources', stepId, requirements: { gpus: 1 } },
      ),
      refusal({ kind: 'replace', stepId, durationMs: 1 }, { kind: 'replace', stepId, durationMs: 1 }),
      refusal({ kind: 'scale', stepId, factor: 1 }, { kind: 'scale', stepId, factor: 2 }),
    ]).toEqual([
      'Two changes of step "fetch" contradict each other: each gives another duration.',
      'Two changes of step "fetch" contradict each other: each gives another timeout.',
      'Two changes of step "fetch" contradict each other: each gives another limit of attempts.',
      'Two changes of step "fetch" contradict each other: each gives another cache.',
      'Two changes of the pool "gpus" contradict each other: each gives another size.',
      'Two changes of step "fetch" contradict each other: each gives another need of "gpus".',
      undefined,
      undefined,
    ]);
  });

  it('a kind of change that there is not', () => {
    // As read from a file.
    const unknown = { kind: 'skip', stepId: 'fetch' } as unknown as Edit;
    expect(() => whatIf(chain, [unknown])).toThrow(
      expect.objectContaining({ code: 'FAULTLINE_USAGE', message: 'There is no change of the kind "skip".' }),
    );
  });

  it.each([-5, Number.NaN])('pools of %d', (capacity) => {
    expect(() => whatIf(chain, [], { pools: new Map([['gpus', capacity]]) })).toThrow(
      expect.objectContaining({
        code: 'FAULTLINE_USAGE',
        message: `The pool "gpus" must be 0 or more, not ${capacity}.`,
      }),
    );
  });
});

it('says where the definition holds a circle', () => {
  const circular = viewOf(
    gantt`fetch: ==`,
    defineWorkflow({ id: 'drawn', steps: { fetch: { needs: ['parse'] }, parse: { needs: ['fetch'] } } }),
  );
  expect(whatIf(circular, []).notes).toEqual([
    'In the definition "fetch", "parse" wait for each other in a circle: what it says of them was used all the same.',
  ]);
});
