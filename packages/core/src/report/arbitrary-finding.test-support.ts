import fc from 'fast-check';
import { severities, type Finding } from '@faultline/model';

const common = {
  id: fc.stringMatching(/^f[0-9]{6}$/),
  ruleId: fc.constantFrom('acme/slow' as const, 'acme/late' as const, 'ingest/clock' as const, 'globex/never' as const),
  messageId: fc.constant('m'),
  message: fc.constantFrom('Something is odd.', 'Something else is.'),
  severity: fc.constantFrom(...severities),
  stepIds: fc.subarray(['fetch', 'parse']),
  executionIds: fc.subarray(['e0', 'e1', 'e2']),
  startMs: fc.nat(40),
  data: fc.constant({}),
  evidence: fc.constant([]),
};

/** Any finding of a few rules. */
export const arbitraryFinding: fc.Arbitrary<Finding> = fc.oneof(
  fc.record({ ...common, kind: fc.constantFrom('engine' as const, 'validator' as const) }),
  fc.record({ ...common, kind: fc.constant('detector' as const), score: fc.nat(9) }),
  fc.record({
    ...common,
    kind: fc.constant('failure-rule' as const),
    confidence: fc.constantFrom(0.1, 0.97, 1),
    causes: fc.subarray(['e0', 'e1']),
  }),
  fc.record({
    ...common,
    kind: fc.constant('optimizer' as const),
    impact: fc.oneof(
      fc.constant({ basis: 'prior' as const }),
      fc.nat(99).map((low) => ({ savesMs: { low, expected: low + 1, high: low + 2 }, basis: 'retimed' as const })),
    ),
  }),
);
