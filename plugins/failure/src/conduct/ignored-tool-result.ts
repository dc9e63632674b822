import { defineFailureRule, firstPlaces, type RunView } from '@faultline/core';
import { contentHash, needsOf, payloadTraces } from '@faultline/facts';
import { firstIndex } from '@faultline/stats';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { looksFailed } from '../contracts/looks-failed.ts';
import { durationEvidence } from '../duration-evidence.ts';

/** Reports results of tools that nothing after them contains. */
export const ignoredToolResult = defineFailureRule({
  id: 'failure/ignored-tool-result',
  description: 'Reports tools whose result is in no later input, nor in the output of a caller.',
  advice: 'Hand the result on, or do not call the tool.',
  severity: 'warning',
  messages: {
    ignored: 'The result of step "{{step}}" was never used{{among}}: none of the later inputs contains any of it.',
  },
  diagnose(run, { report }) {
    const ignored = run.executions.filter((execution) => isTool(execution) && isIgnored(run, execution));
    for (const executions of Map.groupBy(ignored, ({ stepId }) => stepId).values()) {
      const [first] = executions;
      if (first === undefined) continue;
      const took = executions.reduce((sum, execution) => sum + Math.max(0, run.durationMs(execution)), 0);
      report({
        messageId: 'ignored',
        at: firstPlaces(executions),
        data: { step: first.stepId, among: executions.length === 1 ? '' : ` ${executions.length} times` },
        // It may have been put in other words.
        confidence: 0.6,
        causes: [first],
        evidence: durationEvidence(run, took),
      });
    }
  },
});

/** Of more than that many later steps one may have used it unseen: nothing is claimed. */
const mostLater = 20;

/** An error that was put out is no result: it has a rule of its own. */
const isTool = ({ type, status, output }: StepExecution): boolean =>
  (type === 'tool' || type === 'retriever') && status === 'completed' && output !== undefined && !looksFailed(output);

/** Claims nothing where anything that could have used it was not written down. O(later inputs * pieces of the result). */
function isIgnored(run: RunView, execution: StepExecution): boolean {
  const node = run.nodeOf(execution);
  const { offsets } = needsOf(run).dependants;
  // Somebody recorded who took it.
  if (offsets[node]! < offsets[node + 1]!) return false;
  const later = laterThan(run, node);
  if (later.length === 0 || later.length > mostLater) return false;
  // What was asked again was asked for the newer answer.
  if (later.some((other) => isSameQuestion(execution, run.executions[other]!))) return false;
  const texts = [...later.map((other) => inputText(run.executions[other]!)), ...callersOf(run, node)];
  if (texts.includes(undefined)) return false;
  const traces = payloadTraces(execution.output ?? null);
  return traces.length > 0 && !texts.some((text) => traces.some((trace) => text?.includes(trace)));
}

const isSameQuestion = (one: StepExecution, other: StepExecution): boolean =>
  one.stepId === other.stepId &&
  one.input !== undefined &&
  other.input !== undefined &&
  contentHash(one.input) === contentHash(other.input);

/** What began after it had ended, one more than are looked at. Nodes come in order of their start. */
function laterThan(run: RunView, node: number): readonly number[] {
  const later: number[] = [];
  const first = firstIndex(run.executionCount, (other) => run.startNs[other]! >= run.endNs[node]!);
  for (let other = Math.max(first, node + 1); other < run.executionCount && later.length <= mostLater; other++)
    if (run.executions[other]!.status !== 'skipped') later.push(other);
  return later;
}

/** What the callers put out. That of an agent is made by its models, which count among the later ones. */
function callersOf(run: RunView, node: number): readonly (string | undefined)[] {
  const texts: (string | undefined)[] = [];
  for (let caller = run.parent[node]!; caller >= 0 && texts.length <= mostLater; caller = run.parent[caller]!)
    texts.push(outputText(run.executions[caller]!) ?? (run.executions[caller]!.type === 'agent' ? '' : undefined));
  return texts;
}

/** Payloads as text, each made once. */
const inputText = fact(({ input }: StepExecution) => (input === undefined ? undefined : JSON.stringify(input)));
const outputText = fact(({ output }: StepExecution) => (output === undefined ? undefined : JSON.stringify(output)));
