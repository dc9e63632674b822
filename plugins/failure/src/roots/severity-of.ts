import type { FailureFate } from '@faultline/facts';
import type { Severity } from '@faultline/model';

/** How grave a failure is by what became of it. */
export const severityOf = (fate: FailureFate): Severity =>
  fate === 'fatal' ? 'error' : fate === 'recovered' ? 'info' : 'warning';
