import { decisiveExecutionKey } from '@faultline/facts';
import type { Run } from '@faultline/model';
import { code } from '../chat.test-support.ts';
import { chatRun, type ChatLine } from '@faultline/plugin-testkit';

const topics = ['lamps', 'kettles', 'trains', 'rivers', 'poems', 'islands', 'stamps', 'bridges'];

/** Labelled runs in which who guesses is to blame, wherever that is, whatever else fails. */
export function guessers(count: number): readonly Run[] {
  return Array.from({ length: count }, (_, i) => {
    const topic = topics[i % topics.length];
    const guess: ChatLine = { by: 'Guesser', says: `I assume that there are many ${topic}, as is known.` };
    const work: ChatLine[] = [
      { by: 'Planner', says: `Let us count the ${topic} one by one.` },
      { by: 'Coder', says: `This counts them.\n${code(`count("${topic}")`)}` },
      { by: 'terminal', type: 'tool', says: 'NameError: count', hasFailed: i % 2 === 0 },
      { by: 'Checker', says: `The ${topic} were counted and all is well.` },
    ];
    const at = [1, 2, 4][i % 3] ?? 1;
    const lines = [
      { by: 'user', type: 'human', says: `How many ${topic}?` },
      ...work.slice(0, at - 1),
      guess,
      ...work.slice(at - 1),
    ];
    const id = `run-${String(i).padStart(2, '0')}`;
    return chatRun(lines, { id, context: { [decisiveExecutionKey]: `turn-${at}` } });
  });
}
