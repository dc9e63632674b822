import { formatQuantity, quoted, type RunView } from '@faultline/core';
import { failureTypeOf } from '@faultline/facts';
import { shiftClues, orderClues } from './clock-clues.ts';
import { diluted, logFactorOfP, logSum, sumOfCorrelated, type Clue } from './clue.ts';
import type { ClueSources } from './clues.ts';
import type { Influence } from './influence.ts';
import { isCommon } from './shared.ts';

/** What speaks for and against resources and clocks. O(V + findings). */
export function sharedClues(run: RunView, { shared }: Influence, sources: ClueSources): Clue[] {
  const resources = [...shared].filter(([, { kind }]) => kind === 'resource');
  const clocks = [...shared].filter(([, one]) => one.kind !== 'resource' && !isCommon(one));
  return [
    ...resources.flatMap(([node, { users }]) => resourceClues(run, node, users, sources)),
    ...orderClues(run, clocks, sources),
    ...shiftClues(run, clocks),
  ];
}

/**
 * A resource can be short, so that those who ask for it queue or fail for lack of it, or slow, so that they take longer:
 * two stories, each told by all of its users. The better one is given as the clue.
 */
function resourceClues(run: RunView, node: number, users: readonly number[], sources: ClueSources): Clue[] {
  const short = users.map((user) => shortageAt(run, user, sources));
  const slow = users.map((user) => slownessAt(run, user, sources));
  const shortLog = sumOfCorrelated(factorsOf(short), waitsCorrelate);
  const slowLog = sumOf(slow);
  const told = (shortLog >= slowLog ? short : slow).filter(({ says }) => says !== '');
  const says = told
    .slice(0, mostUsersNamed)
    .map((one) => one.says)
    .join(', and ');
  return [{ node, says, asRoot: logSum(shortLog, slowLog) - Math.log(2), asVictim: 0, evidence: [] }];
}

/** What one user says for a story. */
interface Testimony {
  readonly says: string;
  readonly factor: number;
}

const factorsOf = (testimonies: readonly Testimony[]): readonly number[] => testimonies.map(({ factor }) => factor);
const sumOf = (testimonies: readonly Testimony[]): number => testimonies.reduce((sum, { factor }) => sum + factor, 0);
/** How much waits for one resource are alike. Chosen. */
const waitsCorrelate = 0.5;
const mostUsersNamed = 3;

function shortageAt(run: RunView, user: number, { surpriseOf }: ClueSources): Testimony {
  const execution = run.executions[user]!;
  const { stepId, queuedMs, startMs } = execution;
  if (failureTypeOf(execution)?.type === 'resource_exhaustion')
    return { says: `made ${quoted(stepId)} fail for lack of it`, factor: Math.log(queues / rare) };
  if (queuedMs === undefined || queuedMs >= startMs) return { says: '', factor: Math.log(1 - queues) };
  const surprise = surpriseOf(execution);
  // Queues are common: only one that is longer than usual says something.
  if (surprise === undefined) return { says: '', factor: 0 };
  const wait = formatQuantity(startMs - queuedMs, 'ms');
  return { says: `kept ${quoted(stepId)} waiting for ${wait}`, factor: Math.log(queues / surprise.wait) };
}

function slownessAt(run: RunView, user: number, { surpriseOf }: ClueSources): Testimony {
  const execution = run.executions[user]!;
  const surprise = surpriseOf(execution);
  if (surprise === undefined) return { says: '', factor: 0 };
  const { time, saysOfTime } = surprise;
  const says = saysOfTime === '' ? '' : `slowed ${quoted(execution.stepId)}, which ${saysOfTime}`;
  return { says, factor: diluted(slowed, logFactorOfP(time)) };
}

/** The share of its users that wait for a resource that is short. */
const queues = 0.3;
/** The share of its users that a slow resource makes slow. */
const slowed = 0.95;
/** How often one fails for lack of a resource, where nothing is wrong. */
const rare = 0.02;
