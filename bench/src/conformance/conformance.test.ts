import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conformance } from './conformance.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: unknown): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

async function rows(): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { columns, missed } of conformance.run({ isQuick: true, dataFolder: folder }))
    lines.push(
      columns['note'] !== undefined
        ? `${columns['note']}`
        : `${columns['suite']} ${columns['case']}: ${columns['result']}${missed === undefined ? '' : '!'}`,
    );
  return lines;
}

type Drawn = readonly [id: string, from: number, to: number, parent?: string, error?: boolean];
/** A trace with a service for each span, and an operation for each service. */
const trace = (...spans: readonly Drawn[]) => ({
  traceID: 'f1',
  processes: Object.fromEntries(spans.map(([id]) => [id, { serviceName: `of-${id}`, tags: [] }])),
  spans: spans.map(([id, from, to, parent, error = false]) => ({
    traceID: 'f1',
    spanID: id,
    operationName: `op-${id}`,
    references: parent === undefined ? [] : [{ refType: 'CHILD_OF', traceID: 'f1', spanID: parent }],
    startTime: from,
    duration: to - from,
    processID: id,
    tags: error ? [{ key: 'error', type: 'bool', value: true }] : [],
  })),
});
const section = (spanID: string, sectionStart: number, sectionEnd: number) => ({ spanID, sectionStart, sectionEnd });

const task = (id: string, parents: readonly string[], children: readonly string[]) => ({
  id,
  name: id,
  parents,
  children,
});
const table = (rest: string): string =>
  `file,critical_path_s,total_work_s,zero_slack_tasks\nsmall.json,${rest}\ngone.json,1,1,1\n`;

describe('sections', () => {
  const data = [trace(['A', 5, 105], ['B', 20, 60, 'A'])];
  const expected = [section('A', 60, 105), section('B', 20, 60), section('A', 5, 20)];

  it('agree exactly or not at all', async () => {
    write('some/where/one.json', { data, expected });
    write('some/where/other.json', { data, expected: expected.slice(1) });
    write('some/where/plain.json', { data });
    expect(await rows()).toEqual([
      'Jaeger UI some/where/one.json: agrees',
      'Jaeger UI some/where/other.json: DIFFERS!',
    ]);
  });
});

it('are compared in whole microseconds, whatever the year', async () => {
  const at = 1_700_000_000_000_003;
  const data = [trace(['A', at, at + 100], ['B', at + 20, at + 61, 'A'], ['C', at + 61, at + 83, 'A'])];
  const expected = [section('A', at + 83, at + 100), section('C', at + 61, at + 83), section('B', at + 20, at + 61)];
  write('one.json', { data, expected: [...expected, section('A', at, at + 20)] });
  write('two.json', { data, testing: [{ '[of-A] op-A': 37, '[of-B] op-B': 41, '[of-C] op-C': 22 }] });
  write('test_1.json', { data });
  write('expected.json', {
    drag: { 1: { A: 100, B: 41, C: 22, total: 163 } },
    slack: { 1: { A: 0, B: 0, C: 0 } },
    retime: { [`1: C->[${at + 61},${at + 93}]`]: { C: [at + 61, at + 93], A: [at, at + 110] } },
  });
  expect(await rows()).toEqual([
    'calligator test_1.json: agrees',
    'Jaeger UI one.json: agrees',
    'CRISP two.json: agrees',
  ]);
});

describe('exclusive times', () => {
  const data = [trace(['A', 0, 100], ['B', 10, 40, 'A'], ['C', 50, 80, 'A', true])];
  const opTimeExclusive = { '[of-A] op-A': 40, '[of-B] op-B': 30, '[of-C] op-C': 30, '[of-D] op-D': 0 };

  it('are compared with totals where these are stated', async () => {
    const totals = { totalWork: 160, timeSavedOnWork: 30, timeSavedOnCP: 30 };
    write('1.json', { data, testing: [opTimeExclusive] });
    write('2.json', { data, testing: { opTimeExclusive, ...totals } });
    write('3.json', { data, testing: { opTimeExclusive, ...totals, timeSavedOnCP: 31 } });
    expect(await rows()).toEqual(['CRISP 1.json: agrees', 'CRISP 2.json: agrees', 'CRISP 3.json: DIFFERS!']);
  });

  it('may differ where the peer knows no retries, and cuts off work before it adds up', async () => {
    const retried = trace(['A', 0, 100], ['B', 10, 40, 'A', true], ['C', 50, 80, 'A']);
    const named = { ...retried, spans: retried.spans.map((span) => ({ ...span, operationName: 'op' })) };
    write('1.json', { data: [named], testing: [{ '[of-A] op': 40, '[of-B] op': 30, '[of-C] op': 30 }] });
    write('2.json', { data: [named], testing: [{ '[of-A] op': 41, '[of-B] op': 30, '[of-C] op': 30 }] });
    write('3.json', { data: [trace(['A', 0, 100], ['B', 10, 140, 'A'])], testing: { totalWork: 190 } });
    expect(await rows()).toEqual(['CRISP 1.json: decision 16', 'CRISP 2.json: DIFFERS!', 'CRISP 3.json: decision 3']);
  });

  describe('where siblings overlap slightly', () => {
    const overlapping = [trace(['A', 0, 1000], ['B', 10, 500, 'A', true], ['C', 495, 900, 'A'])];
    const counted = { '[of-A] op-A': 105, '[of-B] op-B': 490, '[of-C] op-C': 405 };

    it('may differ by what counts twice', async () => {
      write('1.json', { data: overlapping, testing: [counted] });
      write('2.json', { data, testing: [counted] });
      expect(await rows()).toEqual([
        'CRISP 1.json: decision 2',
        'CRISP 1.json (overlap 1%): agrees',
        'CRISP 2.json: DIFFERS!',
      ]);
    });

    it('count twice what is missing from the parent, which has no less than none', async () => {
      const spans = [trace(['A', 0, 600], ['B', 0, 205, 'A'], ['C', 200, 405, 'A'], ['D', 400, 600, 'A'])];
      const testing = [{ '[of-A] op-A': 0, '[of-B] op-B': 205, '[of-C] op-C': 205, '[of-D] op-D': 200 }];
      write('1.json', { data: spans, testing });
      expect(await rows()).toEqual(['CRISP 1.json: decision 2', 'CRISP 1.json (overlap 1%): agrees']);
    });

    it('may differ by that if they are retries as well', async () => {
      const spans = trace(['A', 0, 1000], ['B', 10, 300, 'A', true], ['C', 400, 700, 'A'], ['D', 695, 900, 'A']);
      const retried = { ...spans, spans: spans.spans.map((span) => ({ ...span, operationName: 'op' })) };
      const times = { '[of-A] op': 205, '[of-B] op': 290, '[of-C] op': 300, '[of-D] op': 205 };
      write('1.json', { data: [retried], testing: [times] });
      write('2.json', { data: [retried], testing: [{ ...times, '[of-B] op': 291 }] });
      expect(await rows()).toEqual([
        'CRISP 1.json: decision 2',
        'CRISP 1.json (overlap 1%): agrees',
        'CRISP 2.json: DIFFERS!',
        'CRISP 2.json (overlap 1%): DIFFERS!',
      ]);
    });

    it('may not differ otherwise', async () => {
      const scaled = Object.fromEntries(Object.entries(counted).map(([name, time]) => [name, time * 7 + 1]));
      write('1.json', { data: overlapping, testing: [scaled] });
      write('2.json', { data: overlapping, testing: { opTimeExclusive: counted, totalWork: 1896 } });
      expect(await rows()).toEqual([
        'CRISP 1.json: DIFFERS!',
        'CRISP 1.json (overlap 1%): DIFFERS!',
        'CRISP 2.json: DIFFERS!',
        'CRISP 2.json (overlap 1%): agrees',
      ]);
    });

    it('may differ in what would be saved, by all but the overlap', async () => {
      const testing = { totalWork: 1895, timeSavedOnWork: 490 };
      write('1.json', { data: overlapping, testing: { ...testing, timeSavedOnCP: 485 } });
      write('2.json', { data: overlapping, testing: { ...testing, timeSavedOnCP: 490 } });
      write('3.json', { data: overlapping, testing });
      expect(await rows()).toEqual(['CRISP 1.json: decision 2', 'CRISP 2.json: DIFFERS!', 'CRISP 3.json: agrees']);
    });
  });

  it('are those of each trace where there are several', async () => {
    const several = ['f1', 'F2'].map((traceID, at) => {
      const { spans, ...rest } = trace(['A', 0, 100 + at], ['B', 10, 40, 'A']);
      return { ...rest, traceID, spans: spans.map((span) => ({ ...span, traceID })) };
    });
    const testing = [
      { '[of-A] op-A': 70, '[of-B] op-B': 30 },
      { '[of-A] op-A': 72, '[of-B] op-B': 30 },
    ];
    write('1.json', { data: several, testing });
    expect(await rows()).toEqual(['CRISP 1.json f1: agrees', 'CRISP 1.json F2: DIFFERS!']);
  });
});

describe('path, slack, drag and retiming', () => {
  const data = [trace(['A', 0, 100], ['B', 10, 60, 'A'], ['C', 20, 30, 'B'])];
  const stated = {
    critical_path: { 1: ['A', 'B', 'C'] },
    slack: { 1: { A: 0, B: 0, C: 0 } },
    drag: { 1: { A: 100, B: 50, C: 10, total: 160 } },
    exclusive_drag: { 1: { A: 50, B: 40, C: 10, total: 100 } },
    retime: { '1: C->[30,60]': { C: [30, 60], B: [10, 90], A: [0, 130] } },
  };

  it('are compared case by case', async () => {
    write('test_1.json', { data });
    write('expected.json', { ...stated, drag: { ...stated.drag, 7: { A: 1 } } });
    expect(await rows()).toEqual(['calligator test_1.json: agrees']);
  });

  it('differ where any of them does', async () => {
    write('a/test_1.json', { data });
    write('a/expected.json', { slack: { 1: { A: 0, B: 35, C: 0 } } });
    write('b/test_1.json', { data });
    write('b/expected.json', { ...stated, retime: { '1: C->[30,60]': { A: [0, 131] } } });
    expect(await rows()).toEqual(['calligator a/test_1.json: DIFFERS!', 'calligator b/test_1.json: DIFFERS!']);
  });

  it('may differ by a slack that forgets who waits', async () => {
    const waiting = [trace(['A', 0, 100], ['B', 10, 60, 'A'], ['D', 10, 15, 'A'], ['C', 45, 55, 'A'])];
    write('a/test_5.json', { data: waiting });
    write('a/expected.json', { slack: { 5: { A: 0, B: 0, C: 35, D: 45 } } });
    write('b/test_5.json', { data: waiting });
    write('b/expected.json', { slack: { 5: { A: 0, B: 0, C: 36, D: 45 } } });
    write('c/test_5.json', { data: waiting });
    write('c/expected.json', { slack: { 5: { A: 0, B: 77, C: 77, D: 77 } } });
    write('d/test_5.json', { data: waiting });
    write('d/expected.json', { slack: { 5: { A: 0, B: 0, C: 5, D: 5 } } });
    expect(await rows()).toEqual([
      'calligator a/test_5.json: decision 6',
      'calligator b/test_5.json: DIFFERS!',
      'calligator c/test_5.json: DIFFERS!',
      'calligator d/test_5.json: agrees',
    ]);
  });
});

describe('the oracle of workflow instances', () => {
  const instance = {
    name: 'small',
    schemaVersion: '1.5',
    workflow: {
      specification: { tasks: [task('a', [], ['b', 'c']), task('b', ['a'], []), task('c', ['a'], [])] },
      execution: {
        makespanInSeconds: 9,
        executedAt: '2026-01-01T00:00:00Z',
        tasks: [
          { id: 'a', runtimeInSeconds: 1.1 },
          { id: 'b', runtimeInSeconds: 2.2 },
          { id: 'c', runtimeInSeconds: 3.3 },
        ],
      },
    },
  };
  it('is met to a millionth, and in the number of tasks without slack', async () => {
    write('oracle/small.json', instance);
    write('oracle/table.csv', table('4.4000001,6.6,2'));
    expect(await rows()).toEqual(['WfInstances small.json: agrees']);
    write('oracle/table.csv', table('4.4001,6.6,2'));
    expect(await rows()).toEqual(['WfInstances small.json: DIFFERS!']);
    write('oracle/table.csv', table('4.4,6.6,3'));
    expect(await rows()).toEqual(['WfInstances small.json: DIFFERS!']);
  });
});

it('passes over what is none of these', async () => {
  write('a.csv', 'x,y\n1,2\n');
  write('b.json', '{"expected": 1, "testing": {}}');
  write('c.json', '{"expected": broken');
  write('d.json', '[]');
  expect(await rows()).toEqual([expect.stringContaining('There is no fixture')]);
});
