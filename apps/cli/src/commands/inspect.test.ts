import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultyRun } from '@faultline/plugin-healthcare';
import { workplace } from '../memory-io.test-support.ts';

const traceId = '5b8efff798038103d269b633813fc60c';
const startMs = 1_544_712_660_000;
const nanos = (ms: number): string => `${startMs + ms}000000`;
const span = (digit: string, parent: string, fromMs: number, toMs: number, fields: object = {}) => ({
  traceId,
  spanId: digit.repeat(16),
  ...(parent !== '' && { parentSpanId: parent.repeat(16) }),
  name: `step ${digit}`,
  startTimeUnixNano: nanos(fromMs),
  endTimeUnixNano: nanos(toMs),
  ...fields,
});
const otlp = (...spans: object[]): string => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const plain = otlp(span('1', '', 0, 100), span('2', '1', 0, 40), span('3', '1', 0, 30), span('4', '1', 40, 100));
const linked = otlp(
  span('1', '', 0, 100),
  span('2', '1', 0, 40),
  span('4', '1', 40, 100, { links: [{ traceId, spanId: '2'.repeat(16) }] }),
  span('5', '9', 40, 120),
);

const inspected = z.array(
  z.looseObject({ source: z.string(), ingester: z.string(), runs: z.int(), steps: z.int(), executions: z.int() }),
);

describe('inspect', () => {
  it('says what is in a trace', async () => {
    const { faultline } = workplace({ 'trace.json': plain });
    const { exitCode, out, err } = await faultline(['inspect', 'trace.json']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(`trace.json  OTLP JSON or OTLP JSON Lines (ingest-traces/otlp-json)
  Runs           1
  Executions     4
  Steps          4
  Edges          none recorded
  Makespan       100 ms
  Critical path  1 joint, 100 % inferred from timing
  Without slack  3
  With slack     1, at most 10 ms

`);
  });

  it('says the same for programs, with what was recorded and what was mended', async () => {
    const { faultline } = workplace({ 'trace.json': linked });
    const { exitCode, out } = await faultline(['inspect', 'trace.json', '--format', 'json']);
    expect(exitCode).toBe(0);
    const [figures] = inspected.parse(JSON.parse(out));
    expect(figures).toMatchObject({
      source: 'trace.json',
      runs: 1,
      executions: 4,
      edges: { explicit: 1 },
      joints: { recorded: 1, implied: 0, inferredShare: 0 },
      mended: { 'unknown-parent': 1, 'beyond-parent': 1 },
    });
  });

  it('takes native runs, several inputs, and standard input', async () => {
    const { faultline } = workplace({ 'trace.json': plain });
    const { exitCode, out } = await faultline(
      ['inspect', 'trace.json', '-', '--format', 'json'],
      JSON.stringify(faultyRun()),
    );
    expect(exitCode).toBe(0);
    expect(inspected.parse(JSON.parse(out)).map(({ source, runs }) => [source, runs])).toEqual([
      ['trace.json', 1],
      ['-', 1],
    ]);
  });

  it('inspects the other inputs where one cannot be read', async () => {
    const { faultline } = workplace({ 'trace.json': plain });
    const { exitCode, out, err } = await faultline(['inspect', 'gone.json', 'trace.json']);
    expect(exitCode).toBe(3);
    expect(err).toContain('there is no such file');
    expect(out).toContain('trace.json');
  });

  it('makes control characters in names of files and in notes visible', async () => {
    const { faultline } = workplace({ 'a\u001b[2Jb.json': plain });
    expect((await faultline(['inspect', 'a\u001b[2Jb.json'])).out).not.toContain('\u001b');
  });

  it('asks for an input', async () => {
    expect((await workplace().faultline(['inspect'])).exitCode).toBe(2);
  });
});
