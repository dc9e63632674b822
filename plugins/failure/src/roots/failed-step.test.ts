import type { StepExecutionInput } from '@faultline/model';
import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { failedStep } from './failed-step.ts';

const failing = (type: string) => runOf([executionOf({ status: 'failed', error: { type } })], { status: 'failed' });

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }, { id: 'rank', dependencies: ['parse'] }],
} as const;

const called = (id: string, startMs: number, more: Partial<StepExecutionInput>) =>
  executionOf({
    id,
    stepId: 'search',
    item: id,
    type: 'tool',
    parentId: 'agent',
    input: { q: id },
    startMs,
    endMs: startMs + 1,
    ...more,
  });

testRule(failedStep, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ==` },
    { name: 'a swallowed failure, which has a rule of its own', run: { ...gantt`fetch: ==x`, status: 'completed' } },
    { name: 'a skipped step', run: gantt`fetch: /` },
    {
      name: 'a timeout of who waited in vain, which has a rule of its own',
      run: gantt`
        agent : ======x  { failure: timeout }
          tool:  =====x  { failure: cancelled }
      `,
    },
  ],
  invalid: [
    {
      name: 'a timeout that took down the rest, also what never ran',
      definition,
      run: gantt`
        fetch: ===x  { failure: timeout }
        parse:     /
      `,
      findings: [
        {
          messageId: 'timeout',
          at: ['fetch'],
          severity: 'error',
          confidence: 0.95,
          causes: ['fetch'],
          evidence: [
            { type: 'measured', metric: 'durationMs', value: 4, unit: 'ms', executionId: 'fetch' },
            { type: 'edge', from: 'fetch', to: 'parse', origin: 'declared' },
          ],
        },
      ],
      message: 'Step "fetch" timed out after 4 ms; it took down "parse", "rank".',
    },
    {
      name: 'more steps than a sentence holds are named by the rule about cascades',
      run: gantt`
        fetch: ===x  { failure: timeout }
        a    :     /  <- fetch
        b    :     /  <- fetch
        c    :     /  <- fetch
        d    :     /  <- fetch
      `,
      findings: [{ messageId: 'timeout', at: ['fetch'], data: { outcome: '; it took down 4 other steps' } }],
    },
    {
      name: 'a call of a tool that was put right is a note',
      run: runOf(
        [
          executionOf({ id: 'agent', stepId: 'agent', type: 'agent', endMs: 9 }),
          called('wrong', 1, { status: 'failed', error: { type: 'validation_error' } }),
          called('right', 3, {}),
        ],
        { status: 'completed' },
      ),
      findings: [{ messageId: 'validation_error', at: ['wrong'], severity: 'info' }],
    },
    {
      name: 'a service that was down is not put right by another call',
      run: runOf(
        [
          executionOf({ id: 'agent', stepId: 'agent', type: 'agent', endMs: 9 }),
          called('down', 1, { status: 'failed', error: { type: 'timeout' } }),
          called('other', 3, {}),
        ],
        { status: 'completed' },
      ),
      findings: [{ messageId: 'timeout', at: ['down'], severity: 'warning' }],
    },
    {
      name: 'times that were made up are no evidence',
      run: {
        ...failing('timeout'),
        notes: [{ id: 'ingest/order-only', severity: 'info', message: 'Times are derived.', executionIds: [] }],
      },
      findings: [{ messageId: 'timeout', at: ['fetch'], evidence: [] }],
      message: 'Step "fetch" timed out.',
    },
    {
      name: 'all attempts in one finding',
      run: gantt`
        fetch  : ==x  { failure: timeout }
        fetch#2:    ==x  { failure: timeout }
      `,
      findings: [{ messageId: 'timeout', at: ['fetch', 'fetch#2'], severity: 'error' }],
      message: 'Step "fetch" timed out after 3 ms, in each of 2 attempts.',
    },
    {
      name: 'a failure of a call and of its caller is one',
      run: gantt`
        agent : =====x  { failure: validation_error }
          tool:  ===x   { failure: validation_error }
      `,
      findings: [{ messageId: 'validation_error', at: ['tool'], causes: ['tool'] }],
      message: 'Step "tool" failed after 4 ms: what it was given or made is not valid; it took down "agent".',
    },
    {
      name: 'one that was recovered is a note',
      run: {
        ...gantt`
          fetch  : ==x  { failure: external_service_error }
          fetch#2:    ==
        `,
        status: 'completed',
      },
      findings: [{ messageId: 'external_service_error', at: ['fetch'], severity: 'info' }],
      message:
        'Step "fetch" failed after 3 ms: a service that it calls refused it or did not work; tried again, it succeeded.',
    },
    {
      name: 'one that its dependant did without is a warning',
      definition,
      run: {
        ...gantt`
          fetch: ==x  { failure: resource_exhaustion }
          parse:    ==
          rank :      ==
        `,
        status: 'completed',
      },
      findings: [{ messageId: 'resource_exhaustion', at: ['fetch'], severity: 'warning' }],
    },
    {
      name: 'many of one step are one finding',
      run: gantt`
        fetch[1]: ==x  { failure: data_quality_issue }
        fetch[2]: ==x  { failure: data_quality_issue }
        fetch[3]: ==x  { failure: data_quality_issue }
      `,
      findings: [{ messageId: 'data_quality_issue', at: ['fetch[1]', 'fetch[2]', 'fetch[3]'] }],
      message:
        'Step "fetch" failed after 3 ms, and so did 2 more of its executions: it could not use the data it was given.',
    },
    {
      name: 'a fault in the code',
      run: failing('java.lang.NullPointerException'),
      findings: [{ messageId: 'logic_error', at: ['fetch'], confidence: 0.9 }],
    },
    {
      name: 'a cancellation from outside is a note, once',
      run: gantt`
        done  : =
        fetch :  ==x  { failure: cancelled }
        parse :  ==x  { failure: cancelled }
      `,
      findings: [{ messageId: 'cancelled', at: ['fetch', 'parse'], severity: 'info' }],
      message: 'Steps "fetch", "parse" were cancelled from outside of what the trace tells.',
    },
    {
      name: 'what was cancelled beside a failure belongs to it',
      run: gantt`
        a:  ==x
        b:  ==x  { failure: cancelled }
        c:  ==x  { failure: cancelled }
      `,
      findings: [{ messageId: 'logic_error', at: ['a'] }],
    },
    {
      name: 'a caller that failed of something else',
      run: gantt`
        agent : =======x  { failure: timeout }
          tool:  =x       { failure: validation_error }
          llm :    ==
      `,
      findings: [
        { messageId: 'timeout', at: ['agent'], severity: 'error' },
        {
          messageId: 'validation_error',
          at: ['tool'],
          severity: 'warning',
          data: { outcome: '; its caller "agent" failed of something else' },
        },
      ],
    },
    {
      name: 'a later call for other work',
      run: {
        ...gantt`
          tool[1]: =x  { failure: validation_error }
          tool[2]:   ==
        `,
        status: 'completed',
      },
      findings: [
        {
          messageId: 'validation_error',
          at: ['tool[1]'],
          severity: 'warning',
          data: { outcome: '; a later call of it succeeded' },
        },
      ],
    },
    {
      name: 'a run that goes on',
      run: {
        ...gantt`
          fetch: =x  { failure: validation_error }
          parse:   ==
        `,
        status: 'running',
      },
      findings: [
        {
          messageId: 'validation_error',
          at: ['fetch'],
          severity: 'warning',
          data: { outcome: '; the run is still open' },
        },
      ],
    },
    {
      name: 'a dependency outside of the trace',
      run: failing('424'),
      findings: [{ messageId: 'dependency_failure', at: ['fetch'] }],
    },
    {
      name: 'nothing recorded',
      run: runOf([executionOf({ status: 'failed' })], { status: 'failed' }),
      findings: [{ messageId: 'unknown_error', at: ['fetch'], confidence: 0.5 }],
    },
    {
      name: 'a word that nobody knows',
      run: failing('flux_lost'),
      findings: [{ messageId: 'other', at: ['fetch'], data: { type: 'flux_lost' } }],
    },
  ],
});
