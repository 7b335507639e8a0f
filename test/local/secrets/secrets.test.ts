/** Generated secrets: their form, who may read them, and where they are kept. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ServiceError, type Authorize } from '#local/aws/service.ts';
import { type GenerateSecretString, generate } from '#local/secrets/generate.ts';
import { openSecrets } from '#local/secrets/secrets.ts';
import { smallStack } from '../../support/small-assembly.ts';

async function open(properties: object = { GenerateSecretString: {} }, folder?: string) {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'message-center-secrets-')));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const stack = await smallStack({
    resources: { Root: { Type: 'AWS::SecretsManager::Secret', Properties: properties } },
  });
  const secrets = await openSecrets(stack, dataDir);
  const arn = stack.resources[0]?.ref ?? '';
  const get = async (SecretId: string, authorize: Authorize = () => {}): Promise<Record<string, unknown>> => {
    const { body } = await secrets.service(
      {
        method: 'POST',
        path: '/',
        headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
        body: Buffer.from(JSON.stringify({ SecretId })),
      },
      authorize,
    );
    return JSON.parse(String(body)) as Record<string, unknown>;
  };
  return { dataDir, secrets, arn, get };
}

describe('a generated secret', () => {
  it('is given to callers whose role allows it, by ARN or name', async () => {
    const { secrets, arn, get } = await open({ Name: 'root', GenerateSecretString: {} });
    const checked: string[] = [];

    const byArn = await get(arn, (action, resource) => void checked.push(`${action} ${resource}`));
    const byName = await get('root');

    expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:root-[a-z\d]{6}$/);
    expect(byArn).toMatchObject({ ARN: arn, Name: 'root', SecretString: secrets.valueOf(arn) });
    expect(byName['SecretString']).toBe(byArn['SecretString']);
    expect(checked).toEqual([`secretsmanager:GetSecretValue ${arn}`]);
  });

  it('is given to nobody else, and whether there is one is not told', async () => {
    const { arn, get } = await open();
    const denied: Authorize = () => {
      throw new ServiceError('AccessDeniedException', 'no');
    };

    await expect(get(arn, denied)).rejects.toMatchObject({ type: 'AccessDeniedException' });
    await expect(get('other', denied)).rejects.toMatchObject({ type: 'AccessDeniedException' });
    await expect(get('other')).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  });

  it('is the same after a restart, in a file that only its owner may read', async () => {
    const first = await open();

    const second = await open({ GenerateSecretString: { PasswordLength: 9 } }, first.dataDir);

    expect(second.secrets.valueOf(second.arn)).toBe(first.secrets.valueOf(first.arn));
    const file = join(first.dataDir, 'secrets', 'Root');
    expect(await readFile(file, 'utf8')).toBe(first.secrets.valueOf(first.arn));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(first.dataDir, 'secrets'))).mode & 0o777).toBe(0o700);
  });

  it('must be generated: a value in the template would be none', async () => {
    await expect(open({})).rejects.toThrow('without GenerateSecretString (such as Root)');
    await expect(open({ SecretString: 'x' })).rejects.toThrow('does not know the property SecretString');
  });
});

describe('a generated value', () => {
  it.each<[string, GenerateSecretString, RegExp]>([
    ['has 32 characters of each type', {}, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!-/:-@[-`{-~])[!-~]{32}$/],
    [
      'leaves out what is excluded',
      { ExcludePunctuation: true, ExcludeCharacters: '0O', PasswordLength: 64 },
      /^[A-NP-Za-z1-9]{64}$/,
    ],
    [
      'may have one type alone',
      { ExcludePunctuation: true, ExcludeLowercase: true, ExcludeUppercase: true },
      /^\d{32}$/,
    ],
    [
      'is put into a template',
      { SecretStringTemplate: '{"user":"ann"}', GenerateStringKey: 'key', ExcludePunctuation: true },
      /^\{"user":"ann","key":"[A-Za-z\d]{32}"\}$/,
    ],
  ])('%s', (_, given, form) => {
    expect(generate(given)).toMatch(form);
    expect(generate(given)).not.toBe(generate(given));
  });

  it('is refused where it cannot be made', () => {
    expect(() => generate({ PasswordLength: 3 })).toThrow('No text of 3 characters');
    expect(() => generate({ GenerateStringKey: 'key' })).toThrow('together');
  });
});
