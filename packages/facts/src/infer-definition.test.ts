import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { DROP_REASONS, scheduleNotes } from '@faultline/graph';
import type { Run } from '@faultline/model';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import { DefinitionSurvey } from './definition-survey.ts';
import { inferDefinition, type InferredDefinition } from './infer-definition.ts';

function inferred(...runs: readonly Run[]): InferredDefinition {
  const survey = new DefinitionSurvey();
  for (const run of runs) survey.add(viewOf(run));
  return inferDefinition(survey, 'w');
}

const drawn = ({ steps }: InferredDefinition): readonly string[] =>
  steps.map(
    ({ id, isOptional, dependencies }) =>
      `${id}${isOptional ? '?' : ''} <- ${dependencies.map(({ on, runs, recorded }) => `${on} ${recorded}/${runs}`).join(', ')}`,
  );

const execution = (id: string, startMs: number, endMs: number, parentId?: string) =>
  ({ id, stepId: id, startMs, endMs, status: 'completed', ...(parentId !== undefined && { parentId }) }) as const;

describe('dependencies', () => {
  it('are what always came first, where nothing is recorded', () => {
    const runs = [
      gantt`
        fetch: ==
        look : ===
        merge:    ==
        write:      ==
      `,
      gantt`
        fetch: ====
        look : ==
        merge:     ==
        write:       ==
      `,
    ];
    expect(drawn(inferred(...runs))).toEqual([
      'fetch <- ',
      'look <- ',
      'merge <- fetch 0/2, look 0/2',
      'write <- merge 0/2',
    ]);
  });

  it('are what is recorded, where something is', () => {
    const run = gantt`
      fetch: ==
      look : ==
      merge:    ==  <- fetch
    `;
    expect(drawn(inferred(run))).toEqual(['fetch <- ', 'look <- ', 'merge <- fetch 1/1']);
  });

  it('do not contradict any run', () => {
    const runs = [
      gantt`
        fetch: ==
        merge:   ==  <- fetch
      `,
      gantt`
        fetch: =====
        merge:   ==
      `,
    ];
    expect(drawn(inferred(...runs))).toEqual(['fetch <- ', 'merge <- ']);
  });

  it('that follow from others are left out, but not those that hold without an optional step', () => {
    const whole = gantt`
      fetch: ==
      check:   ==
      write:     ==
      send :       ==
    `;
    const without = gantt`
      fetch: ==
      write:     ==
      send :       ==
    `;
    expect(drawn(inferred(whole, without))).toEqual([
      'fetch <- ',
      'check? <- fetch 0/1',
      'write <- fetch 0/2, check 0/1',
      'send <- write 0/2',
    ]);
  });

  it('hold item by item where both steps ran for the same items', () => {
    const run = gantt`
      map[a]  : ==
      check[a]:   ==
      map[b]  :   ====
      check[b]:       ==
    `;
    expect(drawn(inferred(run))).toEqual(['map <- ', 'check <- map 0/1']);
  });

  it('are lifted to the steps between which they lead', () => {
    const survey = new DefinitionSurvey();
    const run = gantt`a: =`;
    survey.add(
      viewOf({
        ...run,
        executions: [
          execution('agent', 0, 9),
          execution('plan', 0, 3, 'agent'),
          execution('model', 1, 2, 'plan'),
          execution('rest', 0, 4, 'agent'),
          execution('act', 5, 9, 'agent'),
          execution('tool', 6, 8, 'act'),
        ].map((one) => ({ ...run.executions[0], ...one })),
        edges: [{ from: 'model', to: 'tool', origin: 'dataflow', kind: 'needs' }],
      }),
    );
    expect(drawn(inferDefinition(survey, 'w'))).toEqual(['plan <- ', 'rest <- ', 'act <- plan 1/1']);
  });

  it('never make a circle, and none of them is against the clock in the runs they come from', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRun, { minLength: 1, maxLength: 4 }), (runs) => {
        const { definition, steps } = inferred(...runs);
        const places = new Map(steps.map(({ id }, at) => [id, at]));
        for (const { id, dependencies } of definition.steps)
          for (const { on } of dependencies) expect(places.get(on)).toBeLessThan(places.get(id) ?? -1);
        for (const run of runs) {
          const view = viewOf({ ...run, edges: [], joins: [] }, definition);
          const { dropped } = scheduleNotes(view);
          const contradictions = [...dropped.edge].filter(
            (edge, at) =>
              (view.dependencies[edge]?.origin ?? 'declared') === 'declared' &&
              ['overlap', 'reversed'].includes(DROP_REASONS[dropped.reason[at]]),
          );
          expect(contradictions).toEqual([]);
        }
      }),
    );
  });
});

describe('steps', () => {
  it('that a completed run did without are optional; a run that failed tells nothing', () => {
    const failed = gantt`
      fetch: =x
    `;
    const whole = gantt`
      fetch: ==
      write:   ==
    `;
    expect(drawn(inferred(whole, failed))).toEqual(['fetch <- ', 'write <- fetch 0/1']);
  });

  it('expect what is usual, rounded to two digits, and a 95th percentile from 20 executions on', () => {
    const [few] = inferred(gantt`fetch: ===`).definition.steps;
    expect([few?.expectedDurationMs, few?.baseline]).toEqual([3, {}]);
    const runs = Array.from({ length: 20 }, (_, at) => {
      const run = gantt`fetch: =`;
      return {
        ...run,
        id: `run ${at}`,
        executions: run.executions.map((one) => ({ ...one, endMs: one.startMs + 100 + at })),
      };
    });
    const [many] = inferred(...runs).definition.steps;
    expect([many?.expectedDurationMs, many?.baseline]).toEqual([110, { durationMs: { p50: 110, p95: 120 } }]);
  });

  it('whose names are new in every run are bounded', () => {
    const survey = new DefinitionSurvey();
    for (let at = 0; at < 600; at++) {
      const run = gantt`a: =`;
      survey.add(viewOf({ ...run, executions: run.executions.map((one) => ({ ...one, stepId: `step ${at}` })) }));
    }
    expect([survey.steps.size, survey.leftOut.size]).toEqual([500, 100]);
  });

  it('of no run are none', () => {
    expect(inferDefinition(new DefinitionSurvey(), 'w').steps).toEqual([]);
  });
});
