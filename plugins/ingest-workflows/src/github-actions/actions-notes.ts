import type { NoteCatalogue } from '@faultline/core';

/** Notes on runs of GitHub Actions. */
export const actionsNotes = {
  'ingest/no-jobs': {
    severity: 'warning',
    description: 'The workflow run was read without its jobs: the API lists them apart.',
    message: 'The jobs of this workflow run are not in the input; what ran in it is not known.',
  },
  'ingest/whole-seconds': {
    severity: 'info',
    description:
      'GitHub Actions records whole seconds, so what took less seems to take none, and neighbours seem to touch or to overlap.',
    message:
      'All times are whole seconds: durations are exact to a second, and jobs and their steps may disagree by one.',
  },
  'ingest/merged-jobs': {
    severity: 'info',
    description:
      'A job was listed several times: asked for again, or handed on unchanged to a later attempt of the run. It is one execution.',
    message: '{{jobs:count}} of {{of:count}} records of jobs repeat another one and were merged with it.',
  },
  'ingest/unknown-queue': {
    severity: 'info',
    description:
      'Jobs were created after they had started, as those of repeated runs are; how long they waited is not known.',
    message:
      '{{jobs:count}} of {{of:count}} jobs seem to be created after they had started; how long they waited is not known.',
  },
  'ingest/dropped-jobs': {
    severity: 'error',
    description: 'Jobs without an id or without any time were left out.',
    message: '{{jobs:count}} of {{of:count}} records of jobs have no id or no time and were left out.',
  },
  'ingest/dropped-steps': {
    severity: 'error',
    description: 'Members of a list of steps that are no objects were left out.',
    message: '{{steps:count}} of {{of:count}} records of steps cannot be read and were left out.',
  },
} as const satisfies NoteCatalogue;

/** The id of such a note. */
export type ActionsNoteId = keyof typeof actionsNotes;
