import { formatQuantity, quoted, type RunView } from '@faultline/core';
import { failureTypeOf } from '@faultline/facts';
import { shiftClues, orderClues } from './clock-clues.ts';
import { diluted, logFactorOfP, logSum, type Clue } from './clue.ts';
import type { ClueSources } from './clues.ts';
import type { Influence } from './influence.ts';

/** What speaks for and against what executions share. O(V + findings). */
export function sharedClues(run: RunView, { shared }: Influence, sources: ClueSources): Clue[] {
  const clocks = [...shared].filter(([, { kind }]) => kind !== 'resource');
  const resources = [...shared].filter(([, { kind }]) => kind === 'resource');
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
  const shortLog = sumOfCorrelated(short);
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

const sumOf = (testimonies: readonly Testimony[]): number => testimonies.reduce((sum, { factor }) => sum + factor, 0);
/**
 * Who waits for one thing waits for one another. The mean of what they say holds however they depend on each other; what
 * their sum says beyond it counts for as much less as samples in clusters do, by the design effect 1 + (n - 1) correlation.
 *
 * V. Vovk, R. Wang, "E-values: calibration, combination and applications", Annals of Statistics 49 (2021); L. Kish, "Survey
 * sampling", Wiley 1965.
 */
function sumOfCorrelated(testimonies: readonly Testimony[]): number {
  const count = testimonies.length;
  const highest = Math.max(...testimonies.map(({ factor }) => factor));
  const mean = highest + Math.log(testimonies.reduce((sum, { factor }) => sum + Math.exp(factor - highest), 0) / count);
  return mean + (sumOf(testimonies) - mean) / (1 + (count - 1) * waitsCorrelate);
}

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
