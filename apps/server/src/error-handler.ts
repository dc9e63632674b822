import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { FaultlineError } from '@faultline/core';

/** Answers every error as a problem that says what to try. Only our own faults are logged, and none is shown. */
export function errorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof FaultlineError && error.category === 'input')
    return reply.code(400).send({ code: error.code, message: error.message, hint: error.hint });
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.code(status).send({ code: error.code, message: error.message, hint: hintOf(status) });
  request.log.error(error);
  return reply.code(500).send({
    code: 'FAULTLINE_INTERNAL',
    message: 'The server failed to answer.',
    hint: 'Its log has the details; please report them.',
  });
}

function hintOf(status: number): string {
  if (status === 413) return 'Split the runs over several requests, or use "faultline analyze".';
  if (status === 415) return 'Send JSON with "Content-Type: application/json".';
  return 'See /openapi.json.';
}
