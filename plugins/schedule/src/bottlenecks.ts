import { z } from 'zod';
import { defineAnalysis, formatQuantity, hasTimes, quoted, type RunView, timesOf } from '@faultline/core';
import { runSample, stepIndex } from '@faultline/facts';
import { drag } from '@faultline/graph';
import type { Block, Cell, StepExecution } from '@faultline/model';
import { criticalityOf, criticalitySchema, type CriticalityHistory } from './criticality.ts';
import { foremost } from './foremost.ts';
import { msOf } from './nanoseconds.ts';
import { ownGain, ownTimes } from './own-gains.ts';
import { qualified, timesSchema } from './recorded-times.ts';
import { gainWithout } from './step-gains.ts';
import { stepLevel } from './step-level.ts';

const stepSchema = z.strictObject({
  stepId: z.string(),
  gainMs: z
    .number()
    .describe('How much sooner the run would end if its executions took no time themselves, what they called staying.'),
  share: z.number().describe('The gain as a share of the makespan.'),
  withCalledMs: z
    .number()
    .nullable()
    .describe('The gain if what they called took no time either. null: one of them stands around all steps.'),
  executions: z.int(),
  critical: z.int().describe('How many of them own a part of the critical path.'),
  worst: z
    .strictObject({
      executionId: z.string(),
      dragMs: z.number().nullable().describe('The gain if it took no time. null: too many to compute.'),
      selfDragMs: z.number().nullable().describe('The gain if its own work took no time, what it called staying.'),
      waitDragMs: z.number().describe('The gain if it had started as soon as all it needed was there.'),
    })
    .describe('The execution that owns most of the critical path.'),
  history: criticalitySchema.nullable().describe('null: too little history.'),
});

const schema = z.strictObject({
  makespanMs: z.number(),
  times: timesSchema,
  steps: z.array(stepSchema).describe('Largest gain first.'),
  left: z.int().describe('Further steps on the critical path.'),
  history: z
    .strictObject({
      runs: z.int().describe('Earlier runs looked at.'),
      tailRuns: z.int().describe('Those of them from the 95th percentile of the makespan on.'),
      p95Ms: z.number(),
    })
    .nullable(),
});

type Value = z.infer<typeof schema>;
type Step = z.infer<typeof stepSchema>;

/** Steps by what the run would gain without what they do themselves. */
export const bottlenecksSection = defineAnalysis({
  id: 'schedule/bottlenecks',
  description:
    'Ranks steps by how much sooner the run would end without what they do themselves, and says how often they are critical.',
  chapter: 'performance',
  title: 'Bottlenecks',
  schema,
  options: z.strictObject({
    maxSteps: z.int().positive().default(5).describe('The most steps to list. Each may take a schedule of the run.'),
  }),
  uses: { runs: runSample },
  analyze(run, { options, learned }) {
    if (!hasTimes(run)) return undefined;
    const history = criticalityOf(learned.runs, run);
    const { ranked, left } = largestGains(run, options.maxSteps);
    if (ranked.length === 0) return undefined;
    return {
      makespanMs: msOf(run.untilNs - run.fromNs),
      times: timesOf(run),
      steps: ranked.map(({ step, gainNs }) => stepOf(run, step, gainNs, history)),
      left,
      history: history === undefined ? null : { runs: history.runs, tailRuns: history.tailRuns, p95Ms: history.p95Ms },
    };
  },
  present: (value) => [{ type: 'text', text: verdict(value) }, table(value), ...notes(value)],
});

interface Ranked {
  readonly step: number;
  readonly gainNs: number;
}

/**
 * A gain is at most the time on the path, so that steps are looked at in order of that, until none that is left can be
 * among the first.
 */
function largestGains(run: RunView, limit: number): { readonly ranked: readonly Ranked[]; readonly left: number } {
  const { onPathNs } = ownTimes(run);
  const ranked: Ranked[] = [];
  for (const step of foremost(onPathNs.length, MOST_COMPUTED, (a, b) => onPathNs[b]! - onPathNs[a]!)) {
    const least = ranked[limit - 1];
    if (onPathNs[step] === 0 || (least !== undefined && least.gainNs >= onPathNs[step]!)) break;
    const gainNs = ownGain(run, step);
    if (gainNs <= 0) continue;
    ranked.push({ step, gainNs });
    ranked.sort((a, b) => b.gainNs - a.gainNs || a.step - b.step);
    if (ranked.length > limit) ranked.pop();
  }
  const count = onPathNs.reduce((sum, ns) => sum + (ns > 0 ? 1 : 0), 0);
  return { ranked, left: count - ranked.length };
}

/** Where other ways through the run are nearly as long, time on the path says little about the gain. */
const MOST_COMPUTED = 20;

function stepOf(run: RunView, step: number, gainNs: number, history: CriticalityHistory | undefined): Step {
  const { critical, longest } = ownTimes(run);
  const { dragNs, selfDragNs, waitDragNs } = drag(run);
  const node = longest[step]!;
  const stepId = stepIndex(run).ids[step]!;
  const executions = run.executionsOf(stepId);
  return {
    stepId,
    gainMs: msOf(gainNs),
    share: gainNs / (run.untilNs - run.fromNs),
    withCalledMs: standsAround(run, executions) ? null : msOf(gainWithout(run, step)),
    executions: executions.length,
    critical: critical[step]!,
    worst: {
      executionId: run.executions[node]!.id,
      dragMs: msOrNull(dragNs[node]!),
      selfDragMs: msOrNull(selfDragNs[node]!),
      waitDragMs: msOf(waitDragNs[node]!),
    },
    history: history?.of(stepId) ?? null,
  };
}

const standsAround = (run: RunView, executions: readonly StepExecution[]): boolean =>
  executions.some((execution) => stepLevel(run)[run.nodeOf(execution)]! < 0);

const msOrNull = (ns: number): number | null => (Number.isNaN(ns) ? null : msOf(ns));

function verdict({ steps, times }: Value): string {
  const [first, second] = steps;
  // A section has at least one step.
  const { gainMs, share } = first!;
  const next = second === undefined ? '' : `; without ${workOf(second)} ${formatQuantity(second.gainMs, 'ms')}`;
  const gain = `${formatQuantity(gainMs, 'ms')} (${formatQuantity(share, 'share')})`;
  return qualified(`Without ${workOf(first!)} the run would end ${gain} sooner${next}.`, times);
}

/** A step that called others is not what has to go. */
const workOf = ({ stepId, gainMs, withCalledMs }: Step): string =>
  gainMs === withCalledMs ? quoted(stepId) : `what ${quoted(stepId)} does itself`;

function table({ steps, history }: Value): Block {
  const past = history === null ? [] : ['Critical in', 'Of slow runs'];
  const hasCallers = steps.some(({ gainMs, withCalledMs }) => gainMs !== withCalledMs);
  return {
    type: 'table',
    columns: ['Step', 'Gain', 'Share', ...(hasCallers ? ['With called'] : []), 'Critical', 'Wait', ...past],
    rows: steps.map(({ stepId, gainMs, share, withCalledMs, executions, critical, worst, history: ofStep }) => [
      stepId,
      { value: gainMs, unit: 'ms' },
      { value: share, unit: 'share' },
      ...(hasCallers ? [withCalledMs === null ? '' : ({ value: withCalledMs, unit: 'ms' } satisfies Cell)] : []),
      `${critical} of ${executions}`,
      worst.waitDragMs > 0 ? { value: worst.waitDragMs, unit: 'ms' } : '',
      ...(ofStep === null
        ? []
        : ([
            { value: ofStep.index, unit: 'share' },
            { value: ofStep.tailShare, unit: 'share' },
          ] satisfies Cell[])),
    ]),
  };
}

function notes({ left, history }: Value): Block[] {
  const texts = [
    ...(left > 0 ? [`And ${left} more ${left === 1 ? 'step' : 'steps'} on the critical path.`] : []),
    history === null
      ? 'Too little history to say how often a step is critical.'
      : `From ${history.runs} earlier runs: in how many the step was critical, and its share of the ${slowRuns(history)}.`,
  ];
  return texts.map((text) => ({ type: 'text', text }));
}

function slowRuns({ tailRuns, p95Ms }: NonNullable<Value['history']>): string {
  const took = `which took ${formatQuantity(p95Ms, 'ms')}`;
  return tailRuns === 1 ? `slowest one, ${took}` : `${tailRuns} slowest, ${took} or more`;
}
