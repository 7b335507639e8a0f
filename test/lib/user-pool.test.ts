/** An existing user pool that holds the accounts of a message center. */
import { Annotations, Stack } from 'aws-cdk-lib';
import { Match, Annotations as SynthesizedAnnotations } from 'aws-cdk-lib/assertions';
import { FeaturePlan, Mfa, UserPool, UserPoolOperation, type UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { functionsOf, grantsOf, resourcesOf, synthesizeInOwnStack, written } from './synthesized.ts';

const suitable: UserPoolProps = {
  signInAliases: { username: true, email: true },
  autoVerify: { email: true },
  mfa: Mfa.OPTIONAL,
  mfaSecondFactor: { sms: false, otp: true },
};
const ownTrigger = (stack: Stack) =>
  new Function(stack, 'OwnTrigger', {
    code: Code.fromInline('exports.handler = async (event) => event'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
const aboutTriggers = Match.stringLikeRegexp('must set its Lambda triggers preSignUp and postConfirmation');

describe('a user pool of the same stack', () => {
  const { template } = synthesizeInOwnStack((stack) => ({ userPool: new UserPool(stack, 'People', suitable) }));
  const only = (type: string) => resourcesOf(template, type).map(([, { Properties }]) => Properties);

  it('is the only one, with a client and a group for the message center', () => {
    expect(resourcesOf(template, 'AWS::Cognito::UserPool').map(([id]) => id.slice(0, -8))).toEqual(['People']);
    expect(only('AWS::Cognito::UserPoolClient')).toMatchObject([
      { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], GenerateSecret: true },
    ]);
    expect(only('AWS::Cognito::UserPoolClient').map(({ UserPoolId }) => written(UserPoolId))).toEqual(['{People}']);
    expect(only('AWS::Cognito::UserPoolGroup').map(({ UserPoolId }) => written(UserPoolId))).toEqual(['{People}']);
  });

  it('calls the trigger, and may', () => {
    const { LambdaConfig } = only('AWS::Cognito::UserPool')[0] as { LambdaConfig: Record<string, unknown> };
    const invokers = only('AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal === 'cognito-idp.amazonaws.com',
    );

    for (const trigger of ['PreSignUp', 'PostConfirmation'])
      expect(written(LambdaConfig[trigger])).toBe('{MessagesIdentityTriggerFunction.Arn}');
    expect(invokers.map(({ SourceArn }) => written(SourceArn))).toEqual(['{People.Arn}', '{People.Arn}']);
  });

  it('is where the functions look people up and whose tokens the APIs accept', () => {
    const { Environment } = functionsOf(template).get('MessagesHttpApiAccounts')?.Properties ?? {};
    const { Variables } = Environment as { Variables: Record<string, unknown> };
    const tokens = only('AWS::ApiGatewayV2::Authorizer').flatMap(({ JwtConfiguration }) => JwtConfiguration ?? []);

    expect(written(Variables['USER_POOL_ID'])).toBe('{People}');
    expect(grantsOf(template, 'MessagesHttpApiAccounts')).toContain('cognito-idp:AdminGetUser {People.Arn}');
    expect(tokens.map((configuration) => written((configuration as { Issuer: unknown }).Issuer))).toEqual([
      'https://{People.ProviderName}',
    ]);
  });

  it('keeps its unconfirmed accounts, which may be of another application', () => {
    const { Environment } = functionsOf(template).get('MessagesSweepSweeper')?.Properties ?? {};
    const granted = grantsOf(template, 'MessagesSweepSweeper').filter((grant) => grant.startsWith('cognito-idp:'));

    expect(Environment).toMatchObject({ Variables: { OWNS_USER_POOL: 'false' } });
    expect(granted).toEqual([
      'cognito-idp:AdminDeleteUser {People.Arn}',
      'cognito-idp:AdminUserGlobalSignOut {People.Arn}',
    ]);
  });

  it.each<[string, UserPoolProps, RegExp]>([
    ['has no user names', { signInAliases: { email: true } }, /has no user names: set signInAliases/],
    ['has no authenticator apps', { signInAliases: { username: true } }, /no authenticator apps.*set mfa to/],
    ['requires MFA', { ...suitable, mfa: Mfa.REQUIRED }, /requires MFA: set mfa/],
  ])('is refused if it %s', (_, props, message) => {
    expect(() => synthesizeInOwnStack((stack) => ({ userPool: new UserPool(stack, 'People', props) }))).toThrow(
      message,
    );
  });

  it('may be of any feature plan', () => {
    const lite = { ...suitable, featurePlan: FeaturePlan.LITE };

    expect(() => synthesizeInOwnStack((stack) => ({ userPool: new UserPool(stack, 'People', lite) }))).not.toThrow();
  });

  it('is refused if it has such triggers already', () => {
    const taken = () =>
      synthesizeInOwnStack((stack) => {
        const userPool = new UserPool(stack, 'People', suitable);
        userPool.addTrigger(UserPoolOperation.PRE_SIGN_UP, ownTrigger(stack));
        return { userPool };
      });

    expect(taken).toThrow(/trigger.*already exists/);
  });

  it('is refused together with a sender of its mails', () => {
    expect(() =>
      synthesizeInOwnStack((stack) => ({
        userPool: new UserPool(stack, 'People', suitable),
        mailFrom: 'hello@example.com',
      })),
    ).toThrow('Set the sender on your own pool instead.');
  });
});

describe('a user pool of another stack', () => {
  it('is refused, since each stack would need the other first', () => {
    const elsewhere = (stack: Stack) => new UserPool(new Stack(stack.node.root, 'Accounts'), 'People', suitable);

    expect(() => synthesizeInOwnStack((stack) => ({ userPool: elsewhere(stack) }))).toThrow(
      'The user pool Accounts/People cannot hold the accounts: it is in another stack: ' +
        'create it in the same stack, or import it by its id.',
    );
  });
});

describe('an imported user pool', () => {
  const imported = () =>
    synthesizeInOwnStack((stack) => ({ userPool: UserPool.fromUserPoolId(stack, 'People', 'eu-central-1_People') }));

  it('gets a client and a group, and may call the trigger', () => {
    const { template } = imported();
    const permission = resourcesOf(template, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .find(({ Principal }) => Principal === 'cognito-idp.amazonaws.com');

    expect(resourcesOf(template, 'AWS::Cognito::UserPool')).toEqual([]);
    for (const type of ['AWS::Cognito::UserPoolClient', 'AWS::Cognito::UserPoolGroup'])
      expect(resourcesOf(template, type).map(([, { Properties }]) => Properties['UserPoolId'])).toEqual([
        'eu-central-1_People',
      ]);
    expect(written(permission?.['FunctionName'])).toBe('{MessagesIdentityTriggerFunction.Arn}');
    expect(written(permission?.['SourceArn'])).toMatch(/:userpool\/eu-central-1_People$/);
  });

  it('comes with a warning that says what its owner must do', () => {
    const { stack } = imported();
    const warnings = SynthesizedAnnotations.fromStack(stack).findWarning('*', aboutTriggers);

    expect(warnings.map(({ id }) => id)).toEqual(['/Own/Messages/Identity']);
  });

  it('has no such warning once its owner acknowledges it', () => {
    const { stack } = synthesizeInOwnStack((own) => {
      Annotations.of(own).acknowledgeWarning('message-center:userPoolTriggers');
      return { userPool: UserPool.fromUserPoolId(own, 'People', 'eu-central-1_People') };
    });

    expect(SynthesizedAnnotations.fromStack(stack).findWarning('*', aboutTriggers)).toEqual([]);
  });
});
