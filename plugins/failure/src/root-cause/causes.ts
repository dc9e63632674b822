import { z } from 'zod';
import { defineAnalysis, formatQuantity, type RunView } from '@faultline/core';
import { baselines, type Baselines } from '@faultline/facts';
import type { Block } from '@faultline/model';
import { placeText, reasonsText } from './candidate-text.ts';
import { diagnosisOf } from './diagnosis.ts';
import type { RootCandidate } from './root-causes.ts';
import { seenBefore, seenBeforeSchema, seenBeforeText } from './seen-before.ts';

const candidateSchema = z.strictObject({
  kind: z.enum(['step', 'resource', 'clock', 'clocks']),
  name: z.string().describe('The step, resource or clock; of two clocks both, quoted.'),
  place: z.string().describe('In words.'),
  executionId: z.string().nullable(),
  probability: z.number(),
  reasons: z.string().describe('The weightiest clues in words.'),
  clues: z.array(z.strictObject({ says: z.string(), logFactor: z.number() })),
});

const schema = z.strictObject({
  roots: z
    .array(candidateSchema)
    .describe('Faults found. The probabilities are joint: that of the first, of the first two together, and so on.'),
  candidates: z.array(candidateSchema).describe('For the first fault, most probable first.'),
  outside: z.number().describe('The probability that it is at nothing that the trace shows.'),
  nowhere: z.number().describe('The probability that nothing is wrong.'),
  before: seenBeforeSchema.nullable().describe('Earlier failures of the first fault. null: it is no step.'),
  delay: z
    .strictObject({ tookMs: z.number(), usualMs: z.number().describe('The median.'), runs: z.int() })
    .nullable()
    .describe('How long the run took beside earlier ones. null: something failed, or nothing was learned.'),
});

/** What broke first. */
export const rootCauseSection = defineAnalysis({
  id: 'failure/causes',
  description: 'Ranks what may have broken first, with probabilities and what speaks for each.',
  chapter: 'failures',
  title: 'Which step, resource or clock is at fault',
  schema,
  uses: { baselines },
  analyze(run, context) {
    const { roots, candidates, outside, nowhere } = diagnosisOf(run, context);
    if (nowhere > 0.5) return undefined;
    const { baselines: learned } = context.learned;
    const [first] = roots;
    return {
      roots: roots.map(described),
      candidates: candidates.map(described),
      outside,
      nowhere,
      before: first === undefined ? null : seenBefore(run, first, learned),
      delay: delayOf(run, learned),
    };
  },
  present: (value) => [{ type: 'text', text: verdict(value) }, table(value)],
  sumUp(value) {
    const { roots, before, delay } = value;
    if (roots.length === 0) return [{ topic: 'unknown', text: `What broke first is not known: ${sharesText(value)}.` }];
    return [
      ...(delay === null ? [] : [{ topic: 'propagation' as const, text: delayText(delay) }]),
      ...(before === null ? [] : [{ topic: 'history' as const, text: seenBeforeText(before) }]),
    ];
  },
});

type Value = z.infer<typeof schema>;

function verdict({ roots: [first, ...others], candidates, outside }: Value): string {
  if (first !== undefined)
    return [`Most likely ${textOf(first)}.`, ...others.map((root) => `Also ${textOf(root)}.`)].join(' ');
  if (outside >= 0.5)
    return `Most likely outside of the trace (${formatQuantity(outside, 'share')}): nothing in it shows a fault of its own.`;
  return `Cannot tell: ${sharesText({ candidates, outside })}.`;
}

/** What comes into question, most probable first: `outside of the trace 67 %, step "search" 22.3 %`. */
const sharesText = ({ candidates, outside }: Pick<Value, 'candidates' | 'outside'>): string =>
  [...candidates, { place: 'outside of the trace', probability: outside }]
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, 3)
    .map(({ place, probability }) => `${place} ${formatQuantity(probability, 'share')}`)
    .join(', ');

/** What a fault did that made nothing fail. */
function delayOf({ workflowId, startMs, untilMs, failed }: RunView, learned: Baselines): Value['delay'] {
  const usual = learned.ofRun(workflowId, 'durationMs');
  if (failed.length > 0 || usual === undefined) return null;
  return { tookMs: untilMs - startMs, usualMs: usual.quantile(0.5), runs: learned.runsOf(workflowId) };
}

const delayText = ({ tookMs, usualMs, runs }: NonNullable<Value['delay']>): string =>
  `Nothing failed. The run took ${formatQuantity(tookMs, 'ms')}; half of ${runs} earlier runs took at most ${formatQuantity(usualMs, 'ms')}.`;

const textOf = ({ place, probability, reasons }: z.infer<typeof candidateSchema>): string =>
  `${place} (${formatQuantity(probability, 'share')}): ${reasons}`;

const table = ({ candidates }: Value): Block => ({
  type: 'table',
  columns: ['candidate', 'probability', 'seen there'],
  rows: candidates.map((candidate) => [
    candidate.place,
    { value: candidate.probability, unit: 'share' },
    candidate.clues
      .slice(0, 3)
      .map(({ says }) => says.replace(/\.$/, ''))
      .join('; '),
  ]),
});

function described(candidate: RootCandidate): z.infer<typeof candidateSchema> {
  const { place, execution, probability, clues } = candidate;
  return {
    kind: place.kind,
    name: place.kind === 'step' ? place.stepId : place.name,
    executionId: execution?.id ?? null,
    place: placeText(place),
    probability,
    reasons: reasonsText(candidate),
    clues: clues.map(({ says, asRoot }) => ({ says, logFactor: asRoot })),
  };
}
