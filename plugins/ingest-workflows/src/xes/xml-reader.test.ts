import fc from 'fast-check';
import { expect, it } from 'vitest';
import { XmlFault } from './xml-fault.ts';
import { XmlReader } from './xml-reader.ts';

/** What a document says, in order: `a(k=v`, `)`. */
function heard(document: string, pieceSize = Infinity): string {
  let told = '';
  const reader = new XmlReader({
    open: (name, attributes) => {
      told += `${name}(${[...attributes].map(([key, value]) => `${key}=${value}`).join(',')}`;
    },
    close: () => {
      told += ')';
    },
  });
  for (let at = 0; at < document.length; at += pieceSize) reader.push(document.slice(at, at + pieceSize));
  reader.finish();
  return told;
}

const document = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- a <comment> with -- > in it -->
<log xes.version='1.0'
  openxes="a>b" >
  text &undeclared; <![CDATA[<event> ]] ]> &amp; ]]>
  <string key="a &lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;" value="line
break"/><empty/><b></b ><?instruction <x ?>
</log>
<!-- end -->
`;
const told = 'log(xes.version=1.0,openxes=a>bstring(key=a <&>"\'A😀,value=line break)empty()b())';

it('tells of elements and attributes', () => {
  expect(heard(document)).toBe(told);
});

it('does not mind where pieces end', () => {
  for (let size = 1; size < document.length; size++) expect(heard(document, size)).toBe(told);
});

it('keeps "__proto__" as an ordinary name', () => {
  expect(heard('<__proto__ __proto__="1" constructor="2"/>')).toBe('__proto__(__proto__=1,constructor=2)');
});

it.for([
  ['nothing', '', 'It has no element.'],
  ['a comment only', '<!-- a -->', 'It has no element.'],
  ['text only', 'a,b', 'text outside'],
  ['text behind the root', '<a/>b', 'text outside'],
  ['two roots', '<a/><b/>', 'more than one outermost'],
  ['an end without a beginning', '</a>', 'closes an element'],
  ['another end', '<a></b>', 'closes an element'],
  ['an end that is missing', '<a><b></b>', 'It is cut off: the element "a" is not closed.'],
  ['half a tag', '<a b="', 'cut off in the middle'],
  ['half a comment', '<a/><!-- ', 'cut off in the middle'],
  ['half a mark', '<a/><!', 'cut off in the middle'],
  ['a document type definition', '<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>', 'document type definition'],
  ['entities that grow', '<!DOCTYPE l [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><l k="&c;"/>', 'document type definition'],
  ['an entity of its own', '<a b="&lol;"/>', 'a reference'],
  ['a reference without an end', '<a b="&amp"/>', 'a reference'],
  ['the character 0', '<a b="&#0;"/>', 'a reference'],
  ['half of a surrogate pair', '<a b="&#xD800;"/>', 'a reference'],
  ['a character beyond Unicode', '<a b="&#x110000;"/>', 'a reference'],
  ['the same attribute twice', '<a b="1" b="2"/>', 'the attribute "b" twice'],
  ['a value without quotes', '<a b=1/>', 'name="value"'],
  ['an attribute without a value', '<a b/>', 'name="value"'],
  ['attributes without a space between', '<a b="1"c="2"/>', 'no white space'],
  ['a tag inside a value', '<a b="<c/>"/>', '"<" inside a value'],
  ['a tag inside a tag', '<a <b/>', '"<" inside a tag'],
  ['a tag without a name', '< a/>', 'without a name'],
  ['an unknown declaration', '<!ELEMENT a>', 'not XML'],
  ['elements of 65 levels', '<a>'.repeat(65) + '</a>'.repeat(65), 'It has elements'],
  ['a tag of more than 1 MiB', `<a b="${'x'.repeat(2 ** 20)}"/>`, '1 MiB'],
  ['a tag of more than 1 MiB without an end', `<a b="${'x'.repeat(2 ** 21)}`, '1 MiB'],
] as const)('refuses %s', ([_name, input, message]) => {
  expect(() => heard(input, 65_536)).toThrow(XmlFault);
  expect(() => heard(input, 65_536)).toThrow(message);
});

it('takes elements of 64 levels', () => {
  expect(heard('<a>'.repeat(64) + '</a>'.repeat(64))).toBe('a('.repeat(64) + ')'.repeat(64));
});

it('keeps nothing of a long comment, and reads a long list of elements in one go', () => {
  expect(heard(`<a><!--${'x'.repeat(5_000_000)}-->${'<b/>'.repeat(100_000)}</a>`, 65_536)).toHaveLength(300_003);
});

/** The same, or the same refusal, however the input is cut. */
function outcome(input: string, pieceSize: number): string {
  try {
    return heard(input, pieceSize);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return error.message;
  }
}

it('ends cleanly on anything, and in the same way however it comes in pieces', () => {
  const marks = fc.constantFrom(
    '<',
    '>',
    '/',
    '"',
    "'",
    '=',
    '&',
    ';',
    '!',
    '--',
    '[CDATA[',
    ']]>',
    '?',
    'a',
    ' ',
    '\n',
    'b="1"',
  );
  const soup = fc.array(marks, { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(soup, fc.integer({ min: 1, max: 7 }), (input, size) => {
      expect(outcome(input, size)).toBe(outcome(input, Infinity));
    }),
    { numRuns: 3000 },
  );
});

it('ends cleanly on a document in which characters were changed or lost', () => {
  fc.assert(
    fc.property(
      fc.nat(document.length - 1),
      fc.string({ maxLength: 2, unit: 'binary-ascii' }),
      fc.integer({ min: 1, max: 50 }),
      (at, put, size) => {
        const input = document.slice(0, at) + put + document.slice(at + 1);
        expect(outcome(input, size)).toBe(outcome(input, Infinity));
      },
    ),
    { numRuns: 1000 },
  );
});
