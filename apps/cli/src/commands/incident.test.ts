import { healthyRuns } from '@faultline/plugin-healthcare';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { workplace } from '../memory-io.test-support.ts';

interface Call {
  readonly stepId: string;
  readonly at: readonly [startMs: number, endMs: number];
  readonly parentId?: string;
  readonly service?: string;
  readonly error?: { readonly type: string };
}

/** A run of `shop`, which calls `cart` and then `pay`. `index`: tells runs apart, and is the minute in which each began. */
function run(index: number, calls: readonly Call[]): string {
  const startMs = Date.parse('2026-05-04T10:00:00Z') + index * 60_000;
  const executions = calls.map(({ stepId, at: [from, until], parentId, service, error }) => ({
    id: stepId,
    stepId,
    startMs: startMs + from,
    endMs: startMs + until,
    status: error === undefined ? 'completed' : 'failed',
    ...(parentId !== undefined && { parentId }),
    ...(service !== undefined && { attributes: { 'service.name': service } }),
    ...(error !== undefined && { error }),
  }));
  const endMs = Math.max(...executions.map((execution) => execution.endMs));
  const context = { service: 'front' };
  return JSON.stringify({
    id: `${index}`,
    workflowId: 'shop',
    status: 'completed',
    startMs,
    endMs,
    context,
    executions,
  });
}

const purchase = (index: number, cartMs = 30): string =>
  run(index, [
    { stepId: 'shop', at: [0, cartMs + 70 + (index % 3)] },
    { stepId: 'cart', at: [10, 10 + cartMs + (index % 3)], parentId: 'shop' },
    { stepId: 'pay', at: [cartMs + 20, cartMs + 60], parentId: 'shop' },
  ]);
const refused = (index: number): string =>
  run(index, [
    { stepId: 'shop', at: [0, 100 + (index % 3)] },
    { stepId: 'cart', at: [10, 40 + (index % 3)], parentId: 'shop' },
    { stepId: 'pay', at: [50, 90], parentId: 'shop', error: { type: 'external_service_error' } },
  ]);
/** `pay` is a service of its own, and the way there may be long. */
const remote = (index: number, wayMs: number): string =>
  run(index, [
    { stepId: 'shop', at: [0, 80 + 2 * wayMs + (index % 3)] },
    { stepId: 'POST', at: [10, 60 + 2 * wayMs + (index % 3)], parentId: 'shop' },
    { stepId: 'charge', at: [10 + wayMs, 60 + wayMs], parentId: 'POST', service: 'pay' },
  ]);
const lines = (from: number, until: number, make: (index: number) => string): string =>
  Array.from({ length: until - from }, (_, at) => make(from + at)).join('\n');

const linesOf = (runs: readonly object[]): string => runs.map((one) => JSON.stringify(one)).join('\n');

/** The same run with somebody's number wherever there may be one. */
function ofPatient(line: string): string {
  const { executions, ...one } = z.looseObject({ executions: z.array(z.looseObject({})) }).parse(JSON.parse(line));
  const named = { item: 'MRN-4711', input: 'MRN-4711', output: { patient: 'MRN-4711' } };
  return JSON.stringify({ ...one, subjectId: 'MRN-4711', executions: executions.map((its) => ({ ...its, ...named })) });
}

const healthy = lines(0, 30, (index) => purchase(index));
const slow = lines(30, 40, (index) => purchase(index, 900));

const answerSchema = z.strictObject({
  runs: z.strictObject({ during: z.number(), before: z.number() }),
  causes: z.array(
    z.strictObject({
      place: z.string(),
      probability: z.number(),
      story: z.string(),
      evidence: z.array(
        z.strictObject({
          kind: z.string(),
          says: z.string(),
          p: z.number(),
          shown: z.strictObject({ count: z.number(), of: z.number() }),
        }),
      ),
    }),
  ),
  nowhere: z.number(),
});

describe('incident', () => {
  it('names the cause, what it does, the figures, and in how many runs', async () => {
    const { faultline } = workplace({ 'slow.jsonl': slow, 'healthy.jsonl': healthy });
    const { exitCode, out, err } = await faultline(['incident', 'slow.jsonl', '--before', 'healthy.jsonl']);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
    const [title, headline, ...table] = out.split('\n');
    expect(title).toBe('10 runs of the incident, compared with 30 runs before');
    expect(headline).toMatch(/^"cart" is the probable cause \([\d.]+ % sure\): it works longer\.$/);
    expect(table.join('\n')).toMatch(
      /^\n  Cause +Probability +What is so +Runs\n  "cart" +[\d.]+ % +works longer +10 of 10\n    "cart" worked 901 ms itself, before 31 ms\.\n/,
    );
  });

  it('names what fails, however many files hold the runs', async () => {
    const { faultline } = workplace({
      'one.jsonl': lines(30, 35, refused),
      'two.jsonl': lines(35, 40, refused),
      'early.jsonl': lines(0, 10, (index) => purchase(index)),
      'late.jsonl': lines(10, 30, (index) => purchase(index)),
    });
    const before = ['--before', 'late.jsonl', '--before', 'early.jsonl'];
    const { exitCode, out } = await faultline(['incident', 'one.jsonl', 'two.jsonl', ...before]);
    expect(exitCode).toBe(1);
    expect(out).toContain('"pay" is the probable cause');
    expect(out).toContain('    "pay" failed (external_service_error) in 10 of 10 runs, before in 0 of 30.\n');
  });

  it('splits one input by the time that the incident began', async () => {
    const { faultline } = workplace({ 'slow.jsonl': slow, 'healthy.jsonl': healthy });
    const apart = await faultline(['incident', 'slow.jsonl', '--before', 'healthy.jsonl']);
    const since = ['--since', '2026-05-04T10:30:00Z'];
    expect(await faultline(['incident', ...since], `${slow}\n${healthy}`)).toEqual(apart);
    expect(await faultline(['incident', '--since', '2026-05-04T12:30:00+02:00'], `${healthy}\n${slow}`)).toEqual(apart);
  });

  it('looks at services where it is told so', async () => {
    const { faultline } = workplace({
      'bad.jsonl': lines(30, 40, (index) => remote(index, 2000)),
      'good.jsonl': lines(0, 30, (index) => remote(index, 4)),
    });
    const { out } = await faultline(['incident', 'bad.jsonl', '--before', 'good.jsonl', '--by', 'service']);
    expect(out).toContain('The way of "POST > charge" took 4 s, before 9 ms.');
    expect(out).toMatch(/ {2}"(pay|front)" /);
    expect(out).not.toMatch(/ {2}"shop" {2}/);
  });

  it('compares recorded metrics where a baseline says what is usual', async () => {
    const runs = [...healthyRuns(80, 5)];
    const heavy = runs.slice(60).map(({ executions, ...one }) => ({
      ...one,
      executions: executions.map((execution) =>
        execution.stepId === 'symptom_analysis'
          ? {
              ...execution,
              metrics: { ...execution.metrics, memoryMiB: 10 * (execution.metrics['memoryMiB'] ?? 1000) },
            }
          : execution,
      ),
    }));
    const { faultline } = workplace({ 'good.jsonl': linesOf(runs.slice(0, 60)), 'bad.jsonl': linesOf(heavy) });
    expect((await faultline(['learn', 'good.jsonl', '-o', 'baseline.json'])).exitCode).toBe(0);
    const args = ['incident', 'bad.jsonl', '--before', 'good.jsonl'];
    expect((await faultline(args)).out).toContain('No cause stands out');
    const { exitCode, out } = await faultline([...args, '--baseline', 'baseline.json']);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/"symptom_analysis" is the probable cause[^]*memoryMiB was .*, and unusual 20 of 20 times\./);
  });

  it('says so where no cause stands out, and exits with 0', async () => {
    const usual = lines(30, 40, (index) => purchase(index));
    const { faultline } = workplace({ 'usual.jsonl': usual, 'healthy.jsonl': healthy });
    const { exitCode, out, err } = await faultline(['incident', 'usual.jsonl', '--before', 'healthy.jsonl']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(
      /^10 runs of the incident, .*\nNo cause stands out: the chance that all is as before is [\d.]+ %\.\n\n.*\n  no fault .*\n$/,
    );
  });

  it('claims no more than it knows where runs are few', async () => {
    const { faultline } = workplace({
      'bad.jsonl': lines(30, 33, refused),
      'good.jsonl': lines(0, 8, (index) => purchase(index)),
    });
    const { exitCode, out } = await faultline(['incident', 'bad.jsonl', '--before', 'good.jsonl']);
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /^3 runs of the incident, .*\n"pay" may be the cause \([1-4][\d.]* % sure\): it does otherwise\.\n/,
    );
  });

  it('answers programs in JSON, with probabilities that sum to 1', async () => {
    const { faultline } = workplace({ 'slow.jsonl': slow, 'healthy.jsonl': healthy });
    const { out } = await faultline(['incident', 'slow.jsonl', '--before', 'healthy.jsonl', '--format', 'json']);
    const { runs, causes, nowhere } = answerSchema.parse(JSON.parse(out));
    expect(runs).toEqual({ during: 10, before: 30 });
    expect(causes.map(({ place }) => place)[0]).toBe('cart');
    expect(causes.reduce((sum, { probability }) => sum + probability, nowhere)).toBeCloseTo(1, 9);
  });

  it('names no subject, no item and no value', async () => {
    const { faultline } = workplace({
      'bad.jsonl': slow.split('\n').map(ofPatient).join('\n'),
      'good.jsonl': healthy.split('\n').map(ofPatient).join('\n'),
    });
    for (const format of ['terminal', 'json']) {
      const { exitCode, out } = await faultline([
        'incident',
        'bad.jsonl',
        '--before',
        'good.jsonl',
        '--format',
        format,
      ]);
      expect(exitCode).toBe(1);
      expect(out).not.toContain('4711');
    }
  });
});

describe('incident with bad input', () => {
  const files = { 'slow.jsonl': slow, 'few.jsonl': lines(0, 4, (index) => purchase(index)), 'none.jsonl': '' };

  it.each([
    ['no input', [], 'Nothing to look at: no file was named'],
    ['nothing before', ['slow.jsonl'], 'What was before the incident is asked for once'],
    [
      'two ways to say what was before',
      ['slow.jsonl', '--before', 'few.jsonl', '--since', '2026-05-04'],
      'What was before the incident is asked for once',
    ],
    [
      'too few runs before',
      ['slow.jsonl', '--before', 'few.jsonl'],
      'There are 4 runs before the incident; 5 are needed',
    ],
    ['no run before', ['slow.jsonl', '--since', '2026-05-04'], 'There is no run before the incident'],
    ['no run of the incident', ['slow.jsonl', '--since', '2026-05-05'], 'There is no run of the incident.'],
    ['no time', ['slow.jsonl', '--since', 'noon'], 'The time "noon" is no date and time with its zone.'],
    ['a time without its zone', ['slow.jsonl', '--since', '2026-05-04T10:30:00'], 'is no date and time with its zone.'],
  ])('says what is missing: %s', async (_what, args, problem) => {
    const { exitCode, out, err } = await workplace(files).faultline(['incident', ...args]);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(problem);
    expect(err.split('\n')).toHaveLength(3);
  });

  it('says once what could not be read, and answers from the rest', async () => {
    const { faultline } = workplace({ ...files, 'healthy.jsonl': healthy });
    const lost = await faultline(['incident', 'slow.jsonl', '--before', 'lost.jsonl']);
    expect(lost).toMatchObject({ exitCode: 3, out: '' });
    expect(lost.err).toMatch(/^Cannot read "lost\.jsonl": there is no such file\.\n.*\n$/);
    const rest = await faultline(['incident', 'slow.jsonl', 'lost.jsonl', '--before', 'healthy.jsonl']);
    expect(rest.exitCode).toBe(3);
    expect(rest.out).toContain('"cart" is the probable cause');
  });
});
