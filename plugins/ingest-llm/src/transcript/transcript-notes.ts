import type { NoteCatalogue } from '@faultline/core';
import { llmNotes } from '../llm-notes.ts';

/** What reading transcripts can leave on a run. */
export const transcriptNotes = {
  'ingest/order-only': {
    severity: 'info',
    description:
      'A transcript has no times. Each turn is taken to last a millisecond, from 1970-01-01 on: order is recorded, durations are not.',
    message:
      '{{spans:count}} of {{of:count}} messages have no recorded times: each turn is taken to last 1 ms. Their order is recorded, their durations are not.',
  },
  'ingest/derived-statuses': {
    severity: 'info',
    description: 'That a tool failed is told only by how its answer begins ("Error: ...", "exitcode: 1").',
    message: '{{spans:count}} of {{of:count}} messages count as failed because of how their text begins.',
  },
  'ingest/unanswered-calls': {
    severity: 'warning',
    description: 'Tool calls that no message answers: the transcript is cut off there, or the tool never ran.',
    message: '{{spans:count}} messages ask for tool calls that no later message answers.',
  },
  'ingest/unasked-answers': {
    severity: 'warning',
    description: 'Answers of tools that no earlier message asked for.',
    message: '{{spans:count}} of {{of:count}} messages are answers of tools that no earlier message asked for.',
  },
  'ingest/repeated-run-ids': {
    severity: 'info',
    description: 'Several conversations of the input have one id; the later got a number after it.',
    message: 'Another conversation of the input has the same id; this one got a number after it.',
  },
  'ingest/dropped-spans': {
    ...llmNotes['ingest/dropped-spans'],
    description: 'Members of a conversation that are no messages were left out.',
    message: '{{spans:count}} of {{of:count}} members of this conversation are no messages and were left out.',
  },
  'ingest/untraced-spans': {
    ...llmNotes['ingest/untraced-spans'],
    description: 'Members of the input are neither messages nor conversations, so that any run of it may lack some.',
    message: 'Members of the input that are neither messages nor conversations: {{spans:count}}.',
  },
} as const satisfies NoteCatalogue;
