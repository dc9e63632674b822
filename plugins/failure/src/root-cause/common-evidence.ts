import { quoted, type RunView } from '@faultline/core';
import { designEffect, diluted, logFactorOfP, sumOfCorrelated, type Clue } from './clue.ts';
import type { ClueSources } from './clues.ts';
import type { Influence } from './influence.ts';
import { fewestTogether, isCommon } from './shared.ts';

/** What speaks for common causes. */
interface CommonEvidence {
  readonly clues: readonly Clue[];
  /** How many slow steps tell as much as one, because they are slow together in usual runs as well. 1: nothing is common. */
  readonly alike: number;
}

/**
 * What speaks for a common cause: that most of the steps which have something in common are slow by themselves, at least three of
 * a run, two of one model, tool, agent or service. Such a cause slows nearly all steps that it touches, so that each of them is
 * a witness, slow or not. A step is one witness, however many executions it has, and witnesses are as independent as times of
 * these steps were in earlier runs.
 *
 *     draft, search, rank call model "m" and are slow, lookup and store are not   ->   the model "m"
 *     all five are slow                                                           ->   what all steps share
 *
 * O(V) for each of what is common.
 */
export function commonEvidence(run: RunView, { shared }: Influence, sources: ClueSources): CommonEvidence {
  const slownesses = slownessesIn(run, sources);
  if (slownesses === undefined) return { clues: [], alike: 1 };
  let alike = 1;
  const clues = [...shared].flatMap(([node, one]): Clue[] => {
    if (!isCommon(one)) return [];
    const witnesses = witnessesAmong(run, one.users, slownesses);
    const slow = witnesses.filter(({ factor }) => factor > 0);
    if (slow.length < fewestTogether(one) || 2 * slow.length < witnesses.length) return [];
    const correlation = sources.correlationOf(witnesses.map(({ stepId }) => stepId));
    alike = Math.max(alike, designEffect(witnesses.length, correlation));
    const [most] = slow.toSorted((a, b) => b.factor - a.factor);
    return [
      {
        node,
        says: `made ${slow.length} of ${witnesses.length} steps slow, most of all ${quoted(most!.stepId)}, which ${most!.says}`,
        asRoot: sumOfCorrelated(
          witnesses.map(({ factor }) => factor),
          correlation,
        ),
        asVictim: 0,
        evidence: [],
        isSlowness: true,
      },
    ];
  });
  return { clues, alike };
}

/** How slow one execution was. */
interface Slowness {
  readonly says: string;
  /** How much it speaks for something that slows nearly all that it touches, as the natural logarithm of a Bayes factor. */
  readonly factor: number;
}

/** By node; there `undefined`: nothing can be said of its time. `undefined`: at most one execution was slow, as in most runs. */
function slownessesIn({ executions }: RunView, { surpriseOf }: ClueSources): (Slowness | undefined)[] | undefined {
  const surprises = executions.map(surpriseOf);
  let slow = 0;
  for (const surprise of surprises) if (surprise !== undefined && surprise.time < 1) slow++;
  if (slow < 2) return undefined;
  return surprises.map(
    (surprise) => surprise && { says: surprise.saysOfTime, factor: diluted(slowed, logFactorOfP(surprise.time)) },
  );
}

/** The share of steps that a common cause makes slow. */
const slowed = 0.95;

/** What the executions of one step say together. */
interface Witness extends Slowness {
  readonly stepId: string;
}

function witnessesAmong(
  { executions }: RunView,
  users: readonly number[],
  slownesses: readonly (Slowness | undefined)[],
): readonly Witness[] {
  const byStep = Map.groupBy(users, (node) => executions[node]!.stepId);
  return [...byStep].flatMap(([stepId, nodes]): Witness[] => {
    const seen = nodes.flatMap((node) => slownesses[node] ?? []);
    const [most] = seen.toSorted((a, b) => b.factor - a.factor);
    if (most === undefined) return [];
    const mean = seen.reduce((sum, { factor }) => sum + factor, 0) / seen.length;
    return [{ stepId, says: most.says === '' ? 'took long' : most.says, factor: mean }];
  });
}
