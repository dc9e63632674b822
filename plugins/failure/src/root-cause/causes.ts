import { z } from 'zod';
import { defineAnalysis, formatQuantity } from '@faultline/core';
import { baselines } from '@faultline/facts';
import type { Block } from '@faultline/model';
import { placeText, reasonsText } from './candidate-text.ts';
import { diagnosisOf } from './diagnosis.ts';
import type { RootCandidate } from './root-causes.ts';
import { mostUnusual, unusualSchema, unusualText } from './most-unusual.ts';
import { runDelay, runDelaySchema, runDelayText } from './run-delay.ts';
import { seenBefore, seenBeforeSchema, seenBeforeText } from './seen-before.ts';

const candidateSchema = z.strictObject({
  kind: z
    .enum(['step', 'resource', 'clock', 'clocks', 'model', 'tool', 'agent', 'service', 'surroundings'])
    .describe('`surroundings`: what all steps share outside of the trace.'),
  name: z.string().describe('The step, or what several share; of two clocks both, quoted.'),
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
  delay: runDelaySchema
    .nullable()
    .describe('How long the run took beside earlier ones. null: something failed, or nothing was learned.'),
  unusual: unusualSchema
    .nullable()
    .describe('Of a run that completed, in which nothing is at fault but detectors warn: what they say. Else null.'),
});

/** What broke first. */
export const rootCauseSection = defineAnalysis({
  id: 'failure/causes',
  description: 'Ranks what may have broken first, with probabilities and what speaks for each.',
  chapter: 'failures',
  title: 'Where the fault is, and what speaks for it',
  schema,
  uses: { baselines },
  analyze(run, context) {
    const { roots, candidates, outside, nowhere } = diagnosisOf(run, context);
    const unusual = nowhere > 0.5 ? mostUnusual(run, context.earlier) : null;
    if (nowhere > 0.5 && unusual === null) return undefined;
    const { baselines: learned } = context.learned;
    const [first] = roots;
    return {
      roots: roots.map(described),
      candidates: candidates.map(described),
      outside,
      nowhere,
      before: first === undefined ? null : seenBefore(run, first, learned),
      delay: runDelay(run, learned),
      unusual,
    };
  },
  present(value) {
    const { unusual, delay } = value;
    if (unusual === null) return [{ type: 'text', text: verdict(value) }, table(value)];
    return [unusualText(unusual), ...(delay === null ? [] : [runDelayText(delay)])].map((text) => ({
      type: 'text',
      text,
    }));
  },
  sumUp(value) {
    const { roots, before, delay, unusual } = value;
    if (unusual !== null)
      return [
        { topic: 'cause', text: unusualText(unusual) },
        ...(delay?.most == null ? [] : [{ topic: 'propagation' as const, text: runDelayText(delay) }]),
      ];
    if (roots.length === 0) return [{ topic: 'unknown', text: `What broke first is not known: ${sharesText(value)}.` }];
    return [
      ...(delay === null ? [] : [{ topic: 'propagation' as const, text: runDelayText(delay) }]),
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
