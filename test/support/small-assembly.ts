/** Hand-made assemblies, as small as a test needs them. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadStack } from '#local/template/load-stack.ts';
import type { Stack } from '#local/template/resource.ts';

interface SmallAssembly {
  readonly resources: Readonly<Record<string, object>>;
  readonly conditions?: Readonly<Record<string, unknown>>;
  /** Source (`index.mjs`) of each bundle, by the name of its asset. */
  readonly bundles?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

export const addresses = {
  site: '127.0.0.1:3000',
  httpApi: '127.0.0.1:3001',
  webSocketApi: '127.0.0.1:3002',
  aws: '127.0.0.1:3003',
};

/** @returns the folder, which is removed after the test */
export async function writeAssembly({
  resources,
  conditions,
  bundles = {},
  environment,
}: SmallAssembly): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-assembly-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const write = (file: string, content: object): Promise<void> =>
    writeFile(join(folder, file), JSON.stringify(content));

  await write('manifest.json', {
    artifacts: {
      Small: {
        type: 'aws:cloudformation:stack',
        environment: environment ?? 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'Small.template.json' },
      },
    },
  });
  await write('Small.template.json', { Resources: resources, Conditions: conditions });
  const files = Object.keys(bundles).map((name) => [name, { source: { path: `asset.${name}` } }]);
  await write('Small.assets.json', { files: Object.fromEntries(files) as object });
  for (const [name, source] of Object.entries(bundles)) {
    await mkdir(join(folder, `asset.${name}`));
    await writeFile(join(folder, `asset.${name}`, 'index.mjs'), source);
  }
  return folder;
}

export async function smallStack(assembly: SmallAssembly): Promise<Stack> {
  return loadStack({ assembly: await writeAssembly(assembly), addresses });
}

export const role = (...statements: readonly object[]): object => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: [{ PolicyDocument: { Statement: statements } }] },
});

/** Returns a function with the role `Role`, whose asset has the same name as its logical id. */
export const lambdaFunction = (name: string, properties: object = {}): object => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Key: `${name}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    ...properties,
  },
});
