import type { Exchange } from './exchange.ts';
import type { Utterance } from '../transcript.ts';

/** Where a step stands in its run, and in the turns of its agent. Truths count as 0 and 1; of a tool most are 0. */
export function placeFeatures(step: Utterance, exchange: Exchange): Record<string, number | boolean> {
  const { steps, agentSteps, turnCounts, mostTurns } = exchange;
  const { index, rank, turn, agent } = step;
  const last = Math.max(1, steps.length - 1);
  const lastRank = Math.max(1, agentSteps.length - 1);
  const isAgent = step.speaker === 'agent';
  const turns = turnCounts.get(agent) ?? 1;
  const isOpener = agent === steps[0]?.agent;
  const before = agentSteps[rank - 1];
  const after = agentSteps[isAgent ? rank + 1 : rank];
  return {
    'is a tool': !isAgent,
    'is first': index === 0,
    'is second': index === 1,
    'is third': index === 2,
    'is last': index === last,
    'log place': Math.log1p(index),
    'relative place': index / last,
    'log distance to the end': Math.log1p(last - index),
    'is first agent': isAgent && rank === 0,
    'is second agent': isAgent && rank === 1,
    'is third agent': isAgent && rank === 2,
    'is last agent': isAgent && rank === agentSteps.length - 1,
    'log rank': isAgent ? Math.log1p(rank) : 0,
    'relative rank': isAgent ? rank / lastRank : 0,
    'is first turn': isAgent && turn === 0,
    'is first turn of another': isAgent && turn === 0 && index > 0,
    'is second turn': isAgent && turn === 1,
    'is last turn': isAgent && turn === turns - 1,
    'log turn': isAgent ? Math.log1p(turn) : 0,
    'share of turns': isAgent ? turns / steps.length : 0,
    'speaks most': isAgent && turns === mostTurns,
    'is first turn of who speaks most': isAgent && turns === mostTurns && turn === 0,
    'is by the opener': isAgent && isOpener,
    'is by the opener, later': isAgent && isOpener && index > 0,
    'follows its own turn': before?.agent === agent,
    'goes on itself': after?.agent === agent,
    'follows a tool': steps[index - 1]?.speaker === 'tool',
    'precedes a tool': steps[index + 1]?.speaker === 'tool',
  };
}
