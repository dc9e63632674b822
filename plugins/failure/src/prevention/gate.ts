import { quoted } from '@faultline/core';
import { conductToday, ending, waysWith, type Propose } from './measure.ts';

/** Checking a result before it is passed on: where a bad one went unnoticed. */
export const gate: Propose = (point) => {
  if (point.kind === 'slow') return { appliesNot: 'it completed, late' };
  if (point.kind === 'failure') return { appliesNot: 'its failure shows by itself' };
  return {
    because:
      point.kind === 'swallowed'
        ? 'it failed, and the run went on'
        : `it completed with what ${quoted(point.victimId ?? '')} then failed of`,
    assumes: point.kind === 'output' ? 'if the check sees every bad result' : undefined,
    figures: {},
    ways: ending(waysWith(point, conductToday(point)), 'spoiled', 'stopped'),
  };
};
