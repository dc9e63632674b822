import type { Run } from '@faultline/model';
import { gantt, testRule } from '@faultline/plugin-testkit';
import { addValidationGate } from './add-validation-gate.ts';

const completed = (run: Run): Run => ({ ...run, status: 'completed' });
const corrupted = gantt`
    lab     : ====
    read    :     ==========     <- lab
    diagnose:               ==x  <- lab, read { failure: data_quality_issue }
    treat   :                  / <- diagnose
  `;
const blamed = [{ kind: 'validator' as const, ruleId: 'integrity/missing-output' as const, at: ['lab'] }];
const swallowed = completed(gantt`
  validate : =========
    check  :  ==x       { failure: validation_error }
`);

testRule(addValidationGate, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ====` },
    { name: 'a failure that shows', run: corrupted },
    { name: 'blamed for nothing that failed', run: gantt`lab: ====`, earlier: blamed },
  ],
  invalid: [
    {
      name: 'an output that a later step failed of',
      run: corrupted,
      earlier: blamed,
      findings: [{ messageId: 'check', at: ['lab'], data: { step: 'lab' } }],
      message:
        'Check the result of step "lab", and stop where it is bad: it completed with what "diagnose" then failed of; there is no history to say how much it gains.',
    },
    {
      name: 'a failure inside of a step that completed as if there were none',
      run: swallowed,
      findings: [{ messageId: 'stop', at: ['check'], data: { step: 'check' } }],
    },
  ],
});
