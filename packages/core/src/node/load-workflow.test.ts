import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defineWorkflow } from '../plugin/define-workflow.ts';
import { loadWorkflow } from './load-workflow.ts';
import { folderWith } from './temporary-folder.test-support.ts';

const workflow = defineWorkflow({ id: 'report', steps: { fetch: { type: 'tool' }, write: { needs: ['fetch'] } } });
const yaml = `
id: report
steps:
  - id: fetch
    type: tool
  - id: write
    dependencies: [fetch]
`;

it.each([
  ['YAML', 'a.yaml', yaml],
  ['JSON', 'a.json', JSON.stringify(workflow, null, '\t')],
])('reads %s, relative to the folder or absolute', (_form, name, text) => {
  const folder = folderWith({ [name]: text });
  expect(loadWorkflow(name, folder)).toEqual(workflow);
  expect(loadWorkflow(join(folder, name), '/elsewhere')).toEqual(workflow);
});

it('keeps "__proto__" where it is a key', () => {
  const folder = folderWith({ 'a.yaml': 'id: w\nsteps: [{ id: a, resources: { __proto__: 5 } }]' });
  expect(JSON.stringify(loadWorkflow('a.yaml', folder).steps[0].resources)).toBe('{"__proto__":5}');
});

it.each([
  ['that is not there', 'gone.yaml', 'ENOENT'],
  ['that is not YAML', 'broken.yaml', 'line 1'],
  ['that is no workflow', 'list.yaml', 'expected object'],
  ['with a repeated step', 'twice.yaml', 'step "a" is defined twice\n  → at steps[1].id'],
])('refuses a file %s', (_what, file, problem) => {
  const folder = folderWith({
    'broken.yaml': 'steps: [',
    'list.yaml': '- a',
    'twice.yaml': 'id: w\nsteps: [{ id: a }, { id: a }]',
  });
  expect(() => loadWorkflow(file, folder)).toThrow(
    expect.objectContaining({
      code: 'FAULTLINE_WORKFLOW_UNREADABLE',
      message: expect.stringMatching(
        new RegExp(`^Cannot read the workflow "${file}": [^]*${problem.replace(/[[\]]/g, String.raw`\$&`)}`),
      ) as unknown,
    }),
  );
});
