import { benjaminiHochberg } from '@faultline/stats';
import type { Alarm, Family, Hypothesis } from './hypothesis.ts';

/**
 * The hypotheses that are reported at a false discovery rate: first families as a whole, then what is unusual within those.
 *
 * Families: Benjamini and Hochberg, over p divided by weight. Of m families R are chosen; within one of weight w the same
 * procedure then runs at the level w · R · rate / m, so that of what is reported within the chosen families on average no
 * larger share is wrong than among all families. Exact p-values alone first; what only fitted tails can tell is added as
 * `extrapolated`. O(m log m).
 *
 * Y. Benjamini, M. Bogomolov, "Selective inference on multiple families of hypotheses", JRSS B 76 (2014); C. R. Genovese,
 * K. Roeder, L. Wasserman, "False discovery control with p-value weighting", Biometrika 93 (2006).
 *
 * @param families those with a p-value below 1: the others change nothing but their number
 * @param count how many families there are in all
 */
export function alarmsIn(families: readonly Family[], count: number, rate: number): Alarm[] {
  const exact = chosen(families, count, rate, 'exact');
  const known = new Set<Hypothesis>(exact.map(({ hypothesis }) => hypothesis));
  const extrapolated = chosen(families, count, rate, 'extrapolated').filter(({ hypothesis }) => !known.has(hypothesis));
  return [...exact, ...extrapolated].map(({ hypothesis, ...alarm }) => ({ ...hypothesis, ...alarm }));
}

interface Chosen extends Pick<Alarm, 'pValue' | 'qValue' | 'alarmGuarantee' | 'level'> {
  readonly hypothesis: Hypothesis;
}

function chosen(
  families: readonly Family[],
  count: number,
  rate: number,
  alarmGuarantee: Alarm['alarmGuarantee'],
): Chosen[] {
  const pOf = ({ exactP, p }: Hypothesis | Family): number => (alarmGuarantee === 'exact' ? exactP : p);
  // No q-value is less than the least p-value by the number of those asked: mostly, that is all there is to know.
  if (leastOf(families, pOf) * count > rate * families.length * (1 + rounding)) return [];
  const qValues = qValuesOf(families, pOf, count);
  const selected = qValues.filter((qValue) => qValue <= rate).length;
  if (selected === 0) return [];
  return families.flatMap((family, index) => {
    const familyQ = qValues[index]!;
    if (familyQ > rate) return [];
    const level = (family.weight * selected * rate) / count;
    const within = qValuesOf(family.hypotheses, pOf, family.count);
    return family.hypotheses.flatMap((hypothesis, at) => {
      if (within[at]! > level) return [];
      const qValue = Math.min(rate, Math.max(familyQ, (within[at]! / level) * rate));
      return [{ hypothesis, pValue: pOf(hypothesis), qValue, alarmGuarantee, level }];
    });
  });
}

/** The least p-value divided by its weight. */
function leastOf(families: readonly Family[], pOf: (one: Family) => number): number {
  let least = Infinity;
  for (const family of families) least = Math.min(least, pOf(family) / family.weight);
  return least;
}

/** Of the two ways to the same figure. */
const rounding = 1e-9;

/** Benjamini and Hochberg over p divided by weight, of some among `count`; the others have a p-value of 1. */
function qValuesOf<One extends Hypothesis | Family>(
  ones: readonly One[],
  pOf: (one: One) => number,
  count: number,
): number[] {
  const scale = count / ones.length;
  return benjaminiHochberg(ones.map((one) => pOf(one) / one.weight)).map((qValue) => qValue * scale);
}
