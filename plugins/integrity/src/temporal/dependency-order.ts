import { z } from 'zod';
import { defineValidator, firstPlaces, measured, type RunView } from '@faultline/core';
import { DROP_REASONS, fact, scheduleNotes } from '@faultline/graph';
import type { EdgeOrigin, StepExecution } from '@faultline/model';
import { isStillOpen } from '../is-still-open.ts';
import { among, worstBy, type Offence } from '../worst-by.ts';
import { hasBegun } from '../has-begun.ts';

/** Reports what started before something that it needed had ended. */
export const dependencyOrder = defineValidator({
  id: 'integrity/dependency-order',
  description: 'Reports executions that started before an execution they needed had ended.',
  advice: 'Make each step wait for the steps it needs, or take the dependency out of the definition.',
  doubtsTrace: true,
  severity: 'error',
  options: z.strictObject({
    toleranceMs: z
      .number()
      .nonnegative()
      .default(1)
      .describe('Overlap in milliseconds that is taken for the resolution of the clocks.'),
  }),
  messages: {
    early: 'Step "{{step}}" started {{early:ms}} before its dependency "{{dependency}}" ended{{among}}.',
  },
  validate(run, { options, report }) {
    const pairs = worstBy(contradictions(run, options.toleranceMs), ({ execution, needed }) =>
      JSON.stringify([needed.stepId, execution.stepId]),
    );
    for (const { worst, count, executions } of pairs.values()) {
      const { execution, needed, origin, excess } = worst;
      report({
        messageId: 'early',
        at: firstPlaces([...new Set([execution, needed, ...executions])]),
        severity: origin === 'declared' ? 'error' : 'warning',
        data: { step: execution.stepId, dependency: needed.stepId, early: excess, among: among(count) },
        evidence: [
          { type: 'edge', from: needed.id, to: execution.id, origin },
          measured('overlapMs', excess, 'ms', execution),
        ],
      });
    }
  },
});

interface Contradiction extends Offence {
  readonly needed: StepExecution;
  readonly origin: EdgeOrigin;
}

/** In order of the graph's nodes, not of the edges as they were written. O(E log E). */
function contradictions(run: RunView, toleranceMs: number): readonly Contradiction[] {
  return [...againstTheClock(run)]
    .filter(({ excess, needed, execution }) => {
      const isEndKnown = needed.endMs !== undefined || isStillOpen(run);
      return excess > toleranceMs && isEndKnown && hasBegun(execution);
    })
    .toSorted(
      (a, b) => run.nodeOf(a.execution) - run.nodeOf(b.execution) || run.nodeOf(a.needed) - run.nodeOf(b.needed),
    );
}

/**
 * What the schedule left out because of the clock. Where a definition asks for an end, any overlap counts; between
 * executions that are linked in another way it may be a stream, so only those count that started no later.
 */
function* againstTheClock(run: RunView): Generator<Contradiction> {
  const { dropped } = scheduleNotes(run);
  for (let at = 0; at < dropped.edge.length; at++) {
    const reason = DROP_REASONS[dropped.reason[at]!];
    if (reason !== 'overlap' && reason !== 'reversed') continue;
    const execution = run.executions[dropped.to[at]!];
    const known = provenance(run, dropped.edge[at]!, dropped.from[at]!);
    if (execution === undefined || known === undefined) continue;
    const { needed, origin } = known;
    const excess = needed.startMs + run.durationMs(needed) - execution.startMs;
    if (origin === 'declared' || execution.startMs <= needed.startMs) yield { execution, needed, origin, excess };
  }
}

/** The rows of a run's edges are its dependencies, then its joins. What waited for a join waited for its last. */
function provenance(
  run: RunView,
  edge: number,
  from: number,
): { readonly needed: StepExecution; readonly origin: EdgeOrigin } | undefined {
  const dependency = run.dependencies[edge];
  const origin = dependency?.origin ?? run.joins[from - run.executionCount]?.origin;
  const needed = run.executions[from] ?? run.executions[lastOfJoins(run).get(from) ?? -1];
  const isJudged = dependency?.kind !== 'retry' && origin !== 'temporal';
  return origin !== undefined && needed !== undefined && isJudged ? { needed, origin } : undefined;
}

/** By join: the node that ended last of those it joins. O(E). */
const lastOfJoins = fact((run: RunView): ReadonlyMap<number, number> => {
  const last = new Map<number, number>();
  for (let edge = run.dependencies.length; edge < run.edges.to.length; edge++) {
    const [from, to] = [run.edges.from[edge]!, run.edges.to[edge]!];
    if (to < run.executionCount) continue;
    const known = last.get(to);
    if (known === undefined || run.endNs[from]! > run.endNs[known]!) last.set(to, from);
  }
  return last;
});
