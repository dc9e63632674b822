import type { RunView } from '@faultline/core';
import { firstIndex } from '@faultline/stats';
import type { Json, StepExecution } from '@faultline/model';

/** Longer outputs are looked at up to here. */
const MOST_CHARACTERS = 20_000;

const words =
  /\b(nothing|none) (\w+ ){0,3}(found|available|matched|matches)\b|\bno (\w+ ){0,4}(found|results?|matches|hits|documents?|records?|entries)\b|\bnot found\b|\b(could ?n[o']t|could not|cannot|did ?n[o']t|did not) find\b|\b0 (results|matches|hits)\b/i;

/** Whether the next output after an execution, or that of its caller, says that nothing was found. O(log V + outputs skipped). */
export function saysThatNothingWasFound(run: RunView, execution: StepExecution): boolean {
  const node = run.nodeOf(execution);
  const caller = run.executions[run.parent[node]!];
  return isSaidIn(nextOutput(run, node)) || isSaidIn(caller?.output);
}

/** Nodes come in order of their start. What has not put anything out in twenty says nothing of it. */
function nextOutput(run: RunView, node: number): Json | undefined {
  const first = firstIndex(run.executionCount, (other) => run.startNs[other]! >= run.endNs[node]!);
  return run.executions
    .slice(first, first + 20)
    .find((other, index) => first + index !== node && other.output !== undefined)?.output;
}

function isSaidIn(output: Json | undefined): boolean {
  if (output === undefined) return false;
  const text = typeof output === 'string' ? output : JSON.stringify(output);
  return words.test(text.slice(0, MOST_CHARACTERS));
}
