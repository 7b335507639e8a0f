/** The stack's template, as the tests of its parts read it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MessageCenterStack } from '#lib/message-center-stack.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

/** @param context the settings; the page is a built one unless said otherwise */
export function synthesize(context: Readonly<Record<string, unknown>> = {}, { built = true } = {}): Template {
  const folder = mkdtempSync(join(tmpdir(), 'message-center-test-'));
  try {
    const page = join(folder, 'page');
    if (built) {
      mkdirSync(join(page, 'assets'), { recursive: true });
      writeFileSync(join(page, 'index.html'), '<!doctype html>');
      writeFileSync(join(page, 'assets', 'index-1a2b3c.js'), '');
    }
    const app = new App({ context: { ...context }, outdir: join(folder, 'cdk.out') });
    return Template.fromStack(new MessageCenterStack(app, 'MessageCenter', { page }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type) as Record<string, Resource>);

/** A logical id without the hash at its end: `TablesUsers`. */
const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** A value with its intrinsics written out: `{TablesUsers.Arn}`, `arn:{AWS::Partition}:…`. Account, region and partition are left out. */
export function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[intrinsic, argument] = ['', undefined]] = Object.entries(value);
  if (intrinsic === 'Ref') return `{${nameOf(String(argument))}}`;
  if (intrinsic === 'Fn::GetAtt') return `{${nameOf((argument as string[])[0] ?? '')}.${(argument as string[])[1]}}`;
  if (intrinsic === 'Fn::Join')
    return (argument as [string, unknown[]])[1].map(written).join((argument as [string])[0]);
  if (intrinsic === 'Fn::Sub') return String(argument);
  throw new Error(`The template holds a ${intrinsic}, which this does not know.`);
}

/** Those of the project, without what CDK adds for deployments, by name. */
export const functionsOf = (template: Template): ReadonlyMap<string, Resource> =>
  new Map(
    resourcesOf(template, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => Properties['Handler'] === 'index.handler' && Properties['LoggingConfig'])
      .filter(([id]) => !id.startsWith('Custom'))
      .map(([id, resource]) => [nameOf(id).replace(/Function$/, ''), resource]),
  );

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** What a function's role allows, as `<action> <resource>`, sorted. */
export function grantsOf(template: Template, name: string): string[] {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map(([, { Properties }]) => Properties);
  return policies
    .filter(({ Roles }) => (Roles as unknown[]).some((role) => written(role) === `{${name}Role}`))
    .flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement)
    .flatMap(({ Effect, Action, Resource }) => {
      if (Effect !== 'Allow') throw new Error(`A statement of ${name} is not Allow but ${Effect}.`);
      return [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${written(resource)}`));
    })
    .sort();
}
