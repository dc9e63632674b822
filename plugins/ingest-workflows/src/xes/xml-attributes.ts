import { attributeValue } from './xml-entities.ts';
import { XmlFault } from './xml-fault.ts';
import { endOfName, endOfSpace, shownName } from './xml-names.ts';

/**
 * Reads the attributes of a tag, `name = "value"` and any number of them, which stand between two places of a text.
 * @throws XmlFault where they are not well-formed.
 */
export function readAttributes(text: string, from: number, end: number, attributes: Map<string, string>): void {
  let at = from;
  for (;;) {
    const start = endOfSpace(text, at, end);
    if (start === end) return;
    if (start === at) throw new XmlFault('It has attributes that no white space separates.');
    const nameEnd = endOfName(text, start, end);
    const name = text.slice(start, nameEnd);
    const equals = endOfSpace(text, nameEnd, end);
    const open = endOfSpace(text, equals + 1, end);
    const quote = text.charAt(open);
    if (name === '' || text.charAt(equals) !== '=' || open >= end || (quote !== '"' && quote !== "'"))
      throw new XmlFault('It has an attribute that is not written as name="value".');
    const close = text.indexOf(quote, open + 1);
    if (close < 0 || close >= end) throw new XmlFault('It has an attribute whose quotes are not closed.');
    const raw = text.slice(open + 1, close);
    if (raw.includes('<')) throw new XmlFault('It has a "<" inside a value; it is written as "&lt;".');
    if (attributes.has(name)) throw new XmlFault(`It has the attribute "${shownName(name)}" twice in one tag.`);
    attributes.set(name, attributeValue(raw));
    at = close + 1;
  }
}
