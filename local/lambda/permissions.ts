/** The template's `AWS::Lambda::Permission`s: who may invoke a function. */
import { matcher } from '../iam/policy.ts';
import type { Resource, Stack } from '../template/resource.ts';
import type { Invoker } from './invoke.ts';

interface PermissionProperties {
  readonly Action: string;
  /** Name or ARN. */
  readonly FunctionName: string;
  readonly Principal: string;
  readonly SourceArn?: string;
}

/** @returns a function that is true if a permission of the template allows an invoker */
export function createPermissions(stack: Stack, func: Pick<Resource, 'ref' | 'arn'>): (invoker: Invoker) => boolean {
  const permissions = stack
    .ofType<PermissionProperties>('AWS::Lambda::Permission')
    .map(({ properties }) => properties)
    .filter(
      ({ Action, FunctionName }) => Action === 'lambda:InvokeFunction' && [func.ref, func.arn].includes(FunctionName),
    )
    .map(({ Principal, SourceArn = '*' }) => ({ principal: Principal, matches: matcher(SourceArn) }));

  return ({ principal, sourceArn }) =>
    permissions.some((permission) => permission.principal === principal && permission.matches(sourceArn));
}
