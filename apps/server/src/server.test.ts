import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AnalysisEngine } from '@faultline/core';
import { reportSchema } from '@faultline/model';
import { faultyRun, healthyRun, healthyRuns } from '@faultline/plugin-healthcare';
import schedule from '@faultline/plugin-schedule';
import { buildServer, compose, serve } from './index.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await buildServer(await compose({ cwd: import.meta.dirname }));
});
afterAll(() => app.close());

const headers = { 'content-type': 'application/json' };
const post = (payload: string) => app.inject({ method: 'POST', url: '/api/runs', headers, payload });
const otlp = {
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: 'eee19b7ec3c1b174',
              name: 'invoke_agent planner',
              startTimeUnixNano: '1544712660000000000',
              endTimeUnixNano: '1544712661000000000',
            },
          ],
        },
      ],
    },
  ],
};

describe('POST /api/runs', () => {
  it('answers a native run with its report', async () => {
    const response = await post(JSON.stringify(faultyRun()));
    expect(response.statusCode).toBe(200);
    const { reports, problems } = response.json<{ reports: unknown[]; problems: unknown[] }>();
    expect(problems).toEqual([]);
    expect(reportSchema.parse(reports[0])).toMatchObject({ run: { id: faultyRun().id }, worst: 'error' });
  });

  it('answers OTLP JSON with a report per trace', async () => {
    const { reports } = (await post(JSON.stringify(otlp))).json<{ reports: { run: { id: string } }[] }>();
    expect(reports.map(({ run }) => run.id)).toEqual(['5b8efff798038103d269b633813fc60c']);
  });

  it('reads a body that is gzip, as OTLP exporters send it', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/api/runs',
      headers: { ...headers, 'content-encoding': 'gzip' },
      payload: gzipSync(JSON.stringify(otlp)),
    });
    expect(response.json<{ reports: unknown[] }>().reports).toHaveLength(1);
  });

  it.each([
    ['no JSON', 'hello', 'FAULTLINE_NOT_JSON'],
    ['nothing', ' ', 'FAULTLINE_EMPTY_INPUT'],
    ['a cut-off document', '{"resourceSpans":[', 'FAULTLINE_TRUNCATED'],
    ['an unknown format', '{"a":1}', 'FAULTLINE_UNKNOWN_FORMAT'],
    ['OTLP logs', '{"resourceLogs":[]}', 'FAULTLINE_INVALID_INPUT'],
  ])('refuses %s with 400 and what to try', async (_what, payload, code) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code, hint: expect.stringMatching(/\.$/) as unknown });
  });

  it('refuses other content types with 415', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/api/runs',
      payload: 'a=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(response.statusCode).toBe(415);
  });
});

describe('GET /api/runs', () => {
  it('lists the runs in memory, the latest first, each once', async () => {
    await post(JSON.stringify(healthyRun()));
    await post(JSON.stringify(faultyRun()));
    await post(JSON.stringify(healthyRun()));
    const runs = (await app.inject('/api/runs')).json<{ id: string; health: number }[]>();
    expect(runs.slice(0, 2).map(({ id }) => id)).toEqual([healthyRun().id, faultyRun().id]);
    expect(runs.filter(({ id }) => id === healthyRun().id)).toHaveLength(1);
    expect(runs[0]?.health).toBe(100);
  });

  it('gives one report, and 404 for a run it does not know', async () => {
    await post(JSON.stringify(healthyRun()));
    const found = await app.inject(`/api/runs/${encodeURIComponent(healthyRun().id)}`);
    expect(reportSchema.parse(found.json()).run.id).toBe(healthyRun().id);
    expect((await app.inject('/api/runs/nobody')).statusCode).toBe(404);
  });
});

describe('a baseline', () => {
  const runs = [...healthyRuns(21, 1)];

  /** A folder with what the first twenty runs teach. */
  async function folderWithBaseline(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-server-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const learned = await new AnalysisEngine([schedule]).learn(runs.slice(0, 20));
    writeFileSync(join(folder, 'baseline.json'), JSON.stringify({ schemaVersion: 1, runs: 20, learned }));
    writeFileSync(join(folder, 'faultline.config.json'), '{"baseline":"baseline.json"}');
    return folder;
  }

  it.each([
    [
      'that is named',
      (folder: string) => ({ cwd: folder, baseline: 'baseline.json', config: 'faultline.config.json' }),
    ],
    ['of the configuration', (folder: string) => ({ cwd: '/', config: join(folder, 'faultline.config.json') })],
  ])('%s is what runs are held against', async (_what, optionsIn) => {
    const learnedApp = await buildServer(await compose(optionsIn(await folderWithBaseline())));
    onTestFinished(() => learnedApp.close());
    const response = await learnedApp.inject({
      method: 'POST',
      url: '/api/runs',
      headers,
      payload: JSON.stringify(runs[20]),
    });
    const { reports } = response.json<{ reports: unknown[] }>();
    const { sections } = reportSchema.parse(reports[0]);
    expect(sections.find(({ id }) => id === 'schedule/bottlenecks')?.value).toMatchObject({ history: { runs: 20 } });
  });

  it('that cannot be read keeps the server from starting', async () => {
    await expect(compose({ cwd: import.meta.dirname, baseline: 'nowhere.json' })).rejects.toThrow(
      'Cannot read the baseline "nowhere.json": there is no such file.',
    );
    const folder = await folderWithBaseline();
    const learned = await new AnalysisEngine([schedule]).learn([]);
    const damaged = Object.entries(learned).map(([id, { version }]) => [id, { version, state: 'damaged' }] as const);
    const baseline = { schemaVersion: 1, runs: 20, learned: Object.fromEntries(damaged) };
    writeFileSync(join(folder, 'damaged.json'), JSON.stringify(baseline));
    await expect(compose({ cwd: folder, baseline: 'damaged.json' })).rejects.toThrow(
      /^Cannot read the baseline "damaged.json": what "[^"]+" had learned is damaged\.$/,
    );
  });
});

it('says that it is up', async () => {
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
});

it('describes itself from the schemas of the model', async () => {
  const document = (await app.inject('/openapi.json')).json<{
    openapi: string;
    paths: Record<string, { post?: { requestBody: object } }>;
    components: { schemas: Record<string, { properties: object }> };
  }>();
  expect(document.openapi).toBe('3.1.0');
  expect(JSON.stringify(document)).not.toContain('readOnly');
  expect(Object.keys(document.paths)).toEqual(['/healthz', '/api/runs', '/api/runs/{runId}']);
  expect(Object.keys(document.components.schemas['Report']?.properties ?? {})).toContain('actionItems');
  expect(JSON.stringify(document.paths['/api/runs']?.post?.requestBody)).toContain('workflowId');
});

it('answers loopback names only', async () => {
  expect((await app.inject({ url: '/healthz', headers: { host: 'rebound.example' } })).statusCode).toBe(403);
});

it('listens on the loopback interface', async () => {
  const serving = await serve({ cwd: import.meta.dirname, port: 0 });
  const { url, closed } = serving;
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await serving.close();
  await closed;
});
