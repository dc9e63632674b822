import { addCircuitBreaker } from './add-circuit-breaker.ts';
import { addFallback } from './add-fallback.ts';
import { addRedundancy } from './add-redundancy.ts';
import { addRetry } from './add-retry.ts';
import { addTimeout } from './add-timeout.ts';
import { addValidationGate } from './add-validation-gate.ts';

/** The rules that propose measures, one for each kind, so that those nobody wants can be turned off. */
export const preventionRules = [
  addRetry,
  addTimeout,
  addFallback,
  addValidationGate,
  addCircuitBreaker,
  addRedundancy,
] as const;
