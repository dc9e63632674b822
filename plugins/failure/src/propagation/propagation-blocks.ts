import { formatQuantity, listed, quoted } from '@faultline/core';
import type { Block, Cell } from '@faultline/model';
import { failureWords } from '../failure-words.ts';
import { timesOf } from '../times-of.ts';
import type { PropagationValue } from './propagation.ts';
import type { Spread } from './spread.ts';
import { wasteText } from './waste-text.ts';

/** The section as a person reads it: the verdict, then for each failure what broke, what it took down, where it stopped. */
export function propagationBlocks(value: PropagationValue): readonly Block[] {
  const { roots, rootsLeft } = value;
  return [
    { type: 'text', text: verdict(value) },
    ...roots.flatMap((root): Block[] => [
      { type: 'text', text: `${headline(root)}.` },
      { type: 'facts', facts: factsOf(root).map(([label, cell]) => ({ label, value: cell })) },
    ]),
    ...(rootsLeft > 0 ? [{ type: 'text' as const, text: `And ${counted(rootsLeft, 'more failure')}.` }] : []),
  ];
}

function verdict(value: PropagationValue): string {
  const { steps, down, roots, rootsLeft } = value;
  const wasted = wasteText(value);
  const began = `${counted(roots.length + rootsLeft, 'failure')} began in this run`;
  const reach = down === 0 ? 'all were mended' : `${down} of ${counted(steps, 'step')} did not do their work`;
  return `${began}; ${reach}${wasted === '' ? '' : `; wasted: ${wasted}`}.`;
}

function headline({ stepId, failureType, confidence, attempts, tookMs, fate, contained }: Spread): string {
  const what = failureWords(failureType) ?? `failed with ${quoted(failureType)}`;
  const tries = attempts > 1 ? `, ${timesOf(attempts)}` : '';
  const isWithin = contained.every(({ isTolerated }) => isTolerated);
  const end = fate === 'contained' && !isWithin ? 'the work went on, also where it must not' : fateWords[fate];
  const sure = confidence > 0 ? ` (${formatQuantity(confidence, 'share')} sure)` : '';
  const after = tookMs === null ? '' : ` after ${formatQuantity(tookMs, 'ms')}`;
  return `${quoted(stepId)} ${what}${after}${tries}${sure}: ${end}`;
}

const fateWords = {
  fatal: 'it was not stopped',
  swallowed: 'nobody took notice, and the work went on as if nothing had happened',
  unresolved: 'the work went on, and nobody dealt with it',
  contained: 'it was contained',
  recovered: 'it was tried again, and succeeded',
} as const;

function factsOf(root: Spread): (readonly [label: string, value: Cell])[] {
  const { broughtBy, path, failed, skipped, neverRan, withoutInput, contained, expectedSteps } = root;
  const facts: (readonly [string, Cell])[] = [];
  const way = [...broughtBy, ...path.map(({ stepId }) => stepId)];
  if (way.length > 1) facts.push(['Way it took', wayOf(way)]);
  const down = [...failed, ...skipped, ...neverRan];
  if (failed.length > 0) facts.push(['Failed because of it', listed(failed)]);
  if (skipped.length + neverRan.length > 0) facts.push(['Did not run', listed([...skipped, ...neverRan])]);
  if (withoutInput.length > 0) facts.push(['Ran without its result', listed(withoutInput)]);
  for (const one of contained.slice(0, mostContained))
    facts.push([one.isTolerated ? 'Stopped at' : 'Went unnoticed at', stopText(one)]);
  if (expectedSteps !== null && root.fate !== 'recovered' && (down.length > 0 || expectedSteps >= 0.05))
    facts.push([
      'Steps it takes down',
      `${new Set(down).size} here, ${Number(expectedSteps.toFixed(1))} on average by the table`,
    ]);
  if (root.failedMs !== null) facts.push(['Work that failed', { value: root.failedMs, unit: 'ms' }]);
  if (root.discardedMs !== null && root.discardedMs > 0)
    facts.push(['Work thrown away', { value: root.discardedMs, unit: 'ms' }]);
  if (root.tokens > 0) facts.push(['Tokens wasted', { value: root.tokens, unit: 'tokens' }]);
  if (root.costUsd > 0) facts.push(['Cost wasted', { value: root.costUsd, unit: 'usd' }]);
  return facts;
}

/** More would not be read. */
const mostContained = 5;
const mostOfWay = 8;

/** Attempts of one step are one station. */
function wayOf(stepIds: readonly string[]): string {
  const stations = stepIds.filter((stepId, index, all) => stepId !== all[index - 1]);
  const left = stations.length - mostOfWay;
  return left <= 0 ? stations.join(' > ') : `${stations.slice(0, mostOfWay).join(' > ')} > ... ${left} more`;
}

function stopText({ stepId, by, because, isTolerated }: Spread['contained'][number]): string {
  if (by === 'attempt') return `${quoted(stepId)}: a later attempt succeeded`;
  if (by === 'caller') return `${quoted(stepId)}: it completed all the same`;
  const why = because === '' ? '' : `, ${because}`;
  return `${quoted(stepId)}: it ran without${isTolerated ? '' : ', though it must not'}${why}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
