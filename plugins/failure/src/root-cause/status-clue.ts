import type { RunView } from '@faultline/core';
import { awaitedCallees, callsOf, errorNameOf, failureCauses, failureLinks, failureTypeOf } from '@faultline/facts';
import { failureWords } from '../failure-words.ts';
import type { Clue } from './clue.ts';
import { recoveredNodes } from './recovered-nodes.ts';
import { isUnexplained } from './run-priors.ts';

/** How often something is seen at an execution that is at fault, and at one that another has spoiled. */
interface Shares {
  readonly atRoot: number;
  readonly atVictim: number;
}

/** A failure rate where none was learned. */
const usualFailureRate = 0.02;
/**
 * How often a fault makes its own execution fail so, and how often one makes another fail so. A service that does not
 * answer is not spoiled by what it was given; data are, and some failures say themselves that another is to blame.
 * Judgements, like all weights here.
 */
const failureShares: ReadonlyMap<string, Shares> = new Map([
  ['external_service_error', { atRoot: 0.6, atVictim: 0.02 }],
  ['resource_exhaustion', { atRoot: 0.5, atVictim: 0.05 }],
  ['timeout', { atRoot: 0.6, atVictim: 0.1 }],
  ['validation_error', { atRoot: 0.3, atVictim: 0.4 }],
  ['data_quality_issue', { atRoot: 0.3, atVictim: 0.4 }],
  ['dependency_failure', { atRoot: 0.01, atVictim: 0.5 }],
  ['cancelled', { atRoot: 0.01, atVictim: 0.5 }],
]);
const usualShares: Shares = { atRoot: 0.5, atVictim: 0.3 };
/** What hung until its caller gave up is as good as timed out. */
const hungShares: Shares = { atRoot: 0.6, atVictim: 0.1 };
const skippedAsVictim = 0.5;
/** How often a faulty execution completes at the next attempt. */
const recovers = 0.05;
/** How likely a faulty execution looks like any other. */
const hidden = 0.4;

/** What the status of an execution says, by how often attempts at its step fail. O(1) after the facts of the run. */
export function statusClue(run: RunView, node: number, failureRate = usualFailureRate): Clue | undefined {
  const execution = run.executions[node]!;
  const { status } = execution;
  const clue = (says: string, asRoot: number, asVictim: number): Clue => ({
    node,
    says,
    asRoot,
    asVictim,
    evidence: [],
  });
  const rate = Math.min(0.5, Math.max(failureRate, 1e-3));
  const weighed = (says: string, { atRoot, atVictim }: Shares): Clue =>
    clue(says, Math.log(atRoot / rate), Math.log(atVictim / rate));
  if (hungUntilGivenUp(run, node)) return weighed('was still at work when its caller gave up', hungShares);
  if (neverEnded(run, node)) return weighed('had not ended when the run failed', hungShares);
  if (status === 'completed') return clue('', asFine.asRoot, asFine.asVictim);
  if (status === 'failed' || status === 'retrying') {
    const type = failureTypeOf(execution)?.type ?? 'unknown_error';
    const failed = failureText(type, errorNameOf(execution));
    if (recoveredNodes(run)[node] === 0) return weighed(failed, sharesOf(run, node, type));
    // What another had spoiled would have failed again; and what did no harm is no fault of a run that completed.
    const asRoot = run.status === 'completed' ? asFine.asRoot : Math.log(recovers / rate);
    return clue(`${failed}, and was tried again`, asRoot, 0);
  }
  if (status !== 'skipped') return undefined;
  // Where no failure explains it, it was decided, and one decision skips many.
  return clue('was skipped', -3, failureCauses(run).root[node]! < 0 ? 0 : Math.log(skippedAsVictim / rate));
}

const asFine = { asRoot: Math.log(hidden), asVictim: Math.log(0.5) };

/** Whether the caller timed out waiting for this call, which says nothing of a reason of its own: it was cut off, or went on. */
function hungUntilGivenUp(run: RunView, node: number): boolean {
  const caller = run.parent[node]!;
  if (caller < 0 || awaitedCallees(run).get(caller) !== node) return false;
  return (failureTypeOf(run.executions[node]!)?.type ?? 'cancelled') === 'cancelled';
}

/**
 * Whether it was at work to the end of a run that failed for no reason that it shows. A call inside that was is the better
 * reason; where something else failed, the rest was left as it stood.
 */
function neverEnded(run: RunView, node: number): boolean {
  const isRunning = (one: number): boolean => run.executions[one]!.status === 'running' && run.isAsync[one] === 0;
  return isRunning(node) && isUnexplained(run) && !(callsOf(run).get(node) ?? []).some(isRunning);
}

/** Who called what failed is excused, as surely as that explains its failure. */
function sharesOf(run: RunView, node: number, type: string): Shares {
  const shares = failureShares.get(type) ?? usualShares;
  const { link, confidence } = failureCauses(run);
  // Who waited for a call that did not fail has no failure to show for it.
  const isExcused = link[node] === calleeLink || awaitedCallees(run).has(node);
  if (!isExcused) return shares;
  const sure = link[node] === calleeLink ? confidence[node]! : waitedInVain;
  return { atRoot: shares.atRoot * (1 - sure), atVictim: Math.max(shares.atVictim, sure / 2) };
}

/** How sure it is that a call which was at work until its caller gave up is why. */
const waitedInVain = 0.8;

const calleeLink = failureLinks.indexOf('callee');

/** `took too long and was given up (timeout)`, `failed (flux_error)`, `failed, nobody recorded why` */
function failureText(type: string, name: string | undefined): string {
  if (type === 'unknown_error') return name === undefined ? 'failed, and nobody recorded why' : `failed (${name})`;
  return `${failureWords(type) ?? 'failed'} (${name === undefined || isAlike(name, type) ? type : `${type}, ${name}`})`;
}

/** `TimeoutError` tells nothing beside `timeout`. */
const isAlike = (name: string, type: string): boolean => plain(name).startsWith(plain(type));
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');
