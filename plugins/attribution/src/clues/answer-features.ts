import type { Exchange } from './exchange.ts';
import type { ToolOutcome } from './tool-outcome.ts';
import type { Utterance } from '../transcript.ts';
import { likeness } from './words.ts';

/** Code is compared with that of so many steps before and after. */
const reach = 20;

/** What tools answered before and after a step, and what became of its code. */
export function answerFeatures(step: Utterance, exchange: Exchange): Record<string, number | boolean> {
  const { steps, agentSteps, answers, failedBefore, failedCount, firstFailed } = exchange;
  const { index, rank, code, codeWords } = step;
  const isAgent = step.speaker === 'agent';
  const outcomes = new Set((answers[index] ?? []).map(({ outcome }) => outcome));
  const previous = steps[index - 1]?.outcome;
  const hadFailure = previous === 'refused' || previous === 'broken';
  const failed = failedBefore[index] ?? 0;
  const likest = (others: readonly Utterance[]): number =>
    code === '' ? 0 : others.reduce((most, other) => Math.max(most, likeness(other.codeWords, codeWords)), 0);
  const answer = (outcome: ToolOutcome): boolean => outcomes.has(outcome);
  return {
    'has code': code !== '',
    'has the first code': index === exchange.firstCode,
    'has the last code': index === exchange.lastCode,
    'log code': Math.log1p(code.length) / 8,
    'likest code before': likest(agentSteps.slice(Math.max(0, rank - reach), rank)),
    'likest code after': likest(isAgent ? agentSteps.slice(rank + 1, rank + 1 + reach) : []),
    'answer is fine': answer('fine'),
    'answer is a refusal': answer('refused'),
    'answer is a breakdown': answer('broken'),
    'answer is empty': answer('empty'),
    'answer is idle': answer('idle'),
    'is answered first': index === exchange.firstAnswered,
    'fails first': index === firstFailed,
    'fails last': index === exchange.lastFailed,
    'fails first and early': index === firstFailed && rank <= 1,
    'fails again': answer('refused') && failed > 0,
    'is before the first failure': firstFailed >= 0 && index < firstFailed,
    'is after the first failure': firstFailed >= 0 && index > firstFailed,
    'opens what never fails': index === 0 && failedCount === 0,
    'log failures before': isAgent ? Math.log1p(failed) : 0,
    'log failures after': isAgent ? Math.log1p(failedCount - failed) : 0,
    'follows a failure': hadFailure,
    'follows an empty answer': previous === 'empty',
    'follows an idle tool': previous === 'idle',
    'follows a fine answer': previous === 'fine',
    'claims without a tool': isAgent && index > 0 && code === '' && previous === undefined && step.newValues.length > 0,
    'claims after no answer': isAgent && code === '' && (hadFailure || previous === 'empty' || previous === 'idle'),
  };
}
