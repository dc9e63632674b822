import type { RunView } from '@faultline/core';
import { criticalPath, segmentsOf } from '@faultline/graph';
import { z } from 'zod';
import type { Check } from './checks.ts';
import { nodeOfSpan, usAt } from './runs-in.ts';

/** What a fixture of Jaeger's UI states: who owned which stretch of the critical path, in microseconds. */
export const jaegerFixtureSchema = z.looseObject({
  data: z.array(z.unknown()),
  expected: z.array(z.strictObject({ spanID: z.string(), sectionStart: z.number(), sectionEnd: z.number() })),
});

/** Compares the sections, all of them and exactly. */
export function sectionChecks({ expected }: z.infer<typeof jaegerFixtureSchema>, view: RunView): readonly Check[] {
  const stated = expected
    .toSorted((a, b) => a.sectionStart - b.sectionStart)
    .map(({ spanID, sectionStart, sectionEnd }) => {
      const id = view.executions[nodeOfSpan(view, spanID)]?.id ?? spanID;
      return `${id} ${sectionStart}-${sectionEnd}`;
    });
  return [{ figure: 'sections', expected: stated.join(', '), found: sectionsOf(view).join(', ') }];
}

/** Segments that meet and are of one span, joined. */
function sectionsOf(view: RunView): readonly string[] {
  const sections: { node: number; fromNs: number; toNs: number }[] = [];
  for (const { node, fromNs, toNs } of segmentsOf(criticalPath(view))) {
    const last = sections.at(-1);
    if (last?.node === node && last.toNs === fromNs) last.toNs = toNs;
    else sections.push({ node, fromNs, toNs });
  }
  return sections.map(
    ({ node, fromNs, toNs }) => `${view.executions[node]?.id ?? 'run'} ${usAt(view, fromNs)}-${usAt(view, toNs)}`,
  );
}
