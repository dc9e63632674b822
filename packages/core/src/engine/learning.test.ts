import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineLearner } from '../plugin/learner.ts';
import { AnalysisEngine } from './engine.ts';

/** How many executions each status was seen with. */
const statuses = defineLearner({
  id: 'acme/statuses',
  description: 'How many executions each status was seen with.',
  version: 2,
  state: z.record(z.string(), z.int()),
  empty: (): Record<string, number> => ({}),
  add(state, run) {
    for (const { status } of run.executions) state[status] = (state[status] ?? 0) + 1;
    return state;
  },
  merge(into, from) {
    for (const [status, times] of Object.entries(from)) into[status] = (into[status] ?? 0) + times;
    return into;
  },
  view: (state) => state,
});

/** Which runs it has seen of those whose context has a key. */
const seen = (id: `acme/${string}`, wants: string) =>
  defineLearner({
    id,
    description: 'Which runs it has seen.',
    version: 1,
    state: z.array(z.string()),
    empty: (): string[] => [],
    add: (state, { id: runId, context }) => (wants in context ? [...state, runId] : state),
    merge: (a, b) => [...a, ...b].toSorted(),
    knows: (state, { id: runId, context }) => (wants in context ? state.includes(runId) : undefined),
    runsInBoth: (a, b) => a.filter((runId) => b.includes(runId)).length,
    remarks: (state) => (state.length > 1 ? [`"${id}" has seen ${state.length} runs.`] : []),
    view: (state) => state,
  });

const engine = new AnalysisEngine([{ name: 'acme', learners: [statuses] }]);
const run = gantt`fetch: ==`;
const stored = (version: number, state: unknown) => ({ 'acme/statuses': { version, state } });

describe('learning', () => {
  it('gives the same from halves, in either order, as from the whole', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRun, { maxLength: 6 }), fc.nat(6), (runs, at) => {
        const learnt = (some: typeof runs) => {
          const learning = engine.learning();
          for (const one of some) learning.add(engine.viewOf(one));
          return learning;
        };
        const whole = learnt(runs).state();
        const later = learnt(runs.slice(at));
        later.include(learnt(runs.slice(0, at)).state());
        expect(later.state()).toEqual(whole);
      }),
    );
  });

  it('leaves what it includes as it is', () => {
    const before = stored(2, { completed: 1 });
    const learning = engine.learning();
    expect(learning.include(before)).toEqual({ discarded: [], unknown: [], repeatedRuns: 0 });
    learning.add(engine.viewOf(run));
    expect(learning.state()).toEqual(stored(2, { completed: 2 }));
    expect(before).toEqual(stored(2, { completed: 1 }));
  });

  it('says what it cannot take over: of another version, of another form, of a learner that nobody provides', () => {
    const learning = engine.learning();
    const discarded = { discarded: ['acme/statuses'], unknown: [], repeatedRuns: 0 };
    expect(learning.include(stored(1, {}))).toEqual(discarded);
    expect(learning.include(stored(2, { completed: 'many' }))).toEqual(discarded);
    expect(learning.include({ 'gone/learner': { version: 1, state: {} } })).toEqual({
      discarded: [],
      unknown: ['gone/learner'],
      repeatedRuns: 0,
    });
    expect(learning.state()).toEqual(stored(2, {}));
  });

  it('adds a run that is known to those who say that they do not know it, and to no other', () => {
    const learners = [statuses, seen('acme/regions', 'region'), seen('acme/labels', 'label')];
    const twoOfThree = new AnalysisEngine([{ name: 'acme', learners }]);
    const learning = twoOfThree.learning();
    const first = twoOfThree.viewOf({ ...run, context: { region: 'north' } });
    learning.add(first);
    expect([learning.knows(first), learning.complete(first)]).toEqual([true, false]);
    const labelled = twoOfThree.viewOf({ ...run, context: { region: 'north', label: 'e1' } });
    expect([learning.knows(labelled), learning.complete(labelled), learning.complete(labelled)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(learning.state()).toEqual({
      'acme/statuses': { version: 2, state: { completed: 1 } },
      'acme/regions': { version: 1, state: [run.id] },
      'acme/labels': { version: 1, state: [run.id] },
    });
  });

  it('says how many runs had been learned before, and what learners have to say', () => {
    const learners = [statuses, seen('acme/regions', 'region'), seen('acme/labels', 'label')];
    const three = new AnalysisEngine([{ name: 'acme', learners }]);
    const learnt = (...ids: readonly string[]) => {
      const learning = three.learning();
      for (const id of ids) learning.add(three.viewOf({ ...run, id, context: { region: 'north' } }));
      return learning;
    };
    const learning = learnt('a', 'b');
    expect(learning.include(learnt('b', 'c').state())).toEqual({ discarded: [], unknown: [], repeatedRuns: 1 });
    expect(learning.remarks()).toEqual(['"acme/regions" has seen 4 runs.']);
    expect(learnt('a').remarks()).toEqual([]);
  });
});
