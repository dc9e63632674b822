import type { WfTask } from './wf-instance.ts';
import { fieldsOf, textIn } from '../fields.ts';

/** `_ID0000001`, `_00000001`: the number of a task. */
const trailingId = /[_.-](?:ID)?\d+$/i;

/**
 * The step that a task belongs to, the same in every run: its category, else its name without its number. Where the rest
 * of a name after the program names a file or a chunk (it has digits), the program.
 *
 *     mProject_ID0000001                                    mProject
 *     fast2bfq_fast2bfq_HEP2_s_1_sequence_1_ID0000002       fast2bfq, the program
 *     cat_bwa_ID001003, the program is cat                  cat_bwa
 */
export function wfStepIdOf({ name, category, records }: WfTask): string {
  if (category !== undefined) return category;
  const stable = withoutNumber(name);
  const program = textIn(fieldsOf(records[0]?.['command'])?.['program']);
  if (program === undefined || !stable.startsWith(`${program}_`)) return stable;
  const rest = stable.slice(program.length + 1);
  return rest === program || /\d/.test(rest) ? program : stable;
}

/** The item that tells the tasks of a step apart: what its id has beyond the step. */
export function wfItemOf(id: string, stepId: string): string {
  const rest = id.startsWith(stepId) ? id.slice(stepId.length).replace(/^[_.-]+/, '') : '';
  return rest === '' ? id : rest;
}

function withoutNumber(name: string): string {
  const stable = name.replace(trailingId, '');
  return stable === '' ? name : stable;
}
