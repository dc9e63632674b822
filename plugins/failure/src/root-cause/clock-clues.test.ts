import { viewOf } from '@faultline/core';
import type { Finding } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { orderClues, shiftClues } from './clock-clues.ts';
import type { ClueSources } from './clues.ts';
import { influence } from './influence.ts';
import { isCommon } from './shared.ts';

const tooEarly = (later: string, needed: string): Finding => ({
  id: `${later}-${needed}`,
  ruleId: 'integrity/dependency-order',
  messageId: 'early',
  message: 'Too early.',
  severity: 'error',
  stepIds: [],
  executionIds: [later, needed],
  startMs: 0,
  data: {},
  evidence: [],
  kind: 'validator',
});

const at = (id: string, clock: string, startMs: number, endMs: number) =>
  executionOf({ id, stepId: id, clock, startMs, endMs });

const run = viewOf(
  runOf([
    at('fetch', 'a', 1000, 5000),
    at('parse', 'b', 2000, 3000),
    at('rank', 'b', 3000, 3500),
    at('mail', 'a', 6000, 7000),
  ]),
);
const found = [tooEarly('parse', 'fetch'), tooEarly('rank', 'fetch')];
const sources: ClueSources = {
  hasHistory: false,
  surpriseOf: () => undefined,
  correlationOf: () => 0.1,
  failureRateOf: () => undefined,
  findings: {
    at: (place) => found.filter(({ executionIds }) => 'startMs' in place && executionIds.includes(place.id)),
  },
};

it('tells by how much two clocks disagree, at most, and accuses them as one', () => {
  const { shared } = influence(run);
  const clocks = [...shared].filter(([, one]) => !isCommon(one));
  expect(clocks.map(([, { kind, name }]) => [kind, name])).toEqual([['clocks', '"a" and "b"']]);
  expect(orderClues(run, clocks, sources).map(({ says }) => says)).toEqual(['disagree by 3 s', 'disagree by 3 s']);
});

it('accuses two of more clocks each, because a third may tell which is off', () => {
  const more = viewOf(runOf([...run.executions, at('load', 'c', 100, 900), at('note', 'c', 900, 1000)]));
  expect(orderClues(more, [...influence(more).shared], sources).map(({ says }) => says)).toEqual([
    'disagrees with "a" by 3 s',
    'disagrees with "b" by 3 s',
    'disagrees with "a" by 3 s',
    'disagrees with "b" by 3 s',
  ]);
});

/** Calls on the first clock that are answered on the others, of which the first is off. */
const answered = (caller: string | undefined, clocks: readonly string[], offMs: number) =>
  viewOf(
    runOf([
      executionOf({ id: 'root', ...(caller !== undefined && { clock: caller }), startMs: 0, endMs: 1000 }),
      ...Array.from({ length: 8 }, (_, round) => round * 100).flatMap((fromMs) => [
        executionOf({ id: `call-${fromMs}`, parentId: 'root', startMs: fromMs + 10, endMs: fromMs + 80 }),
        ...clocks.map((clock, index) => {
          const startMs = fromMs + 20 + index + (index === 0 ? offMs : 0);
          return executionOf({
            id: `${clock}-${fromMs}`,
            clock,
            parentId: `call-${fromMs}`,
            startMs,
            endMs: startMs + 50,
          });
        }),
      ]),
    ]),
  );

const toldOf = (view: ReturnType<typeof viewOf>): string[] => {
  const { shared } = influence(view);
  return shiftClues(view, [...shared]).map(({ node, says }) => `${shared.get(node)?.name} ${says}`);
};

it('tells of one shift once: the pair where there are two clocks, the odd one out of more', () => {
  expect(toldOf(answered('a', ['b'], -300))).toEqual(['"a" and "b" differ by 290 ms']);
  expect(toldOf(answered(undefined, ['b'], -300))).toEqual(['"b" and one that is not named differ by 290 ms']);
  expect(toldOf(answered('a', ['b', 'c'], -300))).toEqual(['b was off by 290 ms']);
});
