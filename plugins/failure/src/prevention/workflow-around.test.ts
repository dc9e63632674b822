import { defineWorkflow, viewOf } from '@faultline/core';
import type { Run, WorkflowDefinition } from '@faultline/model';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { workflowAround } from './workflow-around.ts';

const run = gantt`
  agent  : ==========
    tool :  ==x
  report :           ==   <- agent
`;

function around(
  of: Run,
  stepId: string,
  definition?: WorkflowDefinition,
  earlier: readonly Run[] = [],
  isTolerated = false,
) {
  const view = viewOf(of, definition);
  const history = earlier.map((one) => viewOf(one, definition));
  return workflowAround(view, view.executionsOf(stepId)[0], history, isTolerated);
}

describe('workflowAround', () => {
  it('is the declared one, with the nearest caller that it knows', () => {
    const definition = defineWorkflow({ id: 'drawn', steps: { agent: {}, report: { needs: ['agent'] } } });
    expect(around(run, 'tool', definition)).toEqual({ definition, hostId: 'agent', origin: 'declared' });
    expect(around(run, 'report', definition).hostId).toBe('report');
  });

  it('is what earlier runs agree on, or this one shows; in it nothing may fail', () => {
    const { origin, hostId, definition } = around(run, 'tool');
    expect([origin, hostId]).toEqual(['inferred', 'agent']);
    expect(definition.steps.map(({ id, failureTolerance }) => [id, failureTolerance])).toEqual([
      ['agent', 'low'],
      ['report', 'low'],
    ]);
    const more = gantt`
      agent  : ==========
      mail   : ==
      report :           ==   <- agent
    `;
    expect(around(run, 'tool', undefined, [more]).definition.steps.map(({ id }) => id)).toContain('mail');
  });

  it('lets others go on without a step that was seen to fail without harm', () => {
    const { definition } = around(run, 'agent', undefined, [], true);
    expect(definition.steps.find(({ id }) => id === 'agent')?.failureTolerance).toBe('high');
    expect(definition.steps.find(({ id }) => id === 'report')?.dependencies[0]?.criticality).toBe('low');
  });

  it('is the step alone where nothing else is known of it, or too much', () => {
    const unknown = defineWorkflow({ id: 'drawn', steps: { other: {} } });
    expect(around(run, 'report', unknown)).toMatchObject({ hostId: 'report', origin: 'step' });
    const many = runOf(Array.from({ length: 61 }, (_, at) => executionOf({ id: `e${at}`, stepId: `s${at}` })));
    expect(around(many, 's7')).toMatchObject({ hostId: 's7', origin: 'step' });
  });
});
