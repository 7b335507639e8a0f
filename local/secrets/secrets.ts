/**
 * The template's secrets. A value is generated at the first start and kept in the data folder, in a file that only its
 * owner may read: `secrets/<logical id>`.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudformation.html
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Service, ServiceError } from '../aws/service.ts';
import { makePrivateFolder } from '../make-folder.ts';
import type { Resource, Stack } from '../template/resource.ts';
import { type GenerateSecretString, generate } from './generate.ts';

interface SecretProperties {
  readonly Name?: string;
  readonly GenerateSecretString?: GenerateSecretString;
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly value: string;
  /** Epoch seconds. */
  readonly createdAt: number;
}

export interface Secrets {
  /** Returns the value of a secret by its name or ARN; undefined if the template has no such secret. */
  valueOf(id: string): string | undefined;
  readonly service: Service;
}

/** @throws {Error} that names a secret whose value is not generated: the template would hold it */
export async function openSecrets(stack: Stack, dataDir: string): Promise<Secrets> {
  const resources = stack.ofType<SecretProperties>('AWS::SecretsManager::Secret');
  const folder = join(dataDir, 'secrets');
  if (resources.length > 0) await makePrivateFolder(folder);
  const secrets: Secret[] = [];
  for (const resource of resources) secrets.push(await openSecret(resource, folder));
  const find = (id: string): Secret | undefined => secrets.find(({ arn, name }) => id === arn || id === name);

  return {
    valueOf: (id) => find(id)?.value,
    service: async ({ headers, body }, authorize) => {
      const operation = headers['x-amz-target']?.split('.')[1] ?? '';
      if (operation !== 'GetSecretValue')
        throw new ServiceError('UnknownOperationException', `The local secrets have no operation ${operation}.`);
      const { SecretId: id = '' } = JSON.parse(body.toString()) as { SecretId?: string };
      const secret = find(id);
      authorize('secretsmanager:GetSecretValue', secret?.arn ?? id);
      if (!secret)
        throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      return {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({
          ARN: secret.arn,
          Name: secret.name,
          CreatedDate: secret.createdAt,
          SecretString: secret.value,
          VersionId: randomUUID(),
          VersionStages: ['AWSCURRENT'],
        }),
      };
    },
  };
}

async function openSecret({ logicalId, ref, properties }: Resource<SecretProperties>, folder: string): Promise<Secret> {
  const { Name: name = logicalId, GenerateSecretString: given } = properties;
  if (!given)
    throw new Error(`The local cloud does not have secrets without GenerateSecretString (such as ${logicalId}).`);
  const file = join(folder, logicalId);
  const value = (await read(file)) ?? (await write(file, generate(given)));
  return { arn: ref, name, value, createdAt: (await stat(file)).mtimeMs / 1000 };
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a value whole or not at all: keys derive from it, so half of one would be another one. */
async function write(file: string, value: string): Promise<string> {
  const draft = await open(`${file}.new`, 'w', 0o600);
  await draft.writeFile(value);
  await draft.sync();
  await draft.close();
  await rename(`${file}.new`, file);
  return value;
}
