import { formatQuantity, quoted } from '@faultline/core';
import type { Block, Cell } from '@faultline/model';
import type { AttributionValue } from './attribution-value.ts';
import { leastLabelledRuns } from '../learning/decisive-steps.ts';

/** A failed conversation for people: who it was, most likely, and why; then all that were considered. */
export function attributionBlocks(value: AttributionValue): readonly Block[] {
  const text = [untrainedText(value), trainedText(value)].filter((sentence) => sentence !== '').join(' ');
  return [{ type: 'text', text }, stepTable(value), ...(value.agents.length > 1 ? [agentTable(value)] : [])];
}

type Step = AttributionValue['steps'][number];

function untrainedText({ abstains, steps, agents }: AttributionValue): string {
  const [step] = steps;
  const [agent] = agents;
  if (step === undefined || agent === undefined) return '';
  if (abstains) return abstention({ steps });
  const others = agentText(agent, agent.probability, step, step.probability);
  return `Most likely the decisive error is in ${stepText(step, step.probability)}: ${reasonsText(step)}${others}.`;
}

/** That no step can be named out of the box. */
export function abstention({ steps: [first] }: Pick<AttributionValue, 'steps'>): string {
  const text = 'Cannot tell which step made the decisive error: nothing but place and wording speaks for any.';
  return first === undefined ? text : `${text} The first is ${stepText(first, first.probability)}.`;
}

function trainedText({ labelledRuns, knowsLabel, tooLong, steps, agents }: AttributionValue): string {
  const left = tooLong === 0 ? '' : ` Labelled runs left out for their length: ${tooLong}.`;
  if (labelledRuns === 0) return left.trim();
  const step = surest(steps);
  const agent = surest(agents);
  if (step === undefined || agent === undefined)
    return `Labelled runs learned: ${labelledRuns}; to rank by them takes ${leastLabelledRuns}.${left}`;
  const others = agentText(agent, agent.learned, step, step.learned);
  const among = knowsLabel ? ', this one among them,' : '';
  return `As learned from ${labelledRuns} labelled runs${among} it is in ${stepText(step, step.learned)}${others}.${left}`;
}

const stepText = ({ index, agent }: Step, probability: number): string =>
  `step ${index}, by ${quoted(agent)} (${formatQuantity(probability, 'share')})`;

/** Nothing where it would say the same again. */
function agentText({ agent }: { readonly agent: string }, share: number, step: Step, ofStep: number): string {
  if (agent === step.agent && share === ofStep) return '';
  return `; of the agents ${quoted(agent)} is the most probable (${formatQuantity(share, 'share')})`;
}

/** What speaks for a step, as the end of a sentence. */
export const reasonsText = ({ reasons }: { readonly reasons: readonly string[] }): string =>
  reasons.length === 0
    ? 'for its place, and for what the others show less'
    : reasons
        .slice(0, 2)
        .map((reason) => `it ${reason}`)
        .join(', ');

/** The first with the highest learned probability. `undefined`: nothing was learned. */
function surest<T extends { readonly learned: number | null }>(
  ranked: readonly T[],
): (T & { readonly learned: number }) | undefined {
  const learned = ranked.filter((one): one is T & { readonly learned: number } => one.learned !== null);
  return learned.toSorted((a, b) => b.learned - a.learned)[0];
}

const stepTable = ({ steps }: AttributionValue): Block => ({
  type: 'table',
  columns: ['step, from 0', 'execution', 'agent', ...probabilityColumns(steps), 'what speaks for it'],
  rows: steps.map((step) => [
    String(step.index),
    step.executionId,
    step.agent,
    ...probabilities(step),
    step.reasons.join(', '),
  ]),
});

const agentTable = ({ agents }: AttributionValue): Block => ({
  type: 'table',
  columns: ['agent', ...probabilityColumns(agents)],
  rows: agents.map((agent) => [agent.agent, ...probabilities(agent)]),
});

/** Two rankers, reported apart. */
const probabilityColumns = (ranked: readonly Ranked[]): readonly string[] =>
  ranked.some(({ learned }) => learned !== null) ? ['out of the box', 'learned'] : ['probability'];

type Ranked = Pick<Step, 'probability' | 'learned'>;

const probabilities = ({ probability, learned }: Ranked): readonly Cell[] =>
  [probability, ...(learned === null ? [] : [learned])].map((value) => ({ value, unit: 'share' }));
