import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { seededRandom } from '@faultline/stats';
import { afterAll, describe, expect, it } from 'vitest';
import { petshop } from './petshop.ts';
import { isSeenFromOutside, petshopScenarios } from './petshop-scenarios.ts';

const data = mkdtempSync(join(tmpdir(), 'petshop-test-'));
afterAll(() => {
  rmSync(data, { recursive: true });
});
const dataset = join(data, 'rca', 'petshop', 'dataset');
const services = ['Site', 'Search', 'address_remote', 'Table'];
const fromSeconds = 1_680_000_000;

function metricsCsv(rows: readonly (readonly (number | '')[])[], from: number): string {
  const columns = services.flatMap((service) => [
    [service, 'latency', 'Average'],
    [service, 'availability', 'Average'],
  ]);
  const head = ['microservice', 'metric', 'statistic'].map((name, level) =>
    [name, ...columns.map((column) => column[level])].join(','),
  );
  const body = rows.map((row, index) =>
    [from + index * 300, ...row.flatMap((latency) => [latency, latency === '' ? '' : 100])].join(','),
  );
  return `${[...head, `unix_timestamp${','.repeat(columns.length)}`, ...body].join('\n')}\n`;
}

const random = seededRandom(1);
const usual = (): number[] => [0.1, 0.02, 0.03, 0.005].map((latency) => latency * (1 + random() / 5));
const slow = (): number[] => {
  const [, , , table = 0] = usual();
  return [0.2, 0.12, 0.13, table];
};

function write(scenario: string, hasHealthy: boolean): void {
  const folder = join(dataset, scenario);
  const issue = join(folder, 'train', 'issue_0');
  mkdirSync(issue, { recursive: true });
  const matrix = [
    [0, 1, 1, 0],
    [0, 0, 0, 1],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  writeFileSync(
    join(folder, 'graph.csv'),
    [['', ...services], ...matrix.map((row, at) => [services[at], ...row])].map((row) => row.join(',')).join('\n'),
  );
  const from = fromSeconds + 1_000_000;
  writeFileSync(join(issue, 'metrics.csv'), metricsCsv([usual(), slow(), slow(), slow(), usual()], from));
  writeFileSync(
    join(issue, 'target.json'),
    JSON.stringify({
      target: { node: 'Site', metric: 'latency', timestamp: from + 310 },
      root_cause: { node: 'Search' },
    }),
  );
  if (!hasHealthy) return;
  mkdirSync(join(folder, 'noissue'));
  const healthy = Array.from({ length: 200 }, (_, index) =>
    index === 3 ? ['' as const, ...usual().slice(1)] : usual(),
  );
  writeFileSync(join(folder, 'noissue', 'metrics.csv'), metricsCsv(healthy, fromSeconds));
}
write('calm', true);
write('unknown', false);

describe('petshop', () => {
  it('reads rows as runs in which callers need what they call', () => {
    const [calm] = petshopScenarios(dataset, []);
    expect(calm?.healthy.latency).toHaveLength(200);
    expect(calm?.healthy.latency[3]?.executions.map(({ stepId }) => stepId)).not.toContain('Site');
    expect(calm?.issues[0]).toMatchObject({ symptom: 'latency', target: 'Site', rootCause: 'Search' });
    expect(calm?.issues[0]?.before).toHaveLength(1);
    expect(calm?.issues[0]?.during).toHaveLength(4);
    const [run] = calm?.issues[0]?.during ?? [];
    expect(run?.dependencies.map(({ from, to }) => `${from} > ${to}`).toSorted()).toEqual([
      // An address may be any service that its callers call.
      'Search > Site',
      'Search > address_remote',
      'Table > Search',
      'address_remote > Site',
    ]);
    expect(run?.executions.find(({ stepId }) => stepId === 'Search')?.metrics['latencyAverageMs']).toBeCloseTo(120, 9);
  });

  it('finds the service, blames nobody in fault-free rows, and says what it left out', () => {
    const rows = [...petshop(data)].map(({ columns }) => columns);
    expect(rows.find(({ group, method }) => group === 'all' && method === 'ours')).toMatchObject({
      cases: 1,
      'AC@1': 1,
      'cause named': 1,
    });
    expect(rows.find(({ group }) => group === 'fault-free windows')?.['nothing blamed']).toBeGreaterThan(0.9);
    expect(rows.find(({ group }) => group === 'left out')).toMatchObject({ cases: 1 });
  });

  it('says in one line that there are no data', () => {
    expect([...petshop(join(data, 'elsewhere'))].map(({ columns }) => columns['note'])).toEqual([
      expect.stringContaining('There is no scenario'),
    ]);
  });

  it('names what it cannot read, and scores the rest', () => {
    const odd = join(data, 'odd');
    const within = join(odd, 'rca', 'petshop', 'dataset');
    cpSync(dataset, within, { recursive: true });
    mkdirSync(join(within, '__MACOSX'));
    mkdirSync(join(within, 'notes'));
    mkdirSync(join(within, 'calm', 'test', 'issue_7'), { recursive: true });
    cpSync(join(within, 'calm', 'train', 'issue_0'), join(within, 'calm', 'test', 'issue_8'), { recursive: true });
    writeFileSync(join(within, 'calm', 'test', 'issue_8', 'target.json'), '\uFEFF{"target": {"node": 7}}');
    const file = join(within, 'calm', 'train', 'issue_0', 'metrics.csv');
    writeFileSync(file, gzipSync(`\uFEFF${readFileSync(file, 'utf8').replaceAll('\n', '\r\n')}`));
    const rows = [...petshop(odd)].map(({ columns }) => columns);
    expect(rows.flatMap(({ note }) => /^"(.*?)" is/.exec(String(note))?.[1] ?? [])).toEqual([
      'calm/test/issue_7',
      'calm/test/issue_8',
      'notes',
    ]);
    expect(rows.find(({ group, method }) => group === 'all' && method === 'ours')).toMatchObject({
      cases: 1,
      'AC@1': 1,
    });
  });

  it('knows services from what callers saw of them', () => {
    expect(services.filter(isSeenFromOutside)).toEqual(['address_remote']);
  });
});
