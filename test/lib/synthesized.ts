/** The stack's template, as the tests of its parts read it. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MessageCenterStack } from '#lib/message-center-stack.ts';
import { MessageCenter, type MessageCenterProps } from '#lib/message-center.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

/** Of data: a first deployment that fails leaves nothing behind, whatever happens later leaves the data. */
export const RETAINED = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

/** @returns an app that leaves its assets where they are: copying the bundles takes longer than all the rest */
export const testApp = (): App =>
  new App({ context: { 'aws:cdk:disable-asset-staging': true }, outdir: temporaryFolder() });

/** @returns a folder, which is removed when the run ends */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'message-center-test-'));

/** The app's stack, which nothing has synthesized yet. */
export const messageCenterStack = (props: MessageCenterProps = {}): MessageCenterStack =>
  new MessageCenterStack(testApp(), 'MessageCenter', { page: builtPage(), ...props });

/** The template of the app's stack. */
export const synthesize = (props: MessageCenterProps = {}): Template => Template.fromStack(messageCenterStack(props));

/** A message center with the id Messages in a stack of one's own. */
export function synthesizeInOwnStack(propsFor: (stack: Stack) => MessageCenterProps = () => ({})) {
  const stack = new Stack(testApp(), 'Own');
  const messages = new MessageCenter(stack, 'Messages', { page: builtPage(), ...propsFor(stack) });
  return { stack, messages, template: Template.fromStack(stack) };
}

/** @returns a folder as building the page leaves it */
function builtPage(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-1a2b3c.js'), '');
  return folder;
}

/** The resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type) as Record<string, Resource>);

/** A logical id without the hash at its end: `TablesUsers`. */
const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** A value with its intrinsics written out: `{TablesUsers.Arn}`, `arn:{AWS::Partition}:…`. */
export function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[intrinsic, argument] = ['', undefined]] = Object.entries(value);
  if (intrinsic === 'Ref') return `{${nameOf(String(argument))}}`;
  if (intrinsic === 'Fn::GetAtt') return `{${nameOf((argument as string[])[0] ?? '')}.${(argument as string[])[1]}}`;
  if (intrinsic === 'Fn::Join')
    return (argument as [string, unknown[]])[1].map(written).join((argument as [string])[0]);
  if (intrinsic === 'Fn::Sub') return String(argument);
  throw new Error(`The template holds a ${intrinsic}, which this function does not know.`);
}

/** The project's own functions by name, without those that the CDK adds for deployments. */
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
