import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a function finds in a folder that holds what the archives of another hold, and its plain folders; removed afterwards. */
export function* withUnpacked<T>(folder: string, find: (unpacked: string) => Iterable<T>): Generator<T> {
  const unpacked = mkdtempSync(join(tmpdir(), 'nezha-'));
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (/^(?:trace|log)\.tar\.[gx]z$/.test(entry.name)) execFileSync('tar', ['-xf', path, '-C', unpacked]);
      else if (entry.isDirectory()) cpSync(path, join(unpacked, entry.name), { recursive: true });
    }
    yield* find(unpacked);
  } finally {
    rmSync(unpacked, { recursive: true });
  }
}
