/** The permissions of functions: the policies of their roles in the template. */
import { ServiceError, type Authorize } from '../aws/service.ts';
import type { Resource, Stack } from '../template/resource.ts';
import { compile, type Decision, type PolicyDocument, type Statement } from './policy.ts';

/** A call that a function's role was asked about. */
export interface PermissionCheck {
  /** The function's logical id. */
  readonly functionId: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: Decision;
}

/** A function, as far as its permissions go. */
export type FunctionWithRole = Resource<{ readonly Role: string }>;

interface RoleProperties {
  readonly Policies?: readonly { readonly PolicyDocument: PolicyDocument }[];
  readonly ManagedPolicyArns?: readonly string[];
}

interface PolicyProperties {
  readonly PolicyDocument: PolicyDocument;
  readonly Roles?: readonly string[];
}

/** This managed policy only lets a function write its logs, which the local cloud does itself. */
const BASIC_EXECUTION = 'policy/service-role/AWSLambdaBasicExecutionRole';

/**
 * Creates the permission check of a function. A refusal has AWS's message, and is logged with its action and resource.
 * @param onCheck called with each decision
 * @throws {Error} that names a managed policy or a policy element that the local cloud does not know
 */
export function createAuthorize(
  stack: Stack,
  func: FunctionWithRole,
  log: (line: string) => void,
  onCheck: (check: PermissionCheck) => void = () => {},
): Authorize {
  const role = roleOf(stack, func);
  const { logicalId: functionId } = func;
  const decide = compile(statementsOf(stack, role), role.logicalId, stack.accountId);
  const user = `arn:aws:sts::${stack.accountId}:assumed-role/${role.ref}/${func.ref}`;

  return (action, resource) => {
    const decision = decide(action, resource);
    onCheck({ functionId, action, resource, decision });
    if (decision === 'allowed') return;
    log(`[iam] AccessDenied: ${functionId} may not ${action} on ${resource}`);
    const reason =
      decision === 'denied'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;
    throw new ServiceError(
      'AccessDeniedException',
      `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    );
  };
}

/** Returns the statements of a function's policies. */
export const statementsOfFunction = (stack: Stack, func: FunctionWithRole): readonly Statement[] =>
  statementsOf(stack, roleOf(stack, func));

function roleOf(stack: Stack, { logicalId, properties }: FunctionWithRole): Resource<RoleProperties> {
  const role = stack.ofType<RoleProperties>('AWS::IAM::Role').find(({ arn }) => arn === properties.Role);
  if (!role) throw new Error(`The role of ${logicalId}, ${properties.Role}, is not in the template.`);
  return role;
}

function statementsOf(stack: Stack, role: Resource<RoleProperties>): Statement[] {
  const unknown = role.properties.ManagedPolicyArns?.find((arn) => !arn.endsWith(BASIC_EXECUTION));
  if (unknown)
    throw new Error(
      `The local cloud does not know the managed policy ${unknown} (of ${role.logicalId}). ` +
        'Teach it in local/iam/roles.ts.',
    );

  const attached = stack
    .ofType<PolicyProperties>('AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles?.includes(role.ref));
  return [...(role.properties.Policies ?? []), ...attached.map(({ properties }) => properties)].flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
}
