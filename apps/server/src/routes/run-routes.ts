import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { reportSchema, type Report } from '@faultline/model';
import { readRuns, type AnalysisEngine, type FaultlineError, type History, type Plugin } from '@faultline/core';
import { decompressed, type Config } from '@faultline/core/node';
import { RunRegistry } from '../run-registry.ts';
import { analyzedSchema, listedRunSchema, problemSchema } from '../schemas.ts';
import { CONFIG, ENGINE, HISTORY, PLUGINS } from '../tokens.ts';

/** Runs in by POST, reports out. */
@injectable()
export class RunRoutes {
  readonly #config: Config;
  readonly #plugins: readonly Plugin[];
  readonly #engine: AnalysisEngine;
  readonly #history: History;
  readonly #registry: RunRegistry;

  constructor(
    @inject(CONFIG) config: Config,
    @inject(PLUGINS) plugins: readonly Plugin[],
    @inject(ENGINE) engine: AnalysisEngine,
    @inject(HISTORY) history: History,
    @inject(RunRegistry) registry: RunRegistry,
  ) {
    this.#config = config;
    this.#plugins = plugins;
    this.#engine = engine;
    this.#history = history;
    this.#registry = registry;
  }

  register(app: FastifyInstance): void {
    const routes = app.withTypeProvider<ZodTypeProvider>();
    routes.post(
      '/api/runs',
      {
        schema: {
          summary: 'Analyse a native run document or OTLP JSON',
          response: { 200: analyzedSchema, 400: problemSchema, 413: problemSchema, 415: problemSchema },
        },
      },
      ({ body }) => this.#analyze(body),
    );
    routes.get(
      '/api/runs',
      { schema: { summary: 'The runs in memory, the latest first', response: { 200: z.array(listedRunSchema) } } },
      () => this.#registry.list().map(listed),
    );
    routes.get(
      '/api/runs/:runId',
      {
        schema: {
          summary: 'The report of one run',
          params: z.object({ runId: z.string() }),
          response: { 200: reportSchema, 404: problemSchema },
        },
      },
      ({ params: { runId } }, reply) => {
        const report = this.#registry.get(runId);
        if (report === undefined) void reply.code(404).send(unknownRun);
        else void reply.code(200).send(report);
      },
    );
  }

  async #analyze(body: unknown): Promise<z.output<typeof analyzedSchema>> {
    const bytes = body instanceof Uint8Array ? body : new Uint8Array();
    const source = 'request body';
    const problems: FaultlineError[] = [];
    const reports: Report[] = [];
    const runs = readRuns(
      decompressed(
        (async function* () {
          yield bytes;
        })(),
        { source },
      ),
      this.#plugins.flatMap(({ ingesters = [] }) => ingesters),
      {
        source,
        ingesterOptions: this.#config.ingesters,
        onProblem: (problem) => void problems.push(problem),
      },
    );
    for await (const run of runs) {
      const report = await this.#engine.analyze(run, { history: this.#history, analyzedAtMs: Date.now() });
      this.#registry.put(report);
      reports.push(report);
    }
    return { reports, problems: problems.map(({ code, message, hint }) => ({ code, message, hint })) };
  }
}

const unknownRun = {
  code: 'FAULTLINE_UNKNOWN_RUN',
  message: 'There is no such run.',
  hint: 'GET /api/runs lists those in memory.',
};

const listed = ({ run, health, assessment, worst, findings }: Report): z.output<typeof listedRunSchema> => ({
  id: run.id,
  workflowId: run.workflowId,
  status: run.status,
  startMs: run.startMs,
  durationMs: run.durationMs,
  health: health.score,
  verdict: assessment.verdict,
  worst,
  findings: findings.length,
});
