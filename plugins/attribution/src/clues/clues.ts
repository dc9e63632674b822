import { fact } from '@faultline/graph';
import { contradictionsIn } from './contradictions.ts';
import { lexicalClasses, type LexicalClass } from './lexical-classes.ts';
import type { Transcript, Utterance } from '../transcript.ts';
import { coverage, likeness } from './words.ts';

/** How many times more suspect a clue makes a step: four grades, by the kind of thing it is, not by how often it was right. */
export const grades = {
  /** Told by something that does not argue: a status, an exit code, an argument that was refused, an entry of an answer. */
  hard: 8,
  /** What was done does not fit what was known. */
  firm: 3,
  /** The wording gives it away. */
  soft: 1.5,
  /** Little that could be wrong comes in here. */
  exonerating: 1 / 3,
} as const;

/** Something that speaks for or against a step being where a run went wrong. */
export interface Clue {
  readonly step: Utterance;
  /** As the end of a sentence about the step: `asked for what was refused`. */
  readonly says: string;
  readonly grade: keyof typeof grades;
}

/** Wordings that count, and what they give away. */
const wordings = [
  ['assumption', 'takes something for granted'],
  ['manual', 'leaves work to a person'],
  ['hedge', 'is not sure'],
  ['recall', 'recalls instead of looking up'],
] as const satisfies readonly (readonly [LexicalClass, string])[];

const fewWords = 12;
const littleSaid = 40;
/** Repetition is looked for among so many earlier turns of the same agent. */
const memory = 20;

/** What speaks for and against each candidate. O(size of the texts × agents). */
export const cluesIn = fact((transcript: Transcript): readonly Clue[] => {
  const coordinators = coordinatorsIn(transcript);
  const clues = transcript.candidates.flatMap((step): Clue[] => {
    const told = step.speaker === 'tool' ? cluesAboutTool(step) : cluesAboutAgent(step, transcript);
    if (coordinators.has(step.agent)) told.push(['hands work to others', 'exonerating']);
    return told.map(([says, grade]) => ({ step, says, grade }));
  });
  for (const { step, says } of contradictionsIn(transcript)) clues.push({ step, says, grade: 'hard' });
  return clues;
});

type Told = [says: string, grade: keyof typeof grades];

/** A tool does what it is told; it is to blame for what it does not: for being out of reach. */
const cluesAboutTool = ({ outcome }: Utterance): Told[] =>
  outcome === 'broken' ? [['broke by itself', 'hard']] : [['does what it is asked', 'exonerating']];

function cluesAboutAgent(step: Utterance, transcript: Transcript): Told[] {
  const { steps, answers, agentSteps, opening } = transcript;
  const outcomes = new Set((answers[step.index] ?? []).map(({ outcome }) => outcome));
  const isActing = step.code !== '' || outcomes.size > 0;
  const isOpening = step.index === 0 && steps.length > 1;
  const isTask = isOpening && step.asked === '';
  const hasPlan = isOpening && opening.plan.size > 0;
  const told: Told[] = [];

  if (step.hasFailed) told.push(['failed', 'hard']);
  if (outcomes.has('refused')) told.push(['asked for what was refused', 'hard']);
  if (outcomes.has('empty')) told.push(['asked and got nothing', 'firm']);
  if (says(step, 'placeholder')) told.push(['makes something up in place of the real thing', 'firm']);
  if (!isActing && step.rank === 0 && (isTask || coverage(opening.task, step.words) > 0.8))
    told.push(['states the task', 'exonerating']);
  if (!isOpening && step.code === '' && step.newValues.length > 0)
    told.push(['states values that come from nowhere', 'firm']);
  if (!hasPlan) for (const [name, wording] of wordings) if (says(step, name)) told.push([wording, 'soft']);
  if (step.newValues.length === 0 && step.wordCount < (isActing ? fewWords : littleSaid))
    told.push(['says little', 'exonerating']);
  if (isRepetition(step, agentSteps)) told.push(['repeats itself', 'exonerating']);
  return told;
}

const says = (step: Utterance, name: LexicalClass): boolean => lexicalClasses[name].test(step.prose);

/** Whether its agent said nearly the same before: the first time counts. */
const isRepetition = (step: Utterance, agentSteps: readonly Utterance[]): boolean =>
  agentSteps
    .slice(Math.max(0, step.rank - memory), step.rank)
    .some(({ agent, words }) => agent === step.agent && isAlike(words, step.words));

const alike = 0.8;

/** Sets of too different sizes need no look inside. */
const isAlike = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  Math.min(a.size, b.size) > alike * Math.max(a.size, b.size) && likeness(a, b) > alike;

/** Agents that, in at least a third of at least three turns, speak to or name another agent and write no code: they direct. */
function coordinatorsIn({ agentSteps }: Transcript): ReadonlySet<string> {
  const agents = [...new Set(agentSteps.map(({ agent }) => agent))];
  const named = new Map<string, number>();
  const turns = new Map<string, number>();
  for (const { agent, code, prose, addressee } of agentSteps) {
    turns.set(agent, (turns.get(agent) ?? 0) + 1);
    const isForOther = agents.some((other) => other !== agent && (other === addressee || prose.includes(other)));
    if (code === '' && isForOther) named.set(agent, (named.get(agent) ?? 0) + 1);
  }
  return new Set(agents.filter((agent) => isOften(named.get(agent) ?? 0, turns.get(agent) ?? 0)));
}

const isOften = (named: number, turns: number): boolean => turns >= 3 && named * 3 >= turns;
