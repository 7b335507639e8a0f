/** Who people are: the Cognito user pool. Browsers never speak to it; the `accounts` function does. */
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
  UserPoolEmail,
  VerificationEmailStyle,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { USER_POOL_ID } from '#functions/aws/environment.ts';
import { ServiceFunction } from './function.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';

/** Cognito sends the same text for confirming an address and for a forgotten password. */
const mail = {
  emailStyle: VerificationEmailStyle.CODE,
  emailSubject: 'Your message center code',
  emailBody: `<p>Your message center code is <b>{####}</b>.</p>
<p>Was it not you who asked for it? Then ignore this mail: without the code nothing happens.</p>`,
};

/** The group whose people are administrators; the access token names it. */
const ADMINS = 'admins';

interface Props {
  readonly tables: Tables;
  readonly settings: Settings;
}

export class Identity extends Construct {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { tables, settings: { mailFrom, retainData } }: Props) {
    super(scope, id);
    // Cognito waits five seconds for its triggers, whatever their own timeout.
    const trigger = new ServiceFunction(this, 'Trigger', 'trigger/user-pool', {
      timeout: Duration.seconds(5),
    }).bindTable(tables.users, 'GetItem', 'PutItem').lambda;

    this.userPool = new UserPool(this, 'UserPool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: true,
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      autoVerify: { email: true },
      // A changed address counts only once its code was entered.
      keepOriginal: { email: true },
      userVerification: mail,
      email: mailFrom ? fromSes(mailFrom) : UserPoolEmail.withCognito(),
      // Length is what makes a password strong (ASVS 5.0, 6.2).
      passwordPolicy: {
        minLength: 12,
        requireLowercase: false,
        requireUppercase: false,
        requireDigits: false,
        requireSymbols: false,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OFF,
      lambdaTriggers: { preSignUp: trigger, postConfirmation: trigger },
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });

    this.client = this.userPool.addClient('Client', {
      authFlows: { adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(10),
      idTokenValidity: Duration.minutes(10),
      refreshTokenValidity: Duration.days(30),
      // Long enough for a lost answer and for two tabs that refresh at once; Cognito's maximum.
      refreshTokenRotationGracePeriod: Duration.seconds(60),
      readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    });

    this.userPool.addGroup('Admins', { groupName: ADMINS });
  }

  /** `iss` of the pool's tokens. */
  get issuer(): string {
    return this.userPool.userPoolProviderUrl;
  }

  /** Allows exactly these operations on the pool and tells the function which pool. What people call with a code or a token of their own is unsigned: no IAM. */
  bindUserPool(to: ServiceFunction, ...verbs: readonly (`Admin${string}` | 'ListUsers')[]): void {
    to.allow(
      this.userPool.userPoolArn,
      verbs.map((verb) => `cognito-idp:${verb}`),
    ).tell(USER_POOL_ID, this.userPool.userPoolId);
  }
}

const fromSes = (address: string) =>
  UserPoolEmail.withSES({
    fromEmail: address,
    sesVerifiedDomain: address.slice(address.indexOf('@') + 1),
    sesRegion: Aws.REGION,
  });
