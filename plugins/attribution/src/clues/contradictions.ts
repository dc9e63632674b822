import type { Json } from '@faultline/model';
import type { Transcript, Utterance } from '../transcript.ts';
import { wordsOfName } from './words.ts';

/** What a step says or asks for against what it was told. */
export interface Contradiction {
  readonly step: Utterance;
  readonly says: string;
}

const least = /\b(cheapest|lowest|smallest|minimum|fewest|least|earliest|shortest|youngest|nearest)\b/i;
const most = /\b(most|highest|largest|biggest|greatest|maximum|latest|longest|oldest|farthest)\b/i;

/**
 * Finds steps that contradict recorded facts: an agent names as the least, or the most, a figure that another entry of
 * the last answer beats; a tool is asked with a switch off that the task names.
 *
 *     task    the cheapest available kettle
 *     tool    { available_only: false }          turns off what the task asks for
 *     answer  [{ price: 137 }, { price: 164 }]
 *     agent   "The cheapest costs 164."           names as an extreme what is none
 *
 * O(size of inputs and outputs of tools).
 */
export function contradictionsIn(transcript: Transcript): readonly Contradiction[] {
  const found: Contradiction[] = [];
  let lastAnswer: Utterance | undefined;
  for (const step of transcript.steps) {
    if (step.speaker === 'agent' && step.code === '' && lastAnswer !== undefined && isNoExtreme(step, lastAnswer))
      found.push({ step, says: 'names as an extreme what is none' });
    if (step.speaker !== 'tool') continue;
    lastAnswer = step;
    for (const name of switchesOff(step.execution.input, transcript.opening.task)) {
      const author = transcript.agentSteps.find(({ index, said }) => index < step.index && said.includes(name));
      const blamed = author ?? transcript.steps[step.caller];
      if (blamed !== undefined) found.push({ step: blamed, says: 'turns off what the task asks for' });
    }
  }
  return found;
}

function isNoExtreme({ prose, values }: Utterance, { execution }: Utterance): boolean {
  const isLeast = least.test(prose);
  if (isLeast === most.test(prose)) return false;
  for (const figures of columnsIn(execution.output)) {
    const extreme = figures.reduce((a, b) => (isLeast ? Math.min(a, b) : Math.max(a, b)));
    const stated = figures.filter((figure) => values.has(String(figure)));
    if (stated.length > 0 && !stated.includes(extreme)) return true;
  }
  return false;
}

/** The figures of lists of objects, by member: of each at least two. Iterative. O(size). */
function columnsIn(value: Json | undefined): readonly (readonly number[])[] {
  const columns: number[][] = [];
  const left: (Json | undefined)[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const member of Object.values<Json>(next)) left.push(member);
    if (!Array.isArray(next)) continue;
    for (const figures of columnsOf(next)) if (figures.length > 1) columns.push(figures);
  }
  return columns;
}

function columnsOf(entries: readonly Json[]): Iterable<number[]> {
  const byName = new Map<string, number[]>();
  for (const entry of entries)
    for (const [name, figure] of Object.entries(typeof entry === 'object' && entry !== null ? entry : {})) {
      if (typeof figure !== 'number') continue;
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [figure]);
      else known.push(figure);
    }
  return byName.values();
}

/** Words that name a switch, not what it switches. */
const switchWords = new Set(['only', 'has', 'with', 'include', 'includes', 'enable', 'enabled', 'show']);

/** Names of arguments that are false though the task names them. */
const switchesOff = (input: Json | undefined, task: ReadonlySet<string>): readonly string[] =>
  Object.entries(typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {}).flatMap(
    ([name, value]) => {
      const words = [...wordsOfName(name)].filter((word) => !switchWords.has(word));
      return value === false && words.length > 0 && words.every((word) => task.has(word)) ? [name] : [];
    },
  );
