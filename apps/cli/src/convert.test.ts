import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultyRun, healthyRun } from '@faultline/plugin-healthcare';
import { workplace } from './memory-io.test-support.ts';

const lines = (...documents: readonly unknown[]): string => documents.map((one) => `${JSON.stringify(one)}\n`).join('');
const parsed = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

const byId = (runs: readonly unknown[]) => new Map(runs.map((run) => [(run as { readonly id: string }).id, run]));

describe('convert', () => {
  it('turns runs into OTLP JSON and back into what they were', async () => {
    const { faultline } = workplace({ 'runs.jsonl': lines(healthyRun(), faultyRun()) });
    const written = await faultline(['convert', 'runs.jsonl', '--to', 'otlp-json', '-o', 'traces.jsonl']);
    expect(written).toEqual({ exitCode: 0, out: '', err: '' });
    const { exitCode, out, err } = await faultline(['convert', 'traces.jsonl']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(byId(parsed(out))).toEqual(byId([healthyRun(), faultyRun()]));
  });

  it('keeps runs apart that have one id', async () => {
    const { faultline } = workplace({ 'runs.jsonl': lines(healthyRun(), healthyRun()) });
    await faultline(['convert', 'runs.jsonl', '--to', 'otlp-json', '-o', 'traces.jsonl']);
    expect(parsed((await faultline(['convert', 'traces.jsonl'])).out)).toEqual([healthyRun(), healthyRun()]);
  });

  it('cuts a large run into documents that are one trace', async () => {
    const [first] = healthyRun().executions;
    const executions = Array.from({ length: 2500 }, (_, at) => ({ ...first, id: `e${at}`, item: String(at) }));
    const run = { ...healthyRun(), executions, edges: [] };
    const { faultline, read } = workplace({ 'run.json': lines(run) });
    await faultline(['convert', 'run.json', '--to', 'otlp-json', '-o', 'trace.jsonl']);
    expect(parsed(read('trace.jsonl'))).toHaveLength(3);
    expect(parsed((await faultline(['convert', 'trace.jsonl'])).out)).toEqual([run]);
  });

  it('reads gzip, of several members as well', async () => {
    const { faultline, folder } = workplace();
    const members = [healthyRun(), faultyRun()].map((run) => gzipSync(lines(run)));
    writeFileSync(join(folder, 'runs.gz'), Buffer.concat(members));
    expect(parsed((await faultline(['convert', 'runs.gz'])).out)).toEqual([healthyRun(), faultyRun()]);
    writeFileSync(join(folder, 'cut.gz'), gzipSync(lines(healthyRun())).subarray(0, -4));
    const { exitCode, err } = await faultline(['convert', 'cut.gz', '--to', 'otlp-json']);
    expect(exitCode).toBe(3);
    expect(err).toContain('gzip');
  });

  it('converts what can be read, and says what cannot', async () => {
    const { faultline } = workplace({ 'run.json': lines(healthyRun()), 'bad.json': '{' });
    const { exitCode, out, err } = await faultline(['convert', 'none.json', 'bad.json', 'run.json']);
    expect(exitCode).toBe(3);
    expect(parsed(out)).toEqual([healthyRun()]);
    expect(err).toContain('bad.json');
  });

  it('writes no file where there is no run', async () => {
    const { faultline, read } = workplace({ 'bad.json': '{' });
    expect((await faultline(['convert', 'bad.json', '-o', 'out.jsonl'])).exitCode).toBe(3);
    expect(() => read('out.jsonl')).toThrow('ENOENT');
  });

  it('asks for an input and for a format that it knows', async () => {
    const { faultline } = workplace({ 'run.json': lines(healthyRun()) });
    expect((await faultline(['convert'])).exitCode).toBe(2);
    expect((await faultline(['convert', 'run.json', '--to', 'pdf'])).exitCode).toBe(2);
  });
});
