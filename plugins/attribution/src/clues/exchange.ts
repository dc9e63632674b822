import type { ToolOutcome } from './tool-outcome.ts';
import type { Transcript, Utterance } from '../transcript.ts';
import { coverage } from './words.ts';

/** What features of single steps are measured against. */
export interface Exchange extends Transcript {
  /** Tools that failed before each step, and how many failed in all. */
  readonly failedBefore: readonly number[];
  readonly failedCount: number;
  /** The agent's step whose tool failed first, failed last, and that was answered first; -1: none. */
  readonly firstFailed: number;
  readonly lastFailed: number;
  readonly firstAnswered: number;
  /** The first and the last step with code; -1: none. */
  readonly firstCode: number;
  readonly lastCode: number;
  /** The last agent's step that says more than a few words. */
  readonly final: Utterance | undefined;
  /** Mean and standard deviation over agents' steps of the logarithm of their words. */
  readonly meanLogWords: number;
  readonly deviation: number;
  readonly mostTurns: number;
  /** The share of the words of the task that the plan for it leaves out; 0: there is no plan. */
  readonly drift: number;
}

const isFailure = (outcome: ToolOutcome | undefined): boolean => outcome === 'refused' || outcome === 'broken';
const fewWords = 8;

/** Measures what steps are compared with. O(steps + words of the opening). */
export function exchangeOf(transcript: Transcript): Exchange {
  const { steps, agentSteps, answers, turnCounts, opening } = transcript;
  let failedCount = 0;
  const failedBefore = steps.map(({ outcome }) => (isFailure(outcome) ? failedCount++ : failedCount));
  const failed = steps.filter(({ outcome }) => isFailure(outcome));
  const answered = agentSteps.find(({ index }) => answers[index]?.some(({ outcome }) => outcome !== 'idle'));
  const withCode = agentSteps.filter(({ code }) => code !== '');
  const logs = agentSteps.map(({ wordCount }) => Math.log1p(wordCount));
  const meanLogWords = mean(logs);
  return {
    ...transcript,
    failedBefore,
    failedCount,
    firstFailed: failed[0]?.caller ?? -1,
    lastFailed: failed.at(-1)?.caller ?? -1,
    firstAnswered: answered?.index ?? -1,
    firstCode: withCode[0]?.index ?? -1,
    lastCode: withCode.at(-1)?.index ?? -1,
    final: agentSteps.findLast(({ wordCount }) => wordCount > fewWords),
    meanLogWords,
    deviation: Math.sqrt(mean(logs.map((log) => (log - meanLogWords) ** 2))) || 1,
    mostTurns: agentSteps.reduce((most, { agent }) => Math.max(most, turnCounts.get(agent) ?? 0), 0),
    drift: opening.plan.size === 0 ? 0 : 1 - coverage(opening.task, opening.plan),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
