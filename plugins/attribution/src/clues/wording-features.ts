import type { Exchange } from './exchange.ts';
import { lexicalClasses, type LexicalClass } from './lexical-classes.ts';
import type { Utterance } from '../transcript.ts';

/** What a next step says of the one before it. */
const replies = [
  'error',
  'apology',
  'again',
  'refusal',
  'praise',
  'nothing',
  'assumption',
  'manual',
  'placeholder',
] as const satisfies readonly LexicalClass[];

const everywhere = Object.entries(lexicalClasses).map(
  ([name, { source, flags }]) => [name, new RegExp(source, `${flags}g`)] as const,
);

/** Which classes of words a step uses, how densely, and which the next agent does. */
export function wordingFeatures(
  { prose, rank, speaker, wordCount }: Utterance,
  { agentSteps }: Exchange,
): Record<string, number | boolean> {
  const features: Record<string, number | boolean> = {};
  for (const [name, pattern] of everywhere) {
    const count = prose.match(pattern)?.length ?? 0;
    features[`uses words of ${name}`] = count > 0;
    features[`density of words of ${name}`] = Math.min(1, (10 * count) / (wordCount + 20));
  }
  const next = agentSteps[speaker === 'agent' ? rank + 1 : rank]?.prose ?? '';
  for (const name of replies) features[`is followed by words of ${name}`] = lexicalClasses[name].test(next);
  return features;
}
