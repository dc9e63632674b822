import { because, measured, type Earlier, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Finding, StepExecution } from '@faultline/model';
import { diluted, logFactorOfP, type Clue } from './clue.ts';
import { weightAt } from './finding-weights.ts';
import { commonEvidence } from './common-evidence.ts';
import type { Influence } from './influence.ts';
import { isBetweenClocks } from './clock-clues.ts';
import { sharedClues } from './shared-clues.ts';
import { statusClue } from './status-clue.ts';
import type { Surprise } from './surprise.ts';

/** What clues are made from, beside the run. */
export interface ClueSources {
  /** Whether there are earlier runs to compare with. */
  readonly hasHistory: boolean;
  readonly surpriseOf: (execution: StepExecution) => Surprise | undefined;
  /** How often attempts at a step fail, if it is known. */
  readonly failureRateOf: (stepId: string) => number | undefined;
  /** How much times of steps went together in earlier runs, from 0 to 1. Asked only where several are slow. */
  readonly correlationOf: (stepIds: readonly string[]) => number;
  readonly findings: Pick<Earlier, 'at'>;
}

/** Everything seen at the executions of a run, in order of node. O(V + findings). */
export function cluesOf(run: RunView, graph: Influence, sources: ClueSources): Clue[] {
  const clues: Clue[] = [];
  for (let node = 0; node < run.executionCount; node++) {
    const execution = run.executions[node]!;
    const ofStatus = statusClue(run, node, sources.failureRateOf(execution.stepId));
    if (ofStatus !== undefined) clues.push(ofStatus);
    const ofSurprise = surpriseClue(run, node, sources);
    if (ofSurprise !== undefined) clues.push(ofSurprise);
    for (const finding of sources.findings.at(execution)) {
      const ofFinding = findingClue(run, execution, node, finding);
      if (ofFinding !== undefined) clues.push(ofFinding);
    }
  }
  for (const clue of sharedClues(run, graph, sources)) clues.push(clue);
  const common = commonEvidence(run, graph, sources);
  if (common.clues.length === 0) return clues;
  // As witnesses of a step that slowed them, they are no more independent than as those of a common cause.
  return [
    ...clues.map((clue) =>
      clue.isSlowness === true && clue.asVictim > 0 ? { ...clue, asVictim: clue.asVictim / common.alike } : clue,
    ),
    ...common.clues,
  ];
}

function surpriseClue(run: RunView, node: number, { surpriseOf }: ClueSources): Clue | undefined {
  const execution = run.executions[node]!;
  const surprise = surpriseOf(execution);
  if (surprise === undefined) return undefined;
  const { own, wait, says } = surprise;
  const ofDoing = logFactorOfP(own);
  const ofWaiting = logFactorOfP(wait);
  const asRoot = ofDoing + (isOwnQueue(run, execution) ? diluted(0.2, ofWaiting) : 0);
  const asVictim = diluted(0.2, ofDoing) + diluted(0.3, ofWaiting);
  const evidence = own < 1 ? [measured('pValue', own, 'share', execution)] : [];
  return { node, says, asRoot, asVictim, evidence, isSlowness: surprise.time < 1 };
}

/** Whether it stood in a queue of which nothing is known but that it is its own: no resource is asked for. */
const isOwnQueue = (run: RunView, execution: StepExecution): boolean =>
  execution.queuedMs !== undefined && Object.keys(run.stepOf(execution)?.resources ?? {}).length === 0;

function findingClue(run: RunView, execution: StepExecution, node: number, finding: Finding): Clue | undefined {
  const weight = weightAt(finding, execution.id);
  if (weight === undefined) return undefined;
  const { asRoot, asVictim } = isBetweenClocks(finding, clocksOf(run))
    ? { asRoot: weight.asRoot / 4, asVictim: 0 }
    : weight;
  return { node, says: finding.message, asRoot, asVictim, evidence: [because(finding)] };
}

const clocksOf = fact(
  ({ executions }: RunView): ReadonlyMap<string, string | undefined> =>
    new Map(executions.map(({ id, clock }) => [id, clock])),
);
