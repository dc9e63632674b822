// Installs packed tarballs in an empty folder, as a user would from the registry, and analyses a run in ten lines.
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'faultline-install-'));
const needed = ['packages/{model,graph,stats,core,facts,simulator}', 'plugins/{integrity,schedule}'];
const script = `
import { AnalysisEngine } from '@faultline/core';
import { runSchema } from '@faultline/model';
import integrity from '@faultline/plugin-integrity';
import schedule from '@faultline/plugin-schedule';
const run = runSchema.parse({ id: 'r1', workflowId: 'mail', status: 'completed', startMs: 0, endMs: 90, executions: [
  { id: 'a', stepId: 'fetch', status: 'completed', startMs: 0, endMs: 50 },
  { id: 'b', stepId: 'send', status: 'completed', startMs: 40, endMs: 90 },
], edges: [{ from: 'a', to: 'b', origin: 'explicit' }] });
const report = await new AnalysisEngine([integrity, schedule]).analyze(run);
console.log(report.assessment.text, report.findings.map((finding) => finding.ruleId));
`;

try {
  const tarballs = globSync(needed)
    .toSorted()
    .map((cwd) => {
      const packed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', folder], { cwd, encoding: 'utf8' });
      return (JSON.parse(packed) as { filename: string }).filename;
    });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs], { cwd: folder });
  writeFileSync(join(folder, 'ten-lines.js'), script);
  const output = execFileSync(process.execPath, ['ten-lines.js'], { cwd: folder, encoding: 'utf8' });
  if (!output.startsWith('The run ')) throw new Error(`the script printed ${output}`);
  console.log(`Installed from tarballs: ${output.trim()}`);
} finally {
  rmSync(folder, { recursive: true });
}
