import { defineFailureRule, firstPlaces, measured, type RunView } from '@faultline/core';
import { isEmptyPayload } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { fact } from '@faultline/graph';
import { stopOf } from '../conduct/stop-reasons.ts';
import { looksFailed } from './looks-failed.ts';
import { saysThatNothingWasFound } from './says-that-nothing-was-found.ts';
import { schemaFaults } from './schema-faults.ts';
import { toolSchemas } from './tool-schemas.ts';

/** Reports steps that say that they completed, and did not do what they are for. */
export const silentFailure = defineFailureRule({
  id: 'failure/silent-failure',
  description:
    'Reports completed steps with nothing or an error as their output, and calls with arguments that the schema of the tool refuses.',
  advice: 'Make the step fail where it cannot deliver, so that it can be tried again and what follows is warned.',
  severity: 'warning',
  messages: {
    error: 'Step "{{step}}" completed, but its output says that it failed{{among}}.',
    empty: 'Step "{{step}}" completed with an empty output{{among}}.',
    arguments: 'Step "{{step}}" was called with arguments that its schema refuses{{among}}: {{faults}}.',
  },
  diagnose(run, { report }) {
    const schemas = toolSchemas(run);
    const found: Found[] = [];
    for (const execution of run.executions) {
      if (execution.status !== 'completed') continue;
      const schema = schemas.get(execution.stepId);
      const faults = schema === undefined ? [] : schemaFaults(schema, execution.input);
      if (faults.length > 0) found.push({ messageId: 'arguments', execution, faults });
      if (isEmptyInVain(run, execution)) found.push({ messageId: 'empty', execution, faults: [] });
      else if (execution.type !== 'llm' && looksFailed(execution.output))
        found.push({ messageId: 'error', execution, faults: [] });
    }
    for (const all of Map.groupBy(found, ({ messageId, execution }) =>
      JSON.stringify([messageId, execution.stepId]),
    ).values()) {
      const [first] = all;
      if (first === undefined) continue;
      const { messageId, execution } = first;
      const common = {
        at: firstPlaces(all.map((one) => one.execution)),
        confidence: confidences[messageId],
        causes: [execution],
        evidence: [measured('executions', all.length, 'count', execution)],
      };
      const data = { step: execution.stepId, among: all.length === 1 ? '' : `, ${all.length} times` };
      if (messageId !== 'arguments') report({ messageId, ...common, data });
      else report({ messageId, ...common, data: { ...data, faults: first.faults.slice(0, mostFaults).join(', ') } });
    }
  },
});

interface Found {
  readonly messageId: 'error' | 'empty' | 'arguments';
  readonly execution: StepExecution;
  readonly faults: readonly string[];
}

const confidences = { error: 0.85, empty: 0.6, arguments: 0.9 } as const;
const mostFaults = 5;

/**
 * Whether an output is empty where something is wanted: of what is there to find or to say something, and of a tool that puts
 * something out at other times, unless what comes after says that nothing was found. What other steps of a definition take is checked where the definition is.
 */
function isEmptyInVain(run: RunView, execution: StepExecution): boolean {
  const { type, output, stepId } = execution;
  if (output === undefined || !isEmptyPayload(output) || takenFrom(run).has(stepId)) return false;
  if (type === 'llm') return stopOf(execution) !== 'tool-call';
  if (saysThatNothingWasFound(run, execution)) return false;
  if (type === 'retriever' || type === 'agent') return true;
  // A list without members is an answer: there is none.
  if (Array.isArray(output)) return false;
  const isUsual = type === 'tool' || run.stepOf(execution) !== undefined;
  return (
    isUsual && run.executionsOf(stepId).some((other) => other.output !== undefined && !isEmptyPayload(other.output))
  );
}

/** Steps whose output others take, as the definition declares it. */
const takenFrom = fact((run: RunView): ReadonlySet<string> => {
  const dependencies = run.definition?.steps.flatMap((step) => step.dependencies) ?? [];
  return new Set(dependencies.filter(carriesData).map(({ on }) => on));
});

const carriesData = ({
  dependencyType,
  dataFlow,
}: {
  readonly dependencyType: string;
  readonly dataFlow: readonly string[];
}) => dependencyType === 'data' || dataFlow.length > 0;
