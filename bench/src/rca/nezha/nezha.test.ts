import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filesIn } from '../../data/files-in.ts';
import { logTemplate } from './log-template.ts';
import { nezhaCases } from './nezha-cases.ts';
import { nezha } from './nezha.ts';
import { minuteOf, serviceOf } from './nezha-runs.ts';
import { withUnpacked } from './unpacked.ts';

const data = mkdtempSync(join(tmpdir(), 'nezha-test-'));
afterAll(() => {
  rmSync(data, { recursive: true });
});
const folder = join(data, 'rca', 'nezha-trainticket');
const healthyMs = Date.UTC(2023, 0, 2, 9, 59);
const faultMs = Date.UTC(2023, 0, 2, 10, 7);
const injectedMs = faultMs + 20_000;

const header = 'TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration';
const pods = { shop: 'ts-shop-service-5b67c48447-fj8b7', pay: 'ts-pay-service-6c9fb57dz9-bw123' };

/** The shop calls pay; the way there takes so long. */
function trace(startMs: number, wayMs: number): string[] {
  const id = startMs.toString(16);
  const span = (name: string, parent: string, pod: string, operation: string, from: number, to: number): string =>
    [id, name, parent, pod, operation, `${startMs + from}000000`, `${startMs + to}000000`, to - from].join(',');
  return [
    span('a', 'root', pods.shop, '/buy', 0, wayMs + 60),
    span('b', 'a', pods.shop, 'HTTP POST', 5, wayMs + 55),
    span('c', 'b', pods.pay, '/pay', 5 + wayMs / 2, 55 + wayMs / 2),
  ];
}

/** What a container says, as CSV has it. */
const saidLine = (said: object): string => `"${JSON.stringify({ log: JSON.stringify(said) }).replaceAll('"', '""')}"`;

const logLine = (startMs: number): string =>
  `x,${startMs + 20}000000,10.0.0.1,${pods.pay},server,${startMs.toString(16)},c,"{""log"":""INFO  p.Pay#12 TraceID: 1 [paid, well]\\n""}"`;

function write(kind: string, minuteMs: number, startsMs: readonly number[], wayMs: (startMs: number) => number): void {
  const into = join(folder, kind, '2023-01-02');
  const name = minuteOf(minuteMs);
  for (const part of ['trace', 'log']) mkdirSync(join(into, part), { recursive: true });
  const traces = startsMs.flatMap((startMs) => trace(startMs, wayMs(startMs)));
  writeFileSync(join(into, 'trace', `${name}_trace.csv`), `${[header, ...traces].join('\n')}\n`);
  writeFileSync(join(into, 'log', `${name}_log.csv`), `Timestamp\n${startsMs.map(logLine).join('\n')}\n`);
}

const every2s = (fromMs: number): number[] => Array.from({ length: 30 }, (_, index) => fromMs + index * 2000);
write('construct_data', healthyMs, every2s(healthyMs), () => 6);
write('rca_data', faultMs, every2s(faultMs), (startMs) => (startMs >= injectedMs ? 2000 : 6));
write('rca_data', faultMs + 60_000, every2s(faultMs + 60_000), () => 2000);
writeFileSync(
  join(folder, 'rca_data', '2023-01-02', '2023-01-02-fault_list.json'),
  JSON.stringify({
    10: [{ inject_timestamp: `${injectedMs / 1000}`, inject_pod: pods.pay, inject_type: 'network_delay' }],
  }),
);
// The traces lie in an archive, the logs beside it.
execFileSync('tar', ['-czf', 'trace.tar.gz', 'trace'], { cwd: join(folder, 'rca_data', '2023-01-02') });
rmSync(join(folder, 'rca_data', '2023-01-02', 'trace'), { recursive: true });

describe('nezha', () => {
  it('reads what was before, the incident from the injection on, and the minute until then', () => {
    const [fault, healthy, ...more] = nezhaCases(folder, []);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      group: 'network_delay',
      rootCause: 'ts-pay-service',
      symptom: 'ts-shop-service',
    });
    expect(fault?.before).toHaveLength(30);
    expect(fault?.during).toHaveLength(50);
    expect(healthy).toMatchObject({ rootCause: undefined });
    expect(healthy?.during).toHaveLength(10);
    const executions = fault?.before[0]?.executions.map(({ stepId }) => stepId);
    expect(executions).toContain('ts-pay-service INFO p.Pay#12');
  });

  it('finds who is hard to reach, and blames nobody before', () => {
    const rows = [...nezha(data, false)].map(({ columns }) => columns);
    expect(rows.find(({ group, method }) => group === 'all' && method === 'ours')).toMatchObject({ 'AC@1': 1 });
    expect(rows.find(({ group }) => group === 'fault-free windows')).toMatchObject({ cases: 1, 'nothing blamed': 1 });
  });

  it('says in one line that there are no data', () => {
    expect([...nezha(join(data, 'elsewhere'), false)].map(({ columns }) => columns['note'])).toEqual([
      expect.stringContaining('There is no incident'),
    ]);
  });

  it('tells its two applications apart', () => {
    const boutique = join(data, 'boutique');
    const within = join(boutique, 'rca', 'nezha');
    cpSync(folder, within, { recursive: true });
    execFileSync('tar', ['-xf', 'trace.tar.gz'], { cwd: join(within, 'rca_data', '2023-01-02') });
    for (const file of filesIn(within).filter((name) => /\.(?:csv|json)$/.test(name)))
      writeFileSync(join(within, file), readFileSync(join(within, file), 'utf8').replaceAll('ts-', ''));
    const rows = [...nezha(boutique, false)].map(({ columns }) => columns);
    expect(rows.find(({ group, method }) => group === 'all' && method === 'ours')).toMatchObject({
      set: 'nezha, OnlineBoutique',
      'AC@1': 1,
    });
  });

  it('names days and faults that it cannot read, and scores the rest', () => {
    const odd = join(data, 'odd');
    const within = join(odd, 'rca', 'other days');
    cpSync(folder, within, { recursive: true });
    const day = (name: string, list: string): void => {
      mkdirSync(join(within, 'rca_data', name));
      writeFileSync(join(within, 'rca_data', name, `${name}-fault_list.json`), list);
    };
    day('2023-01-03', '[]');
    day('2023-01-04', '{"10": []}');
    const list = join(within, 'rca_data', '2023-01-02', '2023-01-02-fault_list.json');
    const { 10: faults } = JSON.parse(readFileSync(list, 'utf8')) as { 10: object[] };
    const late = { inject_timestamp: injectedMs / 1000 + 7200, inject_pod: pods.pay, inject_type: 'return' };
    writeFileSync(list, `\uFEFF${JSON.stringify({ 10: faults, 12: [late] })}`);
    const rows = [...nezha(odd, false)].map(({ columns }) => columns);
    expect(rows.flatMap(({ note }) => note ?? [])).toEqual([
      '"rca_data/2023-01-02" is passed over: no trace follows its fault of 12_07.',
      '"rca_data/2023-01-03/2023-01-03-fault_list.json" is passed over: it is not as expected.',
      '"construct_data/2023-01-04" is passed over: it is not there, so that nothing is known of what is usual.',
    ]);
    expect(rows.find(({ group, method }) => group === 'all' && method === 'ours')).toMatchObject({
      cases: 1,
      'AC@1': 1,
    });
  });

  it('removes what it unpacked, even after an error', () => {
    let unpackedTo = '';
    const found = withUnpacked(join(folder, 'rca_data', '2023-01-02'), (unpacked) => {
      unpackedTo = unpacked;
      expect(existsSync(join(unpacked, 'trace'))).toBe(true);
      throw new RangeError('no');
    });
    expect(() => [...found]).toThrow('no');
    expect(existsSync(unpackedTo)).toBe(false);
  });
});

describe('names', () => {
  it('takes the service from the pod, and the minute from the time', () => {
    expect(serviceOf(pods.shop)).toBe('ts-shop-service');
    expect(minuteOf(faultMs + 59_999)).toBe('10_07');
  });

  it('takes from a log line its place in the source, otherwise its words', () => {
    expect(logTemplate('"{""log"":""10:07:00.1 WARN  a.B#34 TraceID: 12 [x]\\n""}"')).toBe('WARN a.B#34');
    expect(logTemplate('"{""log"":""Pool 12 of 4f1c22d9-11aa is full\\n"",""stream"":""x""}"')).toBe(
      'Pool * of * is full',
    );
    expect(
      logTemplate(
        saidLine({ 'http.req.id': '16fb', session: 'af55', message: 'TraceID: 04c8 SpanID: 9890 Served 0PUK6V' }),
      ),
    ).toBe('Served *');
  });
});
