import { XmlFault } from './xml-fault.ts';

/** The entities that XML knows without a declaration; no others are read. */
const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * The value of an attribute: references resolved, each kind of white space a blank. What a reference stands for is not
 * read again, so that values never grow.
 * @throws XmlFault where a reference is unknown, or stands for no character of XML.
 */
export function attributeValue(raw: string): string {
  const spaced = /[\t\n\r]/.test(raw) ? raw.replace(/\r\n|[\t\n\r]/g, ' ') : raw;
  if (!spaced.includes('&')) return spaced;
  return spaced.replace(/&([^&;]*);?/g, (reference, name: string) => {
    const character = reference.endsWith(';') ? resolved(name) : undefined;
    if (character !== undefined) return character;
    throw new XmlFault(
      "An attribute has a reference that is not one of XML itself; entities of one's own are not read.",
    );
  });
}

function resolved(name: string): string | undefined {
  if (!name.startsWith('#')) return entities.get(name);
  const isHex = name[1] === 'x';
  const digits = name.slice(isHex ? 2 : 1);
  if (!(isHex ? /^[0-9a-f]{1,6}$/i : /^[0-9]{1,7}$/).test(digits)) return undefined;
  const code = Number.parseInt(digits, isHex ? 16 : 10);
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** XML 1.0, production 2: neither control characters nor halves of surrogate pairs. */
const isCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);
