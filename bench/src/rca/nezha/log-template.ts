import { z } from 'zod';

/** What a container said, and the message in it where that is JSON again. */
const lineSchema = z.object({ log: z.string() });
const messageSchema = z.object({ message: z.string() });

/**
 * What a log line says, without what changes from time to time: the place in the source, where it is named, otherwise the
 * message without ids and whatever has digits. The column is JSON, as CSV writes it:
 *
 *     "{""log"":""19:50:59.971 INFO  t.s.TravelServiceImpl#457 TraceID: 2ff SpanID: 04b [price 16]\n""}"    INFO t.s.TravelServiceImpl#457
 *     "{""log"":""{\""message\"":\""TraceID: 04c SpanID: 644 Query product OLJ6\""}\n""}"                     Query product *
 */
export function logTemplate(column: string): string {
  const text = column.replace(/^"([^]*)"\r?$/, '$1').replaceAll('""', '"');
  const [place] = /\b(?:TRACE|DEBUG|INFO|WARN|ERROR) +\S+#\d+/.exec(text) ?? [];
  if (place !== undefined) return place.replaceAll(/ +/g, ' ');
  const said = objectIn(text, lineSchema)?.log ?? text;
  return (objectIn(said, messageSchema)?.message ?? said)
    .replace(/TraceID: \S+ SpanID: \S+ /, '')
    .replaceAll(/[\w-]*\d[\w-]*/g, '*')
    .trim()
    .slice(0, 80);
}

function objectIn<Schema extends z.ZodType>(text: string, schema: Schema): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    // A line that was cut off, or no JSON.
    return undefined;
  }
}
