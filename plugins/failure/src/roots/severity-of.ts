import type { FailureRoot } from '@faultline/facts';
import type { Severity } from '@faultline/model';

/** How grave a failure is, by what became of it. */
export function severityOf(root: FailureRoot): Severity {
  if (root.failure.type === 'cancelled' || root.fate === 'recovered' || isCorrected(root)) return 'info';
  return root.fate === 'fatal' ? 'error' : 'warning';
}

/** Whether a tool was called wrongly, and whoever called it was told and then called it rightly. */
const isCorrected = ({ fate, outermost, failure, laterCall }: FailureRoot): boolean =>
  fate === 'contained' && laterCall !== undefined && outermost.type === 'tool' && ofTheCall.has(failure.type);

/** What another call can put right. A service that is down, or out of time, is the same for every call. */
const ofTheCall: ReadonlySet<string> = new Set([
  'validation_error',
  'data_quality_issue',
  'logic_error',
  'unknown_error',
]);
