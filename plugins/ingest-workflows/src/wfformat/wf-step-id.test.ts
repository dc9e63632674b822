import { expect, it } from 'vitest';
import { wfItemOf, wfStepIdOf } from './wf-step-id.ts';

const stepOf = (name: string, program?: string, category?: string) =>
  wfStepIdOf({
    id: name,
    name,
    category,
    parents: [],
    children: [],
    specified: {},
    records: program === undefined ? [{}] : [{ command: { program } }],
  });

it.for([
  ['mProject_ID0000001', 'mProject', 'mProject'],
  ['individuals_ID0000001', undefined, 'individuals'],
  ['cpuhog_chain_00000004', 'cpuhog', 'cpuhog_chain'],
  ['cat_bwa_ID001003', 'cat', 'cat_bwa'],
  ['chr21_chr21_ID0000001', 'chr21', 'chr21'],
  ['pileup_pileup_ID0000003', 'pileup', 'pileup'],
  ['map_map_080603_s_1_sequence_11_ID0000707', 'map', 'map'],
  ['NFCORE.RNASEQ.BBMAP_BBSPLIT', 'bbsplit.sh -x\n', 'NFCORE.RNASEQ.BBMAP_BBSPLIT'],
  ['bowtie2-build_ID0000001', 'bowtie2', 'bowtie2-build'],
  ['_12', undefined, '_12'],
  ['__proto__', '__proto__', '__proto__'],
] as const)('the task %s of the program %s is the step %s', ([name, program, stepId]) => {
  expect(stepOf(name, program)).toBe(stepId);
});

it('takes the category where there is one', () => {
  expect(stepOf('mProject_ID0000001', 'mProject', 'project')).toBe('project');
});

it.for([
  ['mProject_ID0000001', 'mProject', 'ID0000001'],
  ['ID0000001', 'mProject', 'ID0000001'],
  ['a', 'a', 'a'],
] as const)('the item of %s in the step %s is %s', ([id, stepId, item]) => {
  expect(wfItemOf(id, stepId)).toBe(item);
});
