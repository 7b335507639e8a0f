/** The app as the CDK runs it. */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('A refused setting is one line on the terminal, without a stack below it', () => {
  const env = {
    ...process.env,
    CDK_OUTDIR: join(tmpdir(), 'refused'),
    CDK_CONTEXT_JSON: JSON.stringify({ messagesToLoad: '0' }),
  };

  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/message-center.ts'], {
    env,
    encoding: 'utf8',
  });

  expect(stderr).toBe('SettingError: The setting messagesToLoad must be a whole number from 1 to 100; it is 0.\n');
  expect(status).toBe(1);
});
