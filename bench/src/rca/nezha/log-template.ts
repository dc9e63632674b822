/**
 * What a log line says, without what changes from time to time: the place in the source, where it is named, otherwise the
 * message without numbers and ids.
 */
export function logTemplate(column: string): string {
  const text = column.replaceAll('""', '"');
  const [place] = /\b(?:TRACE|DEBUG|INFO|WARN|ERROR) +\S+#\d+/.exec(text) ?? [];
  if (place !== undefined) return place.replaceAll(/ +/g, ' ');
  return text
    .replace(/^"?\{"log":"/, '')
    .replace(/\\n",.*$/, '')
    .replaceAll(/[\da-f]{8,}(?:-[\da-f]{4,})*|\d+/gi, '*')
    .slice(0, 80);
}
