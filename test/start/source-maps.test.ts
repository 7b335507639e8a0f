/** A function of the product that fails says where in its sources. */
import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startTestCloud } from '../support/cloud.ts';
import { editAssembly } from '../support/edited-assembly.ts';

it('A function that fails while it loads names the file and the line, as in the repository', async () => {
  const source = await readFile('functions/aws/environment.ts', 'utf8');
  const line = source.split('\n').findIndex((text) => text.includes('is not set')) + 1;
  const assembly = await editAssembly({
    edit: (resources) => {
      for (const [logicalId, { Type, Properties }] of Object.entries(resources)) {
        if (Type === 'AWS::Lambda::Function' && logicalId.startsWith('HttpApiAccounts'))
          Properties['Environment'] = { Variables: {} };
      }
    },
  });
  const lines: string[] = [];
  const cloud = await startTestCloud({ assembly, log: (text) => lines.push(text) });
  onTestFinished(() => cloud.close());

  await fetch(`${cloud.apiUrl}/auth/refresh`, { method: 'POST' });

  const stack = `\\[HttpApiAccounts\\w+\\] Error: .* is not set\\.\\n.*functions/aws/environment\\.ts:${line}:\\d+`;
  await vi.waitFor(() => expect(lines.join('\n')).toMatch(new RegExp(stack)), 60_000);
});
