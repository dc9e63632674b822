import { readAttributes } from './xml-attributes.ts';
import { XmlFault } from './xml-fault.ts';
import { endOfName, endOfSpace, shownName } from './xml-names.ts';

/** What is told of each element, in the order of the document. */
export interface XmlHandler {
  /** The attributes are those of this element until it returns. */
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
}

/** Longest tag, in characters: what is kept of a document while it streams by. */
const longestTag = 2 ** 20;
/** Elements inside each other. */
const deepestElement = 64;

/** What the reader is inside of. */
type Inside = 'content' | 'tag' | 'comment' | 'data' | 'instruction';

/**
 * Reads XML as it streams by: elements and attributes; text between them is passed over. Pieces may end anywhere. No
 * recursion, no document type definitions (so no entities that grow), names compared at every end. What is kept is one
 * tag and the names of the open elements.
 *
 * XML 1.0 (fifth edition), without validation of names, and without processing of namespaces.
 */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #open: string[] = [];
  /** What has been seen of a tag, or the beginning of a mark, when a piece ends. */
  #pending = '';
  /** How far into `#pending` the end of the tag was looked for, and inside which quote. */
  #searched = 0;
  #quote = '';
  #inside: Inside = 'content';
  #hasRoot = false;
  readonly #attributes = new Map<string, string>();

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** @throws XmlFault where it is not well-formed, or not read here. */
  push(piece: string): void {
    const text = this.#pending === '' ? piece : this.#pending + piece;
    this.#pending = '';
    let at = 0;
    while (at < text.length) {
      const next = this.#step(text, at);
      if (next < 0) {
        this.#pending = text.slice(at);
        return;
      }
      at = next;
    }
  }

  /** @throws XmlFault where something is still open. */
  finish(): void {
    const innermost = this.#open.at(-1);
    if (innermost !== undefined)
      throw new XmlFault(`It is cut off: the element "${shownName(innermost)}" is not closed.`);
    if (this.#pending !== '' || this.#inside !== 'content') throw new XmlFault('It is cut off in the middle of a tag.');
    if (!this.#hasRoot) throw new XmlFault('It has no element.');
  }

  /** Reads one thing, and gives where it ends; -1: more is needed. */
  #step(text: string, from: number): number {
    switch (this.#inside) {
      case 'content':
        return this.#content(text, from);
      case 'comment':
        return this.#passedOver(text, from, '-->');
      case 'data':
        return this.#passedOver(text, from, ']]>');
      case 'instruction':
        return this.#passedOver(text, from, '?>');
      case 'tag':
        return this.#tag(text, from);
    }
  }

  #content(text: string, from: number): number {
    const tag = text.indexOf('<', from);
    const end = tag < 0 ? text.length : tag;
    if (this.#open.length === 0 && endOfSpace(text, from, end) < end)
      throw new XmlFault('It has text outside of all elements.');
    if (tag < 0) return text.length;
    if (tag > from) return tag;
    const second = text.charAt(from + 1);
    if (second === '') return -1;
    if (second === '?') return this.#enter('instruction', from + 2);
    if (second !== '!') return this.#enter('tag', from);
    const mark = text.slice(from, from + 9);
    if (mark.startsWith('<!--')) return this.#enter('comment', from + 4);
    if (mark === '<![CDATA[') {
      if (this.#open.length === 0) throw new XmlFault('It has text outside of all elements.');
      return this.#enter('data', from + 9);
    }
    if (mark === '<!DOCTYPE') throw new XmlFault('It has a document type definition, which is not read.');
    if ('<!--'.startsWith(mark) || '<![CDATA['.startsWith(mark) || '<!DOCTYPE'.startsWith(mark)) return -1;
    throw new XmlFault('It has a declaration that is not XML.');
  }

  #enter(inside: Inside, position: number): number {
    this.#inside = inside;
    this.#searched = 0;
    this.#quote = '';
    return position;
  }

  #passedOver(text: string, from: number, mark: string): number {
    const end = text.indexOf(mark, from);
    if (end >= 0) return this.#enter('content', end + mark.length);
    // The last characters may be the beginning of the mark.
    const rest = Math.max(from, text.length - mark.length + 1);
    return rest > from ? rest : -1;
  }

  #tag(text: string, from: number): number {
    const end = this.#endOfTag(text, from);
    if (end < 0) {
      if (text.length - from > longestTag) throw new XmlFault('It has a tag of more than 1 MiB.');
      return -1;
    }
    if (end - from > longestTag) throw new XmlFault('It has a tag of more than 1 MiB.');
    if (text.charAt(from + 1) === '/') this.#close(text.slice(from + 2, end).trimEnd());
    else {
      const isEmpty = text.charAt(end - 1) === '/' && end - 1 > from;
      this.#element(text, from + 1, isEmpty ? end - 1 : end, isEmpty);
    }
    return this.#enter('content', end + 1);
  }

  /** The place of the `>` that is in no quotes; goes on where it stopped. */
  #endOfTag(text: string, from: number): number {
    let at = from + this.#searched;
    let quote = this.#quote;
    while (at < text.length) {
      if (quote !== '') {
        const close = text.indexOf(quote, at);
        if (close < 0) {
          at = text.length;
          break;
        }
        quote = '';
        at = close + 1;
        continue;
      }
      const character = text.charCodeAt(at);
      if (character === 0x3e) return at;
      if (character === 0x22) quote = '"';
      else if (character === 0x27) quote = "'";
      else if (character === 0x3c && at > from) throw new XmlFault('It has a "<" inside a tag.');
      at++;
    }
    this.#searched = at - from;
    this.#quote = quote;
    return -1;
  }

  #element(text: string, from: number, end: number, isEmpty: boolean): void {
    const nameEnd = endOfName(text, from, end);
    const name = text.slice(from, nameEnd);
    if (name === '') throw new XmlFault('It has a tag without a name.');
    if (this.#open.length === 0) {
      if (this.#hasRoot) throw new XmlFault('It has more than one outermost element.');
      this.#hasRoot = true;
    }
    if (this.#open.length === deepestElement) throw new XmlFault('It has elements', true);
    this.#attributes.clear();
    readAttributes(text, nameEnd, end, this.#attributes);
    this.#handler.open(name, this.#attributes);
    if (isEmpty) this.#handler.close(name);
    else this.#open.push(name);
  }

  #close(name: string): void {
    const opened = this.#open.pop();
    if (opened === undefined || opened !== name)
      throw new XmlFault('It closes an element that is not the one that is open.');
    this.#handler.close(name);
  }
}
