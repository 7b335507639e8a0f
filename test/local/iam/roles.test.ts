/** Roles of functions. */
import { describe, expect, it } from 'vitest';
import { ServiceError } from '#local/aws/service.ts';
import { createAuthorize } from '#local/iam/roles.ts';
import { applicationFunctions } from '#local/lambda/functions.ts';
import { lambdaFunction, role, smallStack } from '../../support/small-assembly.ts';

const table = { Type: 'AWS::DynamoDB::GlobalTable' };
const tableArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/Messages';
const put = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Messages', 'Arn'] } };
const query = { Effect: 'Allow', Action: 'dynamodb:Query', Resource: { 'Fn::GetAtt': ['Messages', 'Arn'] } };

async function authorizeOf(resources: Readonly<Record<string, object>>, lines: string[] = []) {
  const stack = await smallStack({ resources: { Messages: table, Send: lambdaFunction('Send'), ...resources } });
  const [func] = applicationFunctions(stack);
  if (!func) throw new Error('The stack has no function.');
  return createAuthorize(stack, func, (line) => lines.push(line));
}

describe("a function's role", () => {
  it('allows what its inline and attached policies say', async () => {
    const attached = {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [query] } },
    };
    const foreign = {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: ['Other'], PolicyDocument: { Statement: [{ ...query, Action: '*' }] } },
    };
    const authorize = await authorizeOf({ Role: role(put), Attached: attached, Foreign: foreign });

    expect(() => authorize('dynamodb:PutItem', tableArn)).not.toThrow();
    expect(() => authorize('dynamodb:Query', tableArn)).not.toThrow();
    expect(() => authorize('dynamodb:DeleteItem', tableArn)).toThrow(ServiceError);
  });

  it("refuses with AWS's message, and logs action and resource", async () => {
    const lines: string[] = [];
    const authorize = await authorizeOf({ Role: role(put) }, lines);

    expect(() => authorize('dynamodb:DeleteItem', tableArn)).toThrow(
      expect.objectContaining({
        type: 'AccessDeniedException',
        statusCode: 400,
        message:
          'User: arn:aws:sts::000000000000:assumed-role/Role/Send is not authorized to perform: dynamodb:DeleteItem ' +
          `on resource: ${tableArn} because no identity-based policy allows the dynamodb:DeleteItem action`,
      }),
    );
    expect(lines).toEqual([`[iam] AccessDenied: Send may not dynamodb:DeleteItem on ${tableArn}`]);
  });

  it('says so when a Deny is the reason', async () => {
    const authorize = await authorizeOf({ Role: role(put, { ...put, Effect: 'Deny' }) });

    expect(() => authorize('dynamodb:PutItem', tableArn)).toThrow('with an explicit deny in an identity-based policy');
  });

  it('ignores the managed policy for logs, and refuses any other by name', async () => {
    const managed = (name: string): object => ({
      Type: 'AWS::IAM::Role',
      Properties: {
        ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]] }],
      },
    });

    await expect(authorizeOf({ Role: managed('service-role/AWSLambdaBasicExecutionRole') })).resolves.toBeTypeOf(
      'function',
    );
    await expect(authorizeOf({ Role: managed('AdministratorAccess') })).rejects.toThrow('policy/AdministratorAccess');
  });
});
