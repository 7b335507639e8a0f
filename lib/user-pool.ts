/** The Cognito user pool that holds the accounts: a new one, or what an existing one must offer. */
import { Annotations, Aws, Duration, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPool,
  ClientAttributes,
  FeaturePlan,
  type IUserPool,
  Mfa,
  UserPool,
  UserPoolEmail,
  UserPoolOperation,
  VerificationEmailStyle,
} from 'aws-cdk-lib/aws-cognito';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { accept } from './accept.ts';
import { isProtected, removalPolicyOf } from './data-policy.ts';
import type { Settings } from './settings.ts';

/**
 * Where Cognito sends the mails itself, this is the text of all of them: for a new account, a new password, and an
 * address that somebody else used.
 */
const mail = {
  emailStyle: VerificationEmailStyle.CODE,
  emailSubject: 'Your message center code',
  emailBody: `<p>Your message center code is <b>{####}</b>.</p>
<p>It confirms a new account with this address, or sets a new password for your account, on our page alone. Tell it to
nobody: we never ask for it, and with it anyone could take over your account.</p>
<p>If you did neither, somebody else used your address: ignore this mail, since without the code nothing happens.</p>`,
};

export function createUserPool(scope: Construct, id: string, settings: Settings): UserPool {
  const { mailFrom } = settings;
  const userPool = new UserPool(scope, id, {
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: true,
    signInAliases: { username: true, email: true },
    signInCaseSensitive: false,
    standardAttributes: { email: { required: true, mutable: true } },
    autoVerify: { email: true },
    // A changed address counts only once its code was entered.
    keepOriginal: { email: true },
    userVerification: mail,
    email: mailFrom === undefined ? UserPoolEmail.withCognito() : emailFromSes(mailFrom),
    // Length is what makes a password strong (ASVS 5.0, 6.2).
    passwordPolicy: {
      minLength: 12,
      requireLowercase: false,
      requireUppercase: false,
      requireDigits: false,
      requireSymbols: false,
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // Administrators need a second factor, which functions/core/acting.ts enforces. Everybody else may have one.
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { sms: false, otp: true },
    deletionProtection: isProtected(settings),
    removalPolicy: removalPolicyOf(settings),
  });
  accept(userPool, {
    'AwsSolutions-COG1': 'Passwords have at least 12 characters, and common ones are refused: ASVS 5.0 wants no more.',
    'AwsSolutions-COG2': 'People choose. Administrators need a second factor, which functions/core/acting.ts enforces.',
    'AwsSolutions-COG8': 'Plus is billed for each active person. functions/core/attempts.ts slows guessing.',
  });
  return userPool;
}

const emailFromSes = (address: string) =>
  UserPoolEmail.withSES({
    fromEmail: address,
    sesVerifiedDomain: address.slice(address.indexOf('@') + 1),
    sesRegion: Aws.REGION,
  });

/** The client with which the `accounts` function signs people in. */
export const clientOptions = {
  // Without a secret, anyone could sign up, ask for codes and use refresh tokens at Cognito's own address, past
  // every check and limit of ours. The function reads the secret itself: a reference would put it into the template.
  generateSecret: true,
  authFlows: { adminUserPassword: true },
  disableOAuth: true,
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
  accessTokenValidity: Duration.minutes(10),
  idTokenValidity: Duration.minutes(10),
  // From the sign-in on. Tokens do not rotate: docs/decisions/0009-refresh-tokens-do-not-rotate.md
  refreshTokenValidity: Duration.days(30),
  readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
  writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
};

/**
 * Lets a given user pool call the trigger.
 * @param scope gets a warning if the pool's owner has to set the triggers
 * @throws {Error} if the pool cannot hold the accounts, with the reason
 */
export function adoptUserPool(scope: Construct, userPool: IUserPool, trigger: Function): void {
  if (!(userPool instanceof UserPool)) {
    trigger.addPermission('UserPool', {
      principal: new ServicePrincipal('cognito-idp.amazonaws.com'),
      sourceArn: userPool.userPoolArn,
    });
    Annotations.of(scope).addWarningV2(
      'message-center:userPoolTriggers',
      'The user pool is imported: its owner must set its Lambda triggers preSignUp and postConfirmation to ' +
        'userPoolTrigger, and can then acknowledge this warning.',
    );
    return;
  }
  requireSuitable(userPool, scope);
  addTriggers(userPool, trigger);
}

/**
 * Lets the trigger write the mails. Where Cognito sends them itself it would refuse every text that the trigger returns
 * (InvalidLambdaResponseException), so this is for pools that send by SES.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
export function addMailTrigger(userPool: UserPool, trigger: Function): void {
  userPool.addTrigger(UserPoolOperation.CUSTOM_MESSAGE, trigger);
}

export function addTriggers(userPool: UserPool, trigger: Function): void {
  userPool.addTrigger(UserPoolOperation.PRE_SIGN_UP, trigger);
  userPool.addTrigger(UserPoolOperation.POST_CONFIRMATION, trigger);
}

function requireSuitable(userPool: UserPool, scope: Construct): void {
  const { usernameAttributes = [], mfaConfiguration, enabledMfas = [] } = userPool.node.defaultChild as CfnUserPool;
  const obstacles = {
    // Its stack would need the trigger, and this stack the pool: neither could be deployed first.
    'it is in another stack: create it in the same stack, or import it by its id':
      Stack.of(userPool) !== Stack.of(scope),
    'it has no user names: set signInAliases to { username: true, email: true }': usernameAttributes.length > 0,
    'it requires MFA: set mfa to Mfa.OPTIONAL': mfaConfiguration === 'ON',
    'it has no authenticator apps, which administrators need: set mfa to Mfa.OPTIONAL and mfaSecondFactor to { sms: false, otp: true }':
      mfaConfiguration !== 'ON' && !enabledMfas.includes('SOFTWARE_TOKEN_MFA'),
  };
  for (const [obstacle, applies] of Object.entries(obstacles))
    if (applies) throw new Error(`The user pool ${userPool.node.path} cannot hold the accounts: ${obstacle}.`);
}
