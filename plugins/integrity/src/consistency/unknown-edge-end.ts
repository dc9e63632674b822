import { defineValidator, firstPlaces, listed } from '@faultline/core';
import { lostEdges } from './repairs-by-kind.ts';

/** Reports dependencies on executions that are not in the run. */
export const unknownEdgeEnd = defineValidator({
  id: 'integrity/unknown-edge-end',
  description: 'Reports recorded dependencies that name an execution which is not in the run.',
  advice: 'Look for dropped or sampled executions; a link to another run is no dependency inside of this one.',
  doubtsTrace: true,
  severity: 'warning',
  messages: {
    lost: 'Recorded dependencies name executions that are not in the run, and were left out: {{ids}} ({{count:count}} of {{all:count}}).',
  },
  validate(run, { report }) {
    const lost = lostEdges(run);
    if (lost.length === 0) return;
    const ids = new Set(run.executions.map(({ id }) => id));
    const ends = lost.flatMap(({ from, to }) => [from, to]).filter((id) => !ids.has(id));
    const touched = new Set(lost.flatMap(({ from, to }) => [from, to]));
    const recorded = run.dependencies.filter(({ kind, origin }) => kind === 'needs' && origin !== 'declared').length;
    report({
      messageId: 'lost',
      at: firstPlaces(run.executions.filter(({ id }) => touched.has(id))),
      data: { count: lost.length, all: lost.length + recorded, ids: listed(ends) },
    });
  },
});
