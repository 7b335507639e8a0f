/** The functions of the synthesized stack, and what each is allowed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as environment from '#functions/aws/environment.ts';
import { bundleOf, entryPoints } from '#lib/bundle.ts';
import { expected } from './grants.ts';
import { functionsOf, grantsOf, resourcesOf, synthesize, written } from './synthesized.ts';

const template = synthesize();
const functions = functionsOf(template);
const names = [...functions.keys()];

describe('the functions', () => {
  it('are one for each entry point', () => {
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(
      Object.values(expected)
        .map(({ entryPoint }) => entryPoint)
        .toSorted(),
    ).toEqual([...entryPoints].toSorted());
  });

  it.each(Object.entries(expected))('%s may do exactly what its code does', (name, { grants }) => {
    const own = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} {${name}Logs.Arn}`);
    const granted = grantsOf(template, name).map((grant) => grant.replace(/arn:.*:(?=\{)/, ''));

    expect(granted).toEqual([...grants, ...own].toSorted());
  });

  it.each(Object.entries(expected))(
    '%s has exactly the environment variables that its code reads',
    (name, { entryPoint }) => {
      const code = readFileSync(join(bundleOf(entryPoint), 'index.mjs'), 'utf8');
      const read = Object.keys(environment)
        // A restore sets this one, and takes it away again.
        .filter((variable) => variable !== environment.RESTORING)
        .filter((variable) => code.includes(`"${variable}"`));
      const { Variables = {} } = (functions.get(name)?.Properties['Environment'] ?? {}) as { Variables?: object };

      expect(Object.keys(Variables).toSorted()).toEqual(read.toSorted());
    },
  );

  it('have no policy but their own', () => {
    const roles = resourcesOf(template, 'AWS::IAM::Role').filter(([id]) =>
      names.some((name) => id.startsWith(`${name}Role`)),
    );

    expect(roles).toHaveLength(names.length);
    for (const [, { Properties }] of roles) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
    }
  });

  it.each(names)('%s has a current runtime, memory, a timeout, and logs that are kept for a month', (name) => {
    const properties = functions.get(name)?.Properties;
    const [, logs] = resourcesOf(template, 'AWS::Logs::LogGroup').find(([id]) => id.startsWith(`${name}Logs`)) ?? [];

    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1024,
      Timeout: expect.any(Number),
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });
    const { LogGroup } = (properties?.['LoggingConfig'] ?? {}) as { LogGroup?: unknown };
    expect(written(LogGroup)).toBe(`{${name}Logs}`);
    expect(logs?.Properties['RetentionInDays']).toBe(30);
  });
});

it('concurrency is set aside for the consumer and the authorizer, and only where the settings say so', () => {
  const reservedIn = (within: typeof template) =>
    [...functionsOf(within)].flatMap(([name, { Properties }]) => {
      const reserved = Properties['ReservedConcurrentExecutions'];
      return reserved === undefined ? [] : [[name, reserved]];
    });

  expect(reservedIn(template)).toEqual([]);
  expect(Object.fromEntries(reservedIn(synthesize({ consumerConcurrency: 50, authorizerConcurrency: 20 })))).toEqual({
    MessageStreamConsumer: 50,
    WebSocketApiAuthorize: 20,
  });
});

describe('the template', () => {
  it('grants nothing on the resource *', () => {
    const policies = resourcesOf(template, 'AWS::IAM::Policy').map(([, { Properties }]) => JSON.stringify(Properties));

    expect(policies.filter((policy) => /"Resource":(\[[^\]]*)?"\*"/.test(policy))).toEqual([]);
  });

  it('holds no secret and no key', () => {
    // That secrets are generated, where they are, and who may read them, is no secret.
    const text = JSON.stringify(template.toJSON())
      .replace('"GenerateSecret":true', '')
      .replaceAll(/"GenerateSecretString":\{"ExcludePunctuation":true,"PasswordLength":64\}/g, '')
      .replaceAll(/AWS::SecretsManager::Secret|Secrets(Root|DistributionProof)[\dA-F]{8}/g, '')
      .replaceAll('secretsmanager:GetSecretValue', '')
      .replaceAll(/\{\{resolve:secretsmanager:",\{"Ref":""\},":SecretString:::\}\}/g, '')
      .replaceAll(/\b(ROOT_SECRET|DISTRIBUTION_PROOF)_ARN\b/g, '');

    expect(text).not.toMatch(/secret|private key|access_?key|\bAKIA|password"?:"/i);
  });

  it('holds nothing that belongs to a single machine, account or region', () => {
    const text = JSON.stringify(template.toJSON());

    expect(text).not.toMatch(/localhost|127\.0\.0\.1|http:\/\//);
    expect(text).not.toMatch(/arn:aws:|[a-z]{2}-(north|south|east|west|central)[a-z]*-\d/);
    expect(text).not.toMatch(/\b\d{12}\b/);
  });
});
