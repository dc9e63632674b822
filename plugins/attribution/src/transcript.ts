import type { RunView } from '@faultline/core';
import { transcriptSteps, type TranscriptStep } from '@faultline/facts';
import { fact } from '@faultline/graph';
import { codeIn, proseIn } from './clues/code-in.ts';
import { openingOf, type Opening } from './clues/opening.ts';
import { Sightings } from './clues/sightings.ts';
import { toolOutcome, type ToolOutcome } from './clues/tool-outcome.ts';
import { contentWordsOf, valuesIn, wordsIn } from './clues/words.ts';

/** A step of a transcript, and what is read off it once. */
export interface Utterance extends TranscriptStep {
  /** Its place in the transcript, from 0. */
  readonly index: number;
  /** Which of the turns of its agent, from 0. */
  readonly turn: number;
  /** Which of the steps of all agents, from 0; of a tool, how many agents' steps came before. */
  readonly rank: number;
  readonly wordCount: number;
  readonly words: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
  /** Words and values that no earlier step has. */
  readonly newWords: readonly string[];
  readonly newValues: readonly string[];
  /** Its code. Empty: none. */
  readonly code: string;
  readonly codeWords: ReadonlySet<string>;
  /** An agent's own words: without code, up to 4,000 characters, because what is quoted comes later. */
  readonly prose: string;
  /** How a tool answered. */
  readonly outcome: ToolOutcome | undefined;
  /** The step that a tool was asked by; -1: none. */
  readonly caller: number;
}

/** A run as a sequence of utterances. */
export interface Transcript {
  readonly steps: readonly Utterance[];
  /** Those that blame may fall on: not people, and not what sets the stage. */
  readonly candidates: readonly Utterance[];
  /** Those of agents. */
  readonly agentSteps: readonly Utterance[];
  /** For each step the tools that it asked, in order. */
  readonly answers: readonly (readonly Utterance[])[];
  /** How many steps each speaker has. */
  readonly turnCounts: ReadonlyMap<string, number>;
  readonly opening: Opening;
  readonly sightings: Sightings;
}

const longestText = 20_000;
const longestProse = 4_000;

/** Reads a run as a transcript, once. O(size of its texts, of each up to 20,000 characters, + edges). */
export const transcriptOf = fact((run: RunView): Transcript => {
  const steps: Utterance[] = [];
  const turnCounts = new Map<string, number>();
  const sightings = new Sightings();
  const needed = neededOf(run);
  const indexOf = new Map<string, number>();
  let lastAgent = -1;
  let lastCode = -1;
  let rank = 0;
  for (const [index, step] of transcriptSteps(run).entries()) {
    const turn = turnCounts.get(step.agent) ?? 0;
    turnCounts.set(step.agent, turn + 1);
    const isAgent = step.speaker === 'agent';
    const isTool = step.speaker === 'tool';
    const said = step.said.slice(0, longestText);
    const { count: wordCount, content: words } = wordsIn(said);
    const values = valuesIn(said);
    const code = isAgent ? codeIn(said) : '';
    const asker = isTool ? callerOf(needed.get(step.execution.id) ?? [], indexOf, steps, lastAgent) : -1;
    const caller = isPassedOn(steps[asker], step) && lastCode >= 0 ? lastCode : asker;
    sightings.add(index, valuesIn(step.asked.slice(0, longestText)));
    steps.push({
      ...step,
      said,
      index,
      turn,
      rank,
      wordCount,
      words,
      values,
      newWords: sightings.newAt(index, words),
      newValues: sightings.newAt(index, values),
      code,
      codeWords: contentWordsOf(code),
      prose: isAgent ? proseIn(said).slice(0, longestProse) : '',
      outcome: isTool ? outcomeOf(said, step.hasFailed, steps[caller]) : undefined,
      caller,
    });
    sightings.add(index, words);
    sightings.add(index, values);
    indexOf.set(step.execution.id, index);
    if (!isAgent) continue;
    lastAgent = index;
    if (code !== '') lastCode = index;
    rank++;
  }
  const answers = steps.map((): Utterance[] => []);
  for (const step of steps) answers[step.caller]?.push(step);
  const agentSteps = steps.filter(({ speaker }) => speaker === 'agent');
  const [first] = steps;
  const opening = openingOf(first === undefined || first.asked !== '' ? (first?.asked ?? '') : first.said);
  const candidates = steps.filter(({ speaker }) => speaker === 'agent' || speaker === 'tool');
  return { steps, candidates, agentSteps, answers, turnCounts, opening, sightings };
});

/** What a tool ran was its caller's code: it did not break by itself. */
function outcomeOf(said: string, hasFailed: boolean, caller: Utterance | undefined): ToolOutcome {
  const outcome = toolOutcome(said, hasFailed);
  return outcome === 'broken' && caller !== undefined && caller.code !== '' ? 'refused' : outcome;
}

/** For each execution the ids of those that it directly needed. */
function neededOf(run: RunView): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>();
  for (const { from, to } of run.dependencies) {
    const known = needed.get(to);
    if (known === undefined) needed.set(to, [from]);
    else known.push(from);
  }
  return needed;
}

/** Whether who speaks to a tool has no code for it: what it ran is the last code before. */
const isPassedOn = (asker: Utterance | undefined, { agent }: TranscriptStep): boolean =>
  asker !== undefined && asker.code === '' && asker.addressee === agent;

/** The last agent that edges lead back to, else the last that spoke. */
function callerOf(
  needed: readonly string[],
  indexOf: ReadonlyMap<string, number>,
  steps: readonly Utterance[],
  lastAgent: number,
): number {
  let caller = -1;
  for (const id of needed) {
    const index = indexOf.get(id) ?? -1;
    if (steps[index]?.speaker === 'agent') caller = Math.max(caller, index);
  }
  return caller >= 0 ? caller : lastAgent;
}
