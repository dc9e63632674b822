import { defineFailureRule, firstPlaces, measured, type RunView } from '@faultline/core';
import { isEmptyPayload } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { durationEvidence } from '../duration-evidence.ts';
import { repetitionsIn, usualLoop } from './repetitions-in.ts';
import { stopOf } from './stop-reasons.ts';

/** Reports what ended before it was done. */
export const prematureEnd = defineFailureRule({
  id: 'failure/premature-end',
  description:
    'Reports answers cut off at a limit or by a filter, agents that ran out of turns, and runs that end without an answer.',
  advice: 'Raise the limit, or ask for less; treat an unfinished answer as a failure.',
  severity: 'warning',
  messages: {
    length: 'The output of step "{{step}}" was cut off at its limit of tokens{{among}}.',
    filter: 'The output of step "{{step}}" was stopped by a content filter{{among}}.',
    limit: 'Step "{{step}}" stopped at its limit of turns{{among}}, not because it was done.',
    unanswered: 'The run completed although step "{{step}}" had last asked for a tool, which was never called.',
    noAnswer: 'The run completed with the result of "{{step}}": no model took it up, and no answer was recorded.',
  },
  diagnose(run, { report }) {
    const stopped = stoppedEarly(run);
    const looping: ReadonlySet<number> = stopped.has('limit') ? loopingCallers(run) : new Set();
    for (const [stop, executions] of stopped) {
      for (const ofStep of Map.groupBy(executions, ({ stepId }) => stepId).values()) {
        const [first] = ofStep;
        if (first === undefined) continue;
        const isLoop = stop === 'limit' && ofStep.every((execution) => looping.has(run.nodeOf(execution)));
        const among = ofStep.length === 1 ? '' : ` ${ofStep.length} times`;
        report({
          messageId: stop,
          at: firstPlaces(ofStep),
          // The loop is what is to be mended, and is told by its own rule.
          severity: isLoop ? 'info' : 'warning',
          data: { step: first.stepId, among },
          confidence: 0.95,
          causes: [first],
          evidence: [measured('stops', ofStep.length, 'count')],
        });
      }
    }
    if (run.status !== 'completed') return;
    const models = run.executions.filter(({ type, status }) => type === 'llm' && status === 'completed');
    const last = models.at(-1);
    if (last === undefined) return;
    const after = lastAction(run, last);
    if (after === undefined && stopOf(last) === 'tool-call')
      report({
        messageId: 'unanswered',
        at: [last],
        data: { step: last.stepId },
        confidence: 0.8,
        causes: [last],
        evidence: durationEvidence(run, run.durationMs(last), last),
      });
    // One that failed left no result, which is told where failures are.
    if (after?.status !== 'completed' || hasAnswer(run)) return;
    report({
      messageId: 'noAnswer',
      at: [after],
      // A hand-over to a person ends so too.
      severity: 'info',
      data: { step: after.stepId },
      confidence: 0.6,
      causes: [after],
      evidence: durationEvidence(run, run.durationMs(after), after),
    });
  },
});

function stoppedEarly(run: RunView): ReadonlyMap<'length' | 'filter' | 'limit', readonly StepExecution[]> {
  const stopped = new Map<'length' | 'filter' | 'limit', StepExecution[]>();
  for (const execution of run.executions) {
    if (execution.status !== 'completed' || (execution.type !== 'llm' && execution.type !== 'agent')) continue;
    const stop = stopOf(execution);
    if (stop === undefined || stop === 'tool-call') continue;
    const known = stopped.get(stop);
    if (known === undefined) stopped.set(stop, [execution]);
    else known.push(execution);
  }
  return stopped;
}

/** The nodes that called the same again and again, themselves or by way of others. O(V). */
function loopingCallers(run: RunView): ReadonlySet<number> {
  const callers = new Set<number>();
  for (const { executions } of repetitionsIn(run, usualLoop))
    for (const execution of executions.slice(0, 1)) {
      let caller = run.parent[run.nodeOf(execution)]!;
      for (; caller >= 0 && !callers.has(caller); caller = run.parent[caller]!) callers.add(caller);
    }
  return callers;
}

/** The last tool or retriever that began after the last model had answered. */
const lastAction = (run: RunView, model: StepExecution): StepExecution | undefined =>
  run.executions.findLast(
    ({ type, startMs }) =>
      (type === 'tool' || type === 'retriever') && startMs >= model.startMs + run.durationMs(model),
  );

/** Whether something at the top of the run says what came of it. */
const hasAnswer = (run: RunView): boolean =>
  run.executions.some(
    ({ output, type }, node) =>
      run.parent[node]! < 0 &&
      type !== 'tool' &&
      type !== 'retriever' &&
      type !== 'llm' &&
      !isEmptyPayload(output ?? null),
  );
