import type { ZipkinSpan } from './zipkin-span.ts';

/** A span with an id of its own. */
export interface PlacedSpan {
  readonly span: ZipkinSpan;
  readonly id: string;
  readonly parentId: string;
  /** It had the id of its caller. */
  readonly isRenamed: boolean;
}

/**
 * Gives the spans of one trace ids of their own. In Zipkin a server may report under the id of the client that called it.
 * As in Zipkin's own tree the server is then a child of the client, and what the server's host did under that id is
 * inside the server:
 *
 *     client a (web)                    a
 *     server a (api), shared     ->     └ a:server
 *     local  b (api), parent a            └ b
 *
 * A server whose client did not report keeps the id. O(n), beside sorting the servers of one client.
 */
export function withOwnIds(spans: readonly ZipkinSpan[]): readonly PlacedSpan[] {
  const callers = new Set(spans.filter((span) => isCaller(span) && !span.isShared).map(({ id }) => id));
  // Some instrumentations share an id without saying so; a local span may be the caller of a shared one.
  const others = new Set(spans.filter(({ isShared }) => !isShared).map(({ id }) => id));
  const isCallee = (span: ZipkinSpan): boolean =>
    span.isShared ? others.has(span.id) : isServing(span) && callers.has(span.id);

  const calleesOf = Map.groupBy(spans.filter(isCallee), ({ id }) => id);
  const ownId = new Map<ZipkinSpan, string>();
  const insideOf = new Map<string, Map<string, string>>();
  for (const [id, callees] of calleesOf) {
    const byHost = new Map<string, string>();
    for (const [index, callee] of callees.toSorted(byHostAndTime).entries()) {
      const own = index === 0 ? `${id}:server` : `${id}:server~${index + 1}`;
      ownId.set(callee, own);
      const host = hostOf(callee);
      if (!byHost.has(host)) byHost.set(host, own);
    }
    insideOf.set(id, byHost);
  }
  return spans.map((span) => {
    const own = ownId.get(span);
    if (own !== undefined) return { span, id: own, parentId: span.id, isRenamed: true };
    const parentId = insideOf.get(span.parentId)?.get(hostOf(span)) ?? span.parentId;
    return { span, id: span.id, parentId, isRenamed: false };
  });
}

const isCaller = ({ kind }: ZipkinSpan): boolean => kind === 'CLIENT' || kind === 'PRODUCER';
const isServing = ({ kind }: ZipkinSpan): boolean => kind === 'SERVER' || kind === 'CONSUMER';

const hostOf = ({ service, address }: ZipkinSpan): string => service ?? address ?? '';

function byHostAndTime(a: ZipkinSpan, b: ZipkinSpan): number {
  const hostA = hostOf(a);
  const hostB = hostOf(b);
  return hostA === hostB ? a.startUs - b.startUs : hostA < hostB ? -1 : 1;
}
