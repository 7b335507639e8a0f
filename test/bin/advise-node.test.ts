/** The advice that a deployment from an old Node prints. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** What a deployment says first on that version of Node. */
async function adviceOn(version: string): Promise<string> {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const pretend = `data:text/javascript,${encodeURIComponent(versions)}`;
  const args = ['--import', 'tsx', '--import', pretend, 'bin/advise-node.ts'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  return stdout + stderr;
}

it('Node 20 deploys with one line of advice, Node 22 and later with none', async () => {
  expect(await adviceOn('20.19.0')).toBe('Node 22 or later is advised for deploying; this is 20.19.0.\n');
  expect(await adviceOn('22.0.0')).toBe('');
  expect(await adviceOn('24.1.0')).toBe('');
});
