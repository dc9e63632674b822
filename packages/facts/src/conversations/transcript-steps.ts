import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { textOf } from './text-of.ts';

/** Who acts: an agent or model, a tool, a person, or what sets the stage before anyone acts. */
export type Speaker = 'agent' | 'tool' | 'human' | 'setting';

/** One thing that was said or done in a run. */
export interface TranscriptStep {
  readonly execution: StepExecution;
  readonly agent: string;
  readonly speaker: Speaker;
  /** Whom it is said to, where that is recorded. Empty: nobody in particular. */
  readonly addressee: string;
  /** What it was asked: arguments of a tool, and the task, of the first step. Empty: nothing, or what was said before. */
  readonly asked: string;
  /** What it said, and what it failed with. */
  readonly said: string;
  readonly hasFailed: boolean;
}

const speakers: ReadonlyMap<string, Speaker> = new Map([
  ['tool', 'tool'],
  ['retriever', 'tool'],
  ['human', 'human'],
  ['preprocessing', 'setting'],
]);

/**
 * A run as a sequence of what was said and done, in order of time: its executions without those that hold others. An
 * agent is named by the telemetry, else by the agent around it, else by the step; a tool speaks for itself.
 * O(executions + size of outputs).
 */
export function transcriptSteps(run: RunView): readonly TranscriptStep[] {
  const holdsOthers = new Set(run.parent);
  const agents = agentsOf(run);
  const steps: TranscriptStep[] = [];
  for (const [node, execution] of run.executions.entries()) {
    if (holdsOthers.has(node) || execution.type === 'workflow') continue;
    if (execution.status === 'skipped' || execution.status === 'pending') continue;
    const { stepId, input, output, error } = execution;
    const speaker = speakers.get(execution.type) ?? 'agent';
    const agent = agents[node] ?? '';
    steps.push({
      execution,
      agent: speaker === 'tool' || agent === '' ? stepId : agent,
      speaker,
      addressee: addresseeOf(execution),
      asked: speaker === 'tool' || steps.length === 0 ? textOf(input) : '',
      said: [textOf(output), error?.message ?? ''].filter((text) => text !== '').join('\n'),
      hasFailed: execution.status === 'failed',
    });
  }
  return steps;
}

function addresseeOf({ attributes }: StepExecution): string {
  const told = attributes?.['transcript.addressee'];
  return typeof told === 'string' ? told : '';
}

/** For each node the agent that it belongs to; empty: nobody says. Callers may come after those they call. */
function agentsOf({ executions, parent }: RunView): readonly string[] {
  const agents = Array.from<string | undefined>({ length: executions.length });
  for (let node = 0; node < executions.length; node++) {
    const path: number[] = [];
    let at = node;
    for (; at >= 0 && agents[at] === undefined; at = parent[at] ?? -1) path.push(at);
    let around = agents[at] ?? '';
    for (const below of path.toReversed()) {
      const execution = executions[below];
      around = (execution && nameOf(execution)) ?? around;
      agents[below] = around;
    }
  }
  return agents.map((agent) => agent ?? '');
}

function nameOf({ type, stepId, attributes }: StepExecution): string | undefined {
  const told = attributes?.['gen_ai.agent.name'] ?? attributes?.['agent.name'];
  if (typeof told === 'string') return told;
  return type === 'agent' ? stepId : undefined;
}
