/** The secrets that the stack generates. They are in no template, variable or log; functions read them. */

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientConfiguration } from './client-configuration.ts';
import { readOnce } from './read-once.ts';

const client = new SecretsManagerClient(clientConfiguration);

/** Returns a function that reads a secret when it is first needed, once in an instance. The SDK retries. */
export const secret = (arn: string): (() => Promise<string>) =>
  readOnce(async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (!SecretString) throw new Error(`The secret ${arn} is empty.`);
    return SecretString;
  });
