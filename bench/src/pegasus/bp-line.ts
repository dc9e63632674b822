/** One event of a log in the format of NetLogger ("best practices"): its fields by name. */
export type BpEvent = ReadonlyMap<string, string>;

/** `name=value`, or `name="value"` with `\"` in it. */
const field = /\s*([^\s="]+)=(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s"]\S*)?)(?=\s|$)/gy;

/** The fields of a line. `undefined`: it is no such line. O(n). */
export function bpEventOf(line: string): BpEvent | undefined {
  const fields = new Map<string, string>();
  field.lastIndex = 0;
  let end = 0;
  for (let match = field.exec(line); match !== null; match = field.exec(line)) {
    const [, name = '', quoted, plain = ''] = match;
    fields.set(name, quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'));
    end = field.lastIndex;
  }
  return line.slice(end).trim() === '' && fields.has('ts') && fields.has('event') ? fields : undefined;
}
