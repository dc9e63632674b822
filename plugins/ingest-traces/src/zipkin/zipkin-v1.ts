import type { Json } from '@faultline/model';
import { numberIn, objectsIn, textIn, type JsonObject } from '@faultline/spans';
import { commonFieldsOf, endpointIn, type ZipkinSpan } from './zipkin-span.ts';

/** The annotations of v1 that begin and end what each side does. */
const sides = [
  { kind: 'CLIENT', begins: 'cs', ends: 'cr', isCaller: true },
  { kind: 'PRODUCER', begins: 'ms', ends: 'ms', isCaller: true },
  { kind: 'SERVER', begins: 'sr', ends: 'ss', isCaller: false },
  { kind: 'CONSUMER', begins: 'mr', ends: 'mr', isCaller: false },
] as const;

/** Binary annotations that are the address of the other side: their value says nothing. */
const addresses: ReadonlySet<string> = new Set(['ca', 'sa', 'ma']);

/** One side of a call. */
interface Side {
  readonly kind: string;
  readonly isCaller: boolean;
  readonly beginsUs: number;
  readonly endsUs: number;
  readonly service: string | undefined;
  readonly address: string | undefined;
}

/** v1 says who recorded something at each annotation, v2 once for each span. */
export const isZipkinV1 = (span: JsonObject): boolean =>
  span.binaryAnnotations !== undefined || objectsIn(span.annotations).some(({ endpoint }) => endpoint !== undefined);

/**
 * Reads a span of v1. Where it holds both sides of a call it is two spans, the caller's and the callee's:
 *
 *     cs ------------------ cr    client, with the times of the span
 *          sr -------- ss         server, shares the id
 */
export function zipkinV1SpansOf(span: JsonObject): readonly ZipkinSpan[] {
  const common = commonFieldsOf(span);
  const found = sides.flatMap((side) => sideOf(side, span.annotations));
  const caller = found.find(({ isCaller }) => isCaller);
  const callee = found.find(({ isCaller, beginsUs }) => !isCaller && !Number.isNaN(beginsUs));
  const isBoth = caller !== undefined && callee !== undefined;
  const first = caller ?? found[0];
  const annotations = objectsIn(span.binaryAnnotations);
  const isOfCallee = ({ key, endpoint }: JsonObject): boolean => {
    if (!isBoth) return false;
    // An address has the endpoint of the other side.
    if (addresses.has(textIn(key) ?? '')) return key === 'ca';
    return endpointIn(endpoint).service === callee.service && callee.service !== caller.service;
  };
  const local = endpointIn(annotations.find(({ key }) => !addresses.has(textIn(key) ?? ''))?.endpoint);
  const spans: ZipkinSpan[] = [
    {
      ...common,
      ...lastingOf(common, first),
      kind: first?.kind ?? '',
      service: first === undefined ? local.service : first.service,
      address: first === undefined ? local.address : first.address,
      isShared: false,
      isSplit: false,
      tags: tagsOf(
        annotations.filter((annotation) => !isOfCallee(annotation)),
        span,
      ),
    },
  ];
  if (isBoth)
    spans.push({
      ...common,
      kind: callee.kind,
      startUs: callee.beginsUs,
      durationUs: callee.endsUs - callee.beginsUs,
      hasDerivedStart: false,
      service: callee.service,
      address: callee.address,
      isShared: true,
      isSplit: true,
      tags: tagsOf(annotations.filter(isOfCallee), span),
    });
  return spans;
}

/** The times of the span, else those of the side. */
function lastingOf({ startUs, durationUs }: Pick<ZipkinSpan, 'startUs' | 'durationUs'>, side: Side | undefined) {
  if (side === undefined || !Number.isNaN(durationUs)) return { startUs, durationUs };
  return { startUs, durationUs: side.endsUs - startUs };
}

function sideOf(side: (typeof sides)[number], annotations: Json | undefined): readonly Side[] {
  const first = (value: string) => objectsIn(annotations).find((annotation) => annotation.value === value);
  const begins = first(side.begins);
  const ends = first(side.ends);
  if (begins === undefined && ends === undefined) return [];
  return [
    {
      kind: side.kind,
      isCaller: side.isCaller,
      beginsUs: numberIn(begins?.timestamp) ?? Number.NaN,
      endsUs: numberIn(ends?.timestamp) ?? Number.NaN,
      ...endpointIn((begins ?? ends)?.endpoint),
    },
  ];
}

function tagsOf(annotations: readonly JsonObject[], span: JsonObject): ReadonlyMap<string, Json> {
  const tags = new Map<string, Json>();
  for (const { key, value = null, endpoint } of annotations) {
    if (typeof key !== 'string') continue;
    const peer = addresses.has(key) ? endpointIn(endpoint).service : undefined;
    if (!addresses.has(key)) tags.set(key, value);
    else if (peer !== undefined && key !== 'ca') tags.set('peer.service', peer);
  }
  if (span.debug === true) tags.set('zipkin.debug', true);
  return tags;
}
