import { QUOTE, SPACE, type ByteTexts, type ByteView } from '@faultline/spans';

/** Remembers what stands from `from` to `to`, where a value begins; not where the bytes end before it does. */
export function learn(texts: ByteTexts, source: ByteView, from: number, to: number, number: number): void {
  const isWhole = source.bytes[to - 1] === QUOTE || source.bytes[to]! > SPACE;
  if (isWhole && texts.find(source, from, to) < 0) texts.add(source, from, to, number);
}
