import { XmlFault } from './xml-fault.ts';

/** The declaration of a document, which has to be at its very beginning. */
const declaration = /^(?:\uFEFF|\xEF\xBB\xBF)?<\?xml\s[^>]*encoding\s*=\s*["']([^"']*)["']/;
const longestDeclaration = 512;

/**
 * The text of an XML document, piece by piece.
 * @throws XmlFault where it is not UTF-8, or says that it is not.
 */
export async function* xmlText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head: string | undefined = '';
  for await (const chunk of bytes) {
    if (head !== undefined) {
      // Declarations are ASCII.
      head += Array.from(chunk.subarray(0, longestDeclaration), (byte) => String.fromCharCode(byte)).join('');
      const encoding = declaration.exec(head)?.[1] ?? 'utf-8';
      if (!/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) throw new XmlFault('It is not encoded as UTF-8.');
      if (head.length >= longestDeclaration || head.includes('>')) head = undefined;
    }
    yield decoded(() => decoder.decode(chunk, { stream: true }));
  }
  yield decoded(() => decoder.decode());
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TypeError) throw new XmlFault('It is not encoded as UTF-8.');
    throw error;
  }
}
