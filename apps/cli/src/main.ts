#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Objects of a run that V8 makes in old space at once keep the whole run alive until the next full collection.
setFlagsFromString('--no-allocation-site-pretenuring');

// Kept tiny: an old Node must reach the sentence below before it meets syntax that it does not know.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`faultline needs Node 22.18 or later; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  const { run } = await import('./cli.ts');
  const { processIo } = await import('./io.ts');
  process.exitCode = await run(process.argv.slice(2), processIo());
}
