import { z } from 'zod';
import { defineAnalysis, hasTimes, type RunView } from '@faultline/core';
import {
  baselines,
  defaultPropagationRules,
  failureFates,
  failureRoots,
  propagationOf,
  propagationRuleSchema,
  type FailureRoot,
  type Propagation,
} from '@faultline/facts';
import { diagnosisOf } from '../root-cause/diagnosis.ts';
import { propagationBlocks } from './propagation-blocks.ts';
import { spreadOf, spreadSchema } from './spread.ts';
import { takenDown } from './taken-down.ts';

const schema = z.strictObject({
  steps: z.int().describe('Steps of the run and of its definition.'),
  down: z
    .int()
    .describe('Steps that failed, did not run or never ran because of a failure, those where one began with them.'),
  wastedMs: z.number().nullable().describe('Work that failed or was thrown away. null: no times were recorded.'),
  wastedTokens: z.number(),
  wastedUsd: z.number(),
  began: z
    .array(z.strictObject({ stepId: z.string(), failures: z.int() }))
    .describe('Steps with which failures began that were not mended.'),
  roots: z.array(spreadSchema).describe('The worst first.'),
  rootsLeft: z.int(),
});

/** What the section says, for programs. */
export type PropagationValue = z.infer<typeof schema>;

/** How far each failure went, where it stopped, and what it cost. */
export const propagationSection = defineAnalysis({
  id: 'failure/propagation',
  description: 'Follows each failure from where it began to its last effect: path, blast radius, containment, waste.',
  chapter: 'failures',
  title: 'How far it went, and what it cost',
  schema,
  options: z.strictObject({
    rules: z
      .array(propagationRuleSchema)
      .default([...defaultPropagationRules])
      .describe('How far failures go over dependencies: the first line that fits counts. Replaces the whole table.'),
    maxRoots: z.int().positive().default(5).describe('The most failures to follow.'),
  }),
  uses: { baselines },
  analyze(run, context) {
    const { options, checkpoint } = context;
    const roots = failureRoots(run);
    if (roots.length === 0) return undefined;
    const all: Propagation[] = [];
    for (const root of roots) {
      checkpoint();
      all.push(propagationOf(run, root, options.rules));
    }
    const worst = all.toSorted((a, b) => rankOf(a) - rankOf(b) || reachOf(b) - reachOf(a)).slice(0, options.maxRoots);
    const sum = (figure: (wasted: Propagation['wasted']) => number): number =>
      all.reduce((total, { wasted }) => total + figure(wasted), 0);
    const causes = new Set(diagnosisOf(run, context).roots.flatMap(({ execution }) => execution ?? []));
    return {
      steps: stepsOf(run).size,
      down: new Set(all.flatMap(downOf)).size,
      wastedMs: hasTimes(run) ? sum(({ failedMs, discardedMs }) => failedMs + discardedMs) : null,
      wastedTokens: sum(({ tokens }) => tokens),
      wastedUsd: sum(({ costUsd }) => costUsd),
      began: [...Map.groupBy(roots.filter(isLasting), ({ execution }) => execution.stepId)].map(
        ([stepId, { length }]) => ({ stepId, failures: length }),
      ),
      roots: worst.map((propagation) => spreadOf(run, causes, propagation)),
      rootsLeft: roots.length - worst.length,
    };
  },
  present: propagationBlocks,
  sumUp(value) {
    const text = takenDown(value);
    return text === undefined ? [] : [{ topic: 'propagation', text }];
  },
});

const isLasting = ({ fate }: FailureRoot): boolean => fate !== 'recovered';
const rankOf = ({ root }: Propagation): number => failureFates.indexOf(root.fate);
const reachOf = ({ failed, skipped, neverRan, withoutInput }: Propagation): number =>
  failed.length + skipped.length + neverRan.length + withoutInput.length;

const stepsOf = (run: RunView): ReadonlySet<string> =>
  new Set([...run.executions.map(({ stepId }) => stepId), ...(run.definition?.steps ?? []).map(({ id }) => id)]);

/** A step whose failure was mended is not down. */
const downOf = ({ root, failed, skipped, neverRan }: Propagation): readonly string[] =>
  root.fate === 'recovered'
    ? []
    : [root.execution, ...failed, ...skipped].map(({ stepId }) => stepId).concat(neverRan.map(({ id }) => id));
