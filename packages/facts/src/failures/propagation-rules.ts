import type { Dependency, StepDefinition } from '@faultline/model';
import { z } from 'zod';

const anyOr = <const Names extends readonly [string, ...string[]]>(names: Names) => z.enum(['any', ...names]);

/** One line of the table of propagation: which dependencies it speaks of, and how much goes over them. */
export const propagationRuleSchema = z.strictObject({
  dependencyType: z.string().default('any').describe('data, control, resource or another type; "any": every one.'),
  tolerance: anyOr(['low', 'medium', 'high']).default('any').describe('Failure tolerance of the step that needs.'),
  criticality: anyOr(['low', 'normal', 'high']).default('any').describe('Criticality of the dependency.'),
  passes: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of the failures of the dependency that make the step fail. Below 0.5: they are tolerated.'),
});

/** One line of the table of propagation. */
export type PropagationRule = z.infer<typeof propagationRuleSchema>;

const line = (
  dependencyType: string,
  tolerance: PropagationRule['tolerance'],
  criticality: PropagationRule['criticality'],
  passes: number,
): PropagationRule => ({ dependencyType, tolerance, criticality, passes });

/**
 * How far failures go, before anything was learned; the first line that fits counts. The order of the shares follows from
 * what the words of a definition mean, the shares themselves are a prior.
 */
export const defaultPropagationRules: readonly PropagationRule[] = [
  line('any', 'any', 'high', 1),
  line('any', 'any', 'low', 0.05),
  line('data', 'low', 'any', 0.95),
  line('data', 'medium', 'any', 0.4),
  line('data', 'high', 'any', 0.1),
  line('control', 'low', 'any', 0.9),
  line('control', 'medium', 'any', 0.3),
  line('control', 'high', 'any', 0.1),
  line('resource', 'low', 'any', 0.6),
  line('resource', 'medium', 'any', 0.2),
  line('resource', 'high', 'any', 0.05),
  line('any', 'low', 'any', 0.9),
  line('any', 'medium', 'any', 0.4),
  line('any', 'high', 'any', 0.1),
];

/** What a table says of one dependency. */
export interface Transmission {
  /** Share of failures that go over it. */
  readonly passes: number;
  /** What decided, for a sentence: `low criticality`, `high failure tolerance`. Empty: nothing in particular. */
  readonly because: string;
}

/**
 * What a table says of a dependency; nothing passes where no line fits. O(lines).
 *
 * @param dependency `undefined`: recorded, but not declared; then it is one on data, of normal criticality
 */
export function transmissionOf(
  rules: readonly PropagationRule[],
  step: Pick<StepDefinition, 'failureTolerance'> | undefined,
  dependency: Pick<Dependency, 'dependencyType' | 'criticality'> | undefined,
): Transmission {
  const { dependencyType = 'data', criticality = 'normal' } = dependency ?? {};
  const tolerance = step?.failureTolerance ?? 'medium';
  const rule = rules.find(
    (one) =>
      fits(one.dependencyType, dependencyType) && fits(one.tolerance, tolerance) && fits(one.criticality, criticality),
  );
  if (rule === undefined) return { passes: 0, because: '' };
  const because =
    rule.criticality !== 'any'
      ? `${criticality} criticality`
      : rule.tolerance !== 'any'
        ? `${tolerance} failure tolerance`
        : '';
  return { passes: rule.passes, because };
}

const fits = (asked: string, is: string): boolean => asked === 'any' || asked === is;

/** Whether a share means that a step does without. */
export const isTolerated = ({ passes }: Transmission): boolean => passes < 0.5;
