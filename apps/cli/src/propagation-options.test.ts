import { expect, it } from 'vitest';
import { reportSchema } from '@faultline/model';
import { workplace } from './memory-io.test-support.ts';

const workflow = `
id: nightly
steps:
  - id: fetch
  - id: parse
    dependencies: [fetch]
`;
const edited = `
rules:
  failure/propagation:
    options:
      rules:
        - { dependencyType: data, passes: 0.9 }
        - { passes: 0.4 }
`;
const run = JSON.stringify({
  id: 'one',
  workflowId: 'nightly',
  status: 'completed',
  startMs: 0,
  endMs: 2,
  executions: [
    { id: 'fetch', stepId: 'fetch', startMs: 0, endMs: 1, status: 'failed', error: { type: 'timeout' } },
    { id: 'parse', stepId: 'parse', startMs: 1, endMs: 2, status: 'completed' },
  ],
});
const files = { 'run.json': run, 'nightly.yaml': workflow, 'mine/faultline.config.yaml': edited };

it('goes by the table of propagation that the configuration has', async () => {
  const { faultline } = workplace(files);
  const spreadWith = async (...args: string[]) => {
    const { out } = await faultline(['analyze', 'run.json', '--workflow', 'nightly.yaml', '--format', 'json', ...args]);
    const { sections } = reportSchema.parse(JSON.parse(out));
    return sections.find(({ id }) => id === 'failure/propagation')?.value;
  };
  expect(await spreadWith()).toMatchObject({ roots: [{ expectedSteps: 0.4, contained: [{ isTolerated: true }] }] });
  expect(await spreadWith('--config', 'mine/faultline.config.yaml')).toMatchObject({
    roots: [{ expectedSteps: 0.9, contained: [{ passes: 0.9, isTolerated: false }] }],
  });
});

it('says where a share is none', async () => {
  const { faultline } = workplace({ ...files, 'wrong.yaml': edited.replace('0.9', '1.9') });
  const { exitCode, err } = await faultline(['analyze', 'run.json', '--config', 'wrong.yaml']);
  expect(exitCode).toBe(2);
  expect(err).toContain('The options of "failure/propagation" are not valid.');
  expect(err).toContain('rules[0].passes');
});
