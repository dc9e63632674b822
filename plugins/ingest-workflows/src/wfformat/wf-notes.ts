import type { NoteCatalogue } from '@faultline/core';

/** Notes on runs that were read from instances of WfCommons. */
export const wfNotes = {
  'ingest/derived-times': {
    severity: 'info',
    description:
      'The format records how long each task ran, but not when. Start and end are derived: a task starts when the last of its parents has ended, as if there were machines for all. Waiting and overhead do not show, nor does the format tell of failures.',
    message:
      'Start and end of {{tasks:count}} tasks are derived, not observed: each starts when the last of its parents has ended and takes its recorded runtime, as if there were machines for all. This schedule takes {{derived:ms}}; the recorded makespan is {{makespan}}.',
  },
  'ingest/unknown-start': {
    severity: 'info',
    description: 'The instance does not say in a known form when it was executed, so its times start elsewhere.',
    message: 'When the workflow was executed is not recorded in a known form; its times start {{from}}.',
  },
  'ingest/missing-runtimes': {
    severity: 'warning',
    description:
      'Tasks without a usable runtime are taken as if they took no time, which makes the derived schedule shorter.',
    message: '{{tasks:count}} of {{of:count}} tasks have no usable runtime and are taken as if they took no time.',
  },
  'ingest/zero-runtimes': {
    severity: 'info',
    description: 'Tasks have a runtime of 0. Some recorders write that for cached tasks, others round.',
    message:
      '{{tasks:count}} of {{of:count}} tasks have a runtime of 0: they were cached, or their runtime was rounded.',
  },
  'ingest/tasks-not-run': {
    severity: 'warning',
    description: 'Tasks of the specification have no record of an execution; they are taken as not begun.',
    message: '{{tasks:count}} of {{of:count}} tasks have no record of an execution and are taken as not begun.',
  },
  'ingest/tasks-not-specified': {
    severity: 'warning',
    description: 'Tasks were executed that the specification does not have, so nothing is known of what they needed.',
    message: '{{tasks:count}} of {{of:count}} tasks are not in the specification: what they needed is not known.',
  },
  'ingest/dependency-cycle': {
    severity: 'error',
    description: 'Tasks need each other in a circle. The derived schedule leaves out the dependencies within it.',
    message: '{{tasks:count}} of {{of:count}} tasks need each other in a circle; their derived times leave that out.',
  },
  'ingest/one-sided-dependencies': {
    severity: 'warning',
    description:
      'A task names a parent that does not name it as a child, or the other way round. The dependency is kept.',
    message: '{{edges:count}} of {{of:count}} dependencies are named by one of their two tasks only; they were kept.',
  },
  'ingest/repeated-tasks': {
    severity: 'warning',
    description: 'The specification has tasks with one id; they were merged.',
    message: '{{tasks:count}} of {{of:count}} tasks of the specification repeat an id and were merged.',
  },
  'ingest/dropped-tasks': {
    severity: 'error',
    description: 'Tasks without an id were left out: nothing can refer to them.',
    message: '{{tasks:count}} of {{of:count}} records of tasks have no id and were left out.',
  },
  'ingest/small-memory': {
    severity: 'info',
    description:
      'No task used 1 MiB of memory, which no program does: some recorders write KiB where the format asks for bytes.',
    message: 'No task used as much as 1 MiB: "memoryInBytes" is probably in KiB. It was kept as recorded.',
  },
} as const satisfies NoteCatalogue;

/** The id of such a note. */
export type WfNoteId = keyof typeof wfNotes;
