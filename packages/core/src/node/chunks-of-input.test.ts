import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { folderWith } from './temporary-folder.test-support.ts';

const source = new URL('./chunks-of-input.ts', import.meta.url).href;
const letters = 'abcdefgh'.repeat(1000);

const script = `
  const { chunksOfInput } = await import(${JSON.stringify(source)});
  let [text, chunks] = ['', 0];
  for await (const chunk of chunksOfInput(1000)) { text += Buffer.from(chunk).toString(); chunks++; }
  console.log(JSON.stringify({ text, chunks }));`;

/** What a process of its own reads, and how many chunks it took. */
async function readBy(stdin: 'pipe' | number, first = ''): Promise<{ readonly text: string; readonly chunks: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', first + script], {
    stdio: [stdin, 'pipe', 'inherit'],
  });
  child.stdin?.end(letters);
  let out = '';
  for await (const chunk of child.stdout!) out += String(chunk);
  return JSON.parse(out) as { text: string; chunks: number };
}

it('reads what is piped in', async () => {
  expect((await readBy('pipe')).text).toBe(letters);
});

it('reads a file that input comes from', async () => {
  const file = openSync(join(folderWith({ letters }), 'letters'), 'r');
  expect(await readBy(file)).toEqual({ text: letters, chunks: 8 });
  closeSync(file);
});

it('reads a pipe through, also where the input was made not to block', async () => {
  // The shell connects two processes by a pipe; what is spawned from here would be connected by a socket.
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    `printf %s ${letters} | "$0" --input-type=module --eval "$1"`,
    process.execPath,
    `process.stdin; ${script}`,
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ text: letters });
});

it('goes on as a stream where the input does not block', async () => {
  expect((await readBy('pipe', 'process.stdin.pause();')).text).toBe(letters);
});
