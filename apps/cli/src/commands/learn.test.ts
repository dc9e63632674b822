import { describe, expect, it } from 'vitest';
import { faultyRun, healthyRuns } from '@faultline/plugin-healthcare';
import { reportSchema, type Report } from '@faultline/model';
import { workplace } from '../memory-io.test-support.ts';

const literature = 'medical_literature_consultation';
const runs = [...healthyRuns(61, 1)].map((run) => JSON.stringify(run));
/** Sixty to learn from, and another one. */
const history = runs.slice(0, 60);
const another = runs.at(-1) ?? '';
const linesOf = (from: number, to: number): string => history.slice(from, to).join('\n');
const files = {
  'all.jsonl': linesOf(0, 60),
  'a.jsonl': linesOf(0, 25),
  'b.jsonl': linesOf(25, 60),
  'one.json': another,
};
/** A run that is still under way. */
const open = (index: number): string =>
  JSON.stringify({ ...(JSON.parse(history[index] ?? '') as Record<string, unknown>), status: 'running' });
const faulty = JSON.stringify(faultyRun());

type Workplace = ReturnType<typeof workplace>;

async function learned(args: readonly string[], from: Workplace): Promise<string> {
  const { exitCode, out } = await from.faultline(['learn', ...args, '-o', 'written.json']);
  expect([exitCode, out]).toEqual([0, '']);
  return from.read('written.json');
}

async function analyzed(args: readonly string[], { faultline }: Workplace): Promise<Report> {
  const { out } = await faultline(['analyze', 'one.json', '--format', 'json', ...args]);
  return reportSchema.parse(JSON.parse(out));
}

const historyIn = ({ sections }: Report): unknown => sections.find(({ id }) => id === 'schedule/bottlenecks')?.value;

/** How grave it is that a step was slower than declared, and what was learned that anything was held against. */
const slownessIn = ({ findings }: Report): unknown => ({
  severity: findings.find(({ ruleId }) => ruleId === 'integrity/slower-than-baseline')?.severity,
  learned: findings
    .flatMap(({ evidence }) => evidence)
    .find((one) => one.type === 'expected' && one.basis === 'learned' && one.observations !== undefined),
});

describe('learn', () => {
  it('learns the same at once, one part after the other, and from parts put together, in any order', async () => {
    const place = workplace(files);
    const whole = await learned(['all.jsonl'], place);
    expect(await learned(['b.jsonl', 'a.jsonl'], place)).toBe(whole);
    await place.faultline(['learn', 'a.jsonl', '-o', 'a.json']);
    await place.faultline(['learn', 'b.jsonl', '-o', 'b.json']);
    expect(await learned(['--baseline', 'b.json', '--baseline', 'a.json'], place)).toBe(whole);
    const further = await place.faultline(['learn', 'b.jsonl', '--baseline', 'a.json', '-o', 'a.json']);
    expect(further.err).toBe('Learned from 35 runs; the baseline now stands for 60 runs.\n');
    expect(place.read('a.json')).toBe(whole);
  });

  it('learns a run once, whether its file is named twice or was learned before', async () => {
    const place = workplace({ ...files, 'copy.jsonl': linesOf(10, 30) });
    const once = await learned(['a.jsonl'], place);
    expect(await learned(['a.jsonl', 'a.jsonl', './a.jsonl'], place)).toBe(once);
    expect(await learned(['--baseline', 'written.json', '--baseline', './written.json'], place)).toBe(once);
    const again = await place.faultline(['learn', 'a.jsonl', '--baseline', 'written.json', '-o', 'written.json']);
    expect(again).toEqual({
      exitCode: 0,
      out: '',
      err: '25 runs had been learned before and were left out.\nThe baseline stands for 25 runs.\n',
    });
    expect(place.read('written.json')).toBe(once);
    const partly = await place.faultline(['learn', 'a.jsonl', 'copy.jsonl', '-o', 'partly.json']);
    expect(partly.err).toBe('15 runs had been learned before and were left out.\nLearned from 30 runs.\n');
  });

  describe('from more runs than can be known again', () => {
    const many = Array.from({ length: 700 }, (_, index) =>
      JSON.stringify({
        id: `run ${index}`,
        workflowId: 'w',
        status: 'completed',
        startMs: index,
        endMs: index + 1,
        executions: [{ id: 'e', stepId: 'fetch', status: 'completed', startMs: index, endMs: index + 1 }],
      }),
    );
    const manyFiles = {
      'many.jsonl': many.slice(0, 600).join('\n'),
      'more.jsonl': many.slice(600).join('\n'),
      'both.jsonl': many.slice(500).join('\n'),
      'twice.jsonl': [...many.slice(0, 600), ...many.slice(0, 600)].join('\n'),
    };

    it('refuses those of which some were learned before, and writes nothing', async () => {
      const place = workplace(manyFiles);
      const once = await learned(['many.jsonl'], place);
      for (const file of ['many.jsonl', 'both.jsonl']) {
        const { exitCode, err } = await place.faultline([
          'learn',
          file,
          '--baseline',
          'written.json',
          '-o',
          'written.json',
        ]);
        expect([exitCode, err]).toEqual([
          2,
          'Some of these runs are in the baseline already, and of others that cannot be told: nothing was written. ' +
            'Of a workflow with many runs only a sample is known again.\n' +
            '  Name files with new runs only, or learn from all files anew, without "--baseline".\n',
        ]);
        expect(place.read('written.json')).toBe(once);
      }
    });

    it('goes on from them with new ones, and gives what all at once do', async () => {
      const place = workplace(manyFiles);
      const whole = await learned(['many.jsonl', 'more.jsonl'], place);
      await learned(['many.jsonl'], place);
      expect(await learned(['more.jsonl', '--baseline', 'written.json'], place)).toBe(whole);
    });

    it('says that some may count twice where they come again in what is read', async () => {
      const place = workplace(manyFiles);
      const { err } = await place.faultline(['learn', 'twice.jsonl', '-o', 'twice.json']);
      expect(err).toMatch(
        /^\d+ runs had been learned before and were left out\. Others may count twice: of a workflow with many runs only a sample is known again\.\nLearned from \d+ runs\.\n$/,
      );
    });
  });

  it('refuses baselines that hold the same runs, and writes nothing', async () => {
    const place = workplace({ ...files, 'some.jsonl': linesOf(10, 30) });
    await place.faultline(['learn', 'a.jsonl', '-o', 'a.json']);
    await place.faultline(['learn', 'some.jsonl', '-o', 'some.json']);
    const both = ['learn', '--baseline', 'a.json', '--baseline', 'some.json', '-o', 'both.json'];
    expect(await place.faultline(both)).toEqual({
      exitCode: 2,
      out: '',
      err:
        'The baseline "some.json" holds runs that another one holds too, at least 15 runs: nothing was written. ' +
        'They would count twice.\n' +
        '  Name baselines that have no runs in common, or learn from the files of all runs anew.\n',
    });
    expect(() => place.read('both.json')).toThrow('ENOENT');
  });

  it('leaves out runs that have not ended: they come again', async () => {
    const place = workplace({ ...files, 'open.jsonl': `${linesOf(0, 24)}\n${open(24)}`, 'only.json': open(0) });
    const { err } = await place.faultline(['learn', 'open.jsonl', '-o', 'open.json']);
    expect(err).toBe('1 run had not ended and was left out: learn it afterwards.\nLearned from 24 runs.\n');
    const later = await place.faultline(['learn', 'a.jsonl', '--baseline', 'open.json', '-o', 'open.json']);
    expect(later.err).toBe(
      '24 runs had been learned before and were left out.\n' +
        'Learned from 1 run; the baseline now stands for 25 runs.\n',
    );
    expect(place.read('open.json')).toBe(await learned(['a.jsonl'], place));
    expect(await place.faultline(['learn', 'only.json'])).toEqual({
      exitCode: 3,
      out: '',
      err:
        '1 run had not ended and was left out: learn it afterwards.\n' +
        'There is no run to learn from; nothing was written.\n',
    });
  });

  it('says that a baseline was replaced, unless it goes on from it', async () => {
    const { faultline } = workplace({ ...files, 'notes.txt': 'no baseline' });
    expect((await faultline(['learn', 'a.jsonl', '-o', 'base.json'])).err).toBe('Learned from 25 runs.\n');
    expect((await faultline(['learn', 'b.jsonl', '-o', './base.json'])).err).toBe(
      'Learned from 35 runs.\n' +
        'The baseline of 25 runs that "./base.json" held was replaced: "--baseline ./base.json" would have gone on from it.\n',
    );
    const onward = await faultline(['learn', 'a.jsonl', '--baseline', 'base.json', '-o', './base.json']);
    expect(onward.err).toBe('Learned from 25 runs; the baseline now stands for 60 runs.\n');
    expect((await faultline(['learn', 'a.jsonl', '-o', 'notes.txt'])).err).toBe('Learned from 25 runs.\n');
  });

  it('says what it did not learn', async () => {
    const metrics = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`score.${at}`, at]));
    const place = workplace({
      'scores.json': JSON.stringify({
        id: 'run',
        workflowId: 'w',
        status: 'completed',
        startMs: 0,
        endMs: 5,
        executions: [{ id: 'e', stepId: 'grade', status: 'completed', startMs: 0, endMs: 5, metrics }],
      }),
    });
    const { exitCode, err } = await place.faultline(['learn', 'scores.json', '-o', 'scores.json.learned']);
    expect([exitCode, err]).toEqual([
      0,
      '9 values were not learned, of more metrics than 32: of step "grade" of workflow "w".\nLearned from 1 run.\n',
    ]);
  });

  it('reads what is piped in and writes to standard output where no file is named', async () => {
    const { exitCode, out, err } = await workplace().faultline(['learn'], another);
    expect([exitCode, err]).toEqual([0, 'Learned from 1 run.\n']);
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, runs: 1, learned: { 'runs/sample': { version: 2 } } });
  });

  it('keeps no subject and no value of an input or output', async () => {
    const text = await learned(['all.jsonl'], workplace(files));
    for (const secret of ['patient_30', 'levothyroxine', 'primary hypothyroidism']) expect(text).not.toContain(secret);
  });

  it('writes nothing where there is no run, and says so', async () => {
    const { faultline, read } = workplace({ 'empty.json': '' });
    const { exitCode, out, err } = await faultline(['learn', 'empty.json', '-o', 'baseline.json']);
    expect([exitCode, out]).toEqual([3, '']);
    expect(err).toContain('There is no run to learn from; nothing was written.\n');
    expect(() => read('baseline.json')).toThrow('ENOENT');
  });

  it('learns from what can be read, and says what cannot', async () => {
    const { faultline } = workplace(files);
    const { exitCode, err } = await faultline(['learn', 'nowhere.jsonl', 'a.jsonl', '-o', 'baseline.json']);
    expect(exitCode).toBe(3);
    expect(err).toContain('Cannot read "nowhere.jsonl": there is no such file.');
    expect(err).toContain('Learned from 25 runs.\n');
  });

  it('leaves out what another version or a missing plugin had learned, and says so', async () => {
    const old = {
      schemaVersion: 1,
      runs: 9,
      learned: { 'runs/sample': { version: 0, state: {} }, 'gone/learner': { version: 1, state: {} } },
    };
    const { faultline, read } = workplace({ ...files, 'old.json': JSON.stringify(old) });
    const { exitCode, err } = await faultline(['learn', 'a.jsonl', '--baseline', 'old.json', '-o', 'new.json']);
    expect(exitCode).toBe(0);
    expect(err).toBe(
      'What "runs/sample" had learned in "old.json" cannot be read by this version and was left out.\n' +
        'What "gone/learner" had learned in "old.json" was left out: no plugin here has this learner.\n' +
        'Learned from 25 runs.\n',
    );
    expect(JSON.parse(read('new.json'))).toMatchObject({ runs: 25 });
  });

  it('writes nothing where a learner fails, because a run may have been learned in part', async () => {
    const broken = `export default { name: 'acme', learners: [{
      id: 'acme/broken', version: 1, description: 'Fails.', empty: () => 0, merge: (a) => a, view: () => 0,
      add() { throw new Error('no such step'); },
    }] };`;
    const { faultline, read } = workplace({ ...files, 'broken.mjs': broken });
    const { exitCode, err } = await faultline(['learn', 'a.jsonl', '--plugin', './broken.mjs', '-o', 'baseline.json']);
    expect(exitCode).toBe(4);
    expect(err).toContain('no such step');
    expect(err).toMatch(/Nothing was written\.\n$/);
    expect(() => read('baseline.json')).toThrow('ENOENT');
  });

  it('asks for something to learn from', async () => {
    const { exitCode, err } = await workplace().faultline(['learn']);
    expect(exitCode).toBe(2);
    expect(err).toBe(
      'Nothing to learn from: no file was named and nothing is piped in.\n' +
        '  Try "faultline learn runs.jsonl -o baseline.json".\n',
    );
  });
});

describe('analyze --baseline', () => {
  it('holds a run against sixty earlier ones: bottlenecks, expectations and caching', async () => {
    const place = workplace(files);
    await place.faultline(['learn', 'all.jsonl', '-o', 'baseline.json']);
    const report = await analyzed(['--baseline', 'baseline.json'], place);
    expect(historyIn(report)).toMatchObject({
      history: { runs: 60, tailRuns: 4 },
      steps: expect.arrayContaining([
        expect.objectContaining({ stepId: literature, history: { index: 1, tailShare: expect.closeTo(0.26, 2) } }),
      ]),
    });

    const cacheable = report.findings.find(({ messageId }) => messageId === 'cacheable');
    expect(cacheable).toMatchObject({
      ruleId: 'optimize/cacheable-step',
      stepIds: [literature],
      impact: { basis: 'learned' },
    });
    const saves = cacheable?.kind === 'optimizer' ? cacheable.impact.savesMs : undefined;
    const { low = 0, expected = 0, high = 0 } = saves ?? {};
    expect(low).toBeGreaterThan(1000);
    expect(low).toBeLessThan(expected);
    expect(expected).toBeLessThan(high);
    expect(high).toBeLessThan(10_000);
  });

  it('leaves slow steps to detectors where enough was learned, and holds them against what is declared without', async () => {
    const place = workplace({ ...files, 'one.json': faulty });
    await place.faultline(['learn', 'all.jsonl', '-o', 'baseline.json']);
    expect(slownessIn(await analyzed(['--baseline', 'baseline.json'], place))).toMatchObject({
      severity: 'info',
      learned: { observations: 60 },
    });
    expect(slownessIn(await analyzed([], place))).toEqual({ severity: 'warning', learned: undefined });
  });

  it('is named in the configuration, relative to it, and on the command line instead', async () => {
    const place = workplace({
      ...files,
      'sub/faultline.config.json': '{"baseline":"learned/baseline.json"}',
      'sub/learned/x': '',
    });
    await place.faultline([
      'learn',
      'all.jsonl',
      '-o',
      'sub/learned/baseline.json',
      '--config',
      'sub/faultline.config.json',
    ]);
    await place.faultline(['learn', 'a.jsonl', '-o', 'a.json']);
    const config = ['--config', 'sub/faultline.config.json'];
    expect(historyIn(await analyzed(config, place))).toMatchObject({ history: { runs: 60 } });
    expect(historyIn(await analyzed([...config, '--baseline', 'a.json'], place))).toMatchObject({
      history: { runs: 25 },
    });
    expect(historyIn(await analyzed([], place))).toMatchObject({ history: null });
  });

  it('is refused where a part of it is damaged', async () => {
    const { faultline, read } = workplace(files);
    await faultline(['learn', 'all.jsonl', '-o', 'whole.json']);
    const whole = JSON.parse(read('whole.json')) as { learned: Record<string, { state: unknown }> };
    const damaged = {
      ...whole,
      learned: { ...whole.learned, 'runs/sample': { ...whole.learned['runs/sample'], state: [] } },
    };
    const place = workplace({ ...files, 'damaged.json': JSON.stringify(damaged) });
    const { exitCode, out, err } = await place.faultline(['analyze', 'one.json', '--baseline', 'damaged.json']);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toBe(
      'Cannot read the baseline "damaged.json": what "runs/sample" had learned is damaged.\n' +
        '  A baseline is what "faultline learn RUNS -o FILE" writes.\n',
    );
  });

  it('warns where it is of another version', async () => {
    const old = { schemaVersion: 1, runs: 9, learned: { 'runs/sample': { version: 0, state: {} } } };
    const { faultline } = workplace({ ...files, 'old.json': JSON.stringify(old) });
    const { out } = await faultline(['analyze', 'one.json', '--baseline', 'old.json']);
    expect(out).toMatch(/^WARN /);
    expect(out).toContain('WARN   core/learned-state-discarded\n');
  });

  it('is refused where it is none', async () => {
    const { faultline } = workplace(files);
    const { exitCode, out, err } = await faultline(['analyze', 'one.json', '--baseline', 'one.json']);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toBe(
      'Cannot read the baseline "one.json": it is none: it has no "schemaVersion" and "learned".\n' +
        '  A baseline is what "faultline learn RUNS -o FILE" writes.\n',
    );
  });
});
