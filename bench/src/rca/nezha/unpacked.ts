import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { foldersIn } from '../../data/files-in.ts';

/**
 * What a function finds in a folder that has the folders of another, and what its archives hold where there is no such folder;
 * removed afterwards.
 */
export function* withUnpacked<T>(folder: string, find: (unpacked: string) => Iterable<T>): Generator<T> {
  const unpacked = mkdtempSync(join(tmpdir(), 'nezha-'));
  try {
    for (const name of foldersIn(folder)) symlinkSync(resolve(folder, name), join(unpacked, name), 'dir');
    for (const file of readdirSync(folder)) {
      const [, name] = /^(trace|log)\.(?:tar(?:\.\w+)?|t[gx]z)$/.exec(file) ?? [];
      // What lies unpacked beside its archive is not written to.
      if (name !== undefined && !existsSync(join(unpacked, name)))
        execFileSync('tar', ['-xf', join(folder, file), '-C', unpacked]);
    }
    yield* find(unpacked);
  } finally {
    rmSync(unpacked, { recursive: true });
  }
}
