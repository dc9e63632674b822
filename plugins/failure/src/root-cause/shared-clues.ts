import { because, formatQuantity, quoted, type RunView } from '@faultline/core';
import { failureTypeOf } from '@faultline/facts';
import type { Finding } from '@faultline/model';
import { median } from 'simple-statistics';
import { diluted, logFactorOfP, logSum, type Clue } from './clue.ts';
import type { ClueSources } from './clues.ts';
import type { Influence, Shared } from './influence.ts';

/** What speaks for and against what executions share. O(V + findings). */
export function sharedClues(run: RunView, { shared }: Influence, sources: ClueSources): Clue[] {
  const clocks = [...shared].filter(([, { kind }]) => kind === 'clock');
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
  const shortLog = sumOf(short);
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

/** Time order between executions that were recorded by different clocks says something about the clocks. */
export const isBetweenClocks = (
  { ruleId, executionIds: [first, second] }: Finding,
  clocks: ReadonlyMap<string, string | undefined>,
): boolean => ruleId === 'integrity/dependency-order' && clocks.get(first ?? '') !== clocks.get(second ?? '');

/** Each time order that cannot be, between two clocks, speaks against both. */
function orderClues(
  run: RunView,
  clocks: readonly (readonly [node: number, clock: Shared])[],
  { findings }: ClueSources,
): Clue[] {
  if (clocks.length < 2) return [];
  const clockOf = new Map(run.executions.map(({ id, clock }) => [id, clock]));
  const nodes = new Map(clocks.map(([node, { name }]) => [name, node]));
  const seen = new Set<Finding>(run.executions.flatMap((execution) => findings.at(execution)));
  return [...seen].flatMap((finding) => {
    if (!isBetweenClocks(finding, clockOf)) return [];
    return finding.executionIds.slice(0, 2).flatMap((id): Clue[] => {
      const node = nodes.get(clockOf.get(id) ?? '');
      if (node === undefined) return [];
      return [{ node, says: 'disagrees with another', asRoot: 5, asVictim: 0, evidence: [because(finding)] }];
    });
  });
}

/**
 * A clock whose times had to be shifted is off for certain, or the one that it was aligned with: the odd one out is
 * taken, by the median of all shifts.
 */
function shiftClues({ clockShifts }: RunView, clocks: readonly (readonly [node: number, clock: Shared])[]): Clue[] {
  if (clockShifts.length === 0) return [];
  const shifts = new Map(clockShifts.map(({ clock, shiftMs }) => [clock, shiftMs]));
  const shiftOf = (name: string): number => shifts.get(name) ?? 0;
  const middle = median(clocks.map(([, { name }]) => shiftOf(name)));
  const largest = Math.max(...clockShifts.map(({ shiftMs }) => Math.abs(shiftMs)));
  return clocks.flatMap(([node, { name }]): Clue[] => {
    const offMs = Math.abs(shiftOf(name) - middle);
    if (offMs < largest / 4) return [];
    return [{ node, says: `was off by ${formatQuantity(offMs, 'ms')}`, asRoot: 8, asVictim: 0, evidence: [] }];
  });
}
