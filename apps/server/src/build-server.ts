import swagger, { type SwaggerTransform } from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { DependencyContainer } from 'tsyringe';
import { jsonSchemas } from '@faultline/model';
import { errorHandler } from './error-handler.ts';
import { isLoopbackHost } from './loopback.ts';
import { healthRoutes } from './routes/health-routes.ts';
import { RunRoutes } from './routes/run-routes.ts';

/** What one request may carry, after the OTLP specification. */
const bodyLimit = 64 * 1024 * 1024;

/** The server, not yet listening: tests send requests to it without a port. */
export async function buildServer(container: DependencyContainer): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit, logger: { level: 'warn' } });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(errorHandler);
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ code: 'FAULTLINE_UNKNOWN_PATH', message: 'There is nothing here.', hint: 'See /openapi.json.' }),
  );
  // A web page elsewhere must not reach runs through a name that it points at this machine.
  app.addHook('onRequest', (request, reply, done) => {
    if (isLoopbackHost(request.hostname)) done();
    else
      void reply
        .code(403)
        .send({ code: 'FAULTLINE_FOREIGN_HOST', message: 'Only loopback names are answered.', hint: 'Use 127.0.0.1.' });
  });
  // Bytes go to the ingesters as they are: they know how to refuse what is wrong with them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'application/x-ndjson', 'application/jsonl', 'application/x-protobuf', 'application/gzip'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Faultline', description: 'Runs in by POST, reports out.', version: '1' },
    },
    transform,
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  });
  await app.register((scope, _options, done) => {
    healthRoutes(scope);
    container.resolve(RunRoutes).register(scope);
    scope.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
    done();
  });
  await app.ready();
  return app;
}

/** As in the model: OpenAPI takes readOnly for "owned by the server"; here it only means that nobody mutates a run. */
const zodToJsonConfig = {
  override: ({ jsonSchema }: { readonly jsonSchema: { readOnly?: boolean } }): void => {
    delete jsonSchema.readOnly;
  },
};
const schemaTransform = createJsonSchemaTransform({ zodToJsonConfig });

/** The body of POST /api/runs is read by ingesters, not validated by the route: here stands what they accept. */
const transform: SwaggerTransform = (route) => {
  const { schema, url } = schemaTransform(route);
  if (url !== '/api/runs' || route.route.method !== 'POST') return { schema, url };
  const otlp = { type: 'object', required: ['resourceSpans'], description: 'OTLP JSON: ExportTraceServiceRequest.' };
  return { schema: { ...schema, body: { anyOf: [jsonSchemas.run().$defs?.['Run'], otlp] } }, url };
};
