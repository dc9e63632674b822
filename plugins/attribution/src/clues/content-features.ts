import type { Exchange } from './exchange.ts';
import type { Utterance } from '../transcript.ts';
import { coverage, likeness, wordsOfName } from './words.ts';

/** Texts are compared with those of so many steps before. */
const reach = 20;

/** How much a step says, what of it is new, what became of it, and how alike it is to what is around it. */
export function contentFeatures(step: Utterance, exchange: Exchange): Record<string, number | boolean> {
  const features = {
    ...form(step, exchange),
    ...novelty(step, exchange),
    ...company(step, exchange),
    'share of the task left out by the plan': step.index === 0 ? exchange.drift : 0,
  };
  return step.speaker === 'agent' ? features : Object.fromEntries(Object.keys(features).map((name) => [name, 0]));
}

function form({ prose, said, wordCount }: Utterance, { meanLogWords, deviation }: Exchange) {
  const count = (pattern: RegExp): number => Math.log1p(prose.match(pattern)?.length ?? 0);
  return {
    'log words': Math.log1p(wordCount),
    'log words, standardised': (Math.log1p(wordCount) - meanLogWords) / deviation,
    'is short': wordCount < 12,
    'asks a question': prose.includes('?'),
    'names an address': /https?:/.test(said),
    'log list items': count(/^\s*(?:[-*]|\d+\.)\s/gm),
    'log headings': count(/^#+ /gm),
    'has bold text': prose.includes('**'),
  };
}

function novelty({ index, prose, words, newWords, newValues }: Utterance, { sightings, final }: Exchange) {
  const carried = newWords.filter((word) => sightings.isSeenAfter(index, word)).length;
  const finalValues = final?.values ?? new Set<string>();
  return {
    'share of new words': newWords.length / Math.max(1, words.size),
    'log new values': Math.log1p(newValues.length),
    'log new values in prose': Math.log1p(newValues.filter((value) => prose.includes(value)).length),
    'share of new words that stay': carried / Math.max(1, newWords.length),
    'share of the final values that begin here':
      newValues.filter((value) => finalValues.has(value)).length / Math.max(1, finalValues.size),
  };
}

function company(step: Utterance, { steps, opening, final }: Exchange) {
  const { index, words, agent } = step;
  const before = steps.slice(Math.max(0, index - reach), index);
  const own = before.filter((other) => other.agent === agent);
  const likest = (others: readonly Utterance[]): number =>
    others.reduce((most, other) => Math.max(most, likeness(other.words, words)), 0);
  const likenessTo = (other: Utterance | undefined): number => (other === undefined ? 0 : likeness(other.words, words));
  return {
    'coverage of the task': coverage(opening.task, words),
    'likeness to the task': likeness(opening.task, words),
    'likeness to the step before': likenessTo(steps[index - 1]),
    'likeness to the step after': likenessTo(steps[index + 1]),
    'likeness to the end': final === step ? 0 : likenessTo(final),
    'likeness to its own turns': likest(own),
    'likeness to any turn': likest(before),
    'share of its name in the task': coverage(wordsOfName(agent), opening.task),
    "share of the opener's name in the task": index === 0 ? coverage(wordsOfName(agent), opening.task) : 0,
  };
}
