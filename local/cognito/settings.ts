/**
 * Reads the user pools and their clients from the template. A setting that would need behaviour the local user pool
 * does not have stops the start: a pool that silently differs from the deployed one would be worse than none. The
 * defaults are Cognito's:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html
 */
import type { Resource, Stack } from '../template/resource.ts';

export interface PasswordPolicy {
  readonly MinimumLength?: number;
  readonly RequireLowercase?: boolean;
  readonly RequireUppercase?: boolean;
  readonly RequireNumbers?: boolean;
  readonly RequireSymbols?: boolean;
}

const TRIGGERS = ['PreSignUp', 'PostConfirmation', 'CustomMessage'] as const;
export type Trigger = (typeof TRIGGERS)[number];

export interface PoolSettings {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  /** The `iss` claim of the tokens: a local address. */
  readonly issuer: string;
  readonly passwordPolicy: PasswordPolicy;
  readonly requiredAttributes: readonly string[];
  readonly caseSensitive: boolean;
  /** True: people may sign in with their confirmed e-mail address as well as their user name. */
  readonly emailAlias: boolean;
  /** True: people may sign in with a code of an authenticator app besides their password. */
  readonly softwareTokens: boolean;
  /** True: a new account gets a code by mail. */
  readonly verifiesEmail: boolean;
  /** `{####}` stands for the code and `{username}` for the user name. */
  readonly verificationMail: { readonly subject: string; readonly text: string };
  /** True: SES sends the mails, and the trigger CustomMessage may write them. */
  readonly mailsBySes: boolean;
  readonly groups: readonly string[];
  /** The ARN of each trigger's function. */
  readonly triggers: Readonly<Partial<Record<Trigger, string>>>;
}

export interface ClientSettings {
  readonly id: string;
  readonly pool: PoolSettings;
  /** True: unsigned operations must prove that they know the client's secret. */
  readonly generatesSecret: boolean;
  /** True: the flow ADMIN_USER_PASSWORD_AUTH is allowed. */
  readonly adminPasswordFlow: boolean;
  readonly validitySeconds: { readonly access: number; readonly id: number; readonly refresh: number };
  /** How long a rotated refresh token stays valid. Undefined: refresh tokens do not rotate. */
  readonly rotationGraceSeconds: number | undefined;
  /** True: responses do not reveal whether a user exists. */
  readonly preventsUserExistenceErrors: boolean;
  readonly tokenRevocation: boolean;
  /** The attributes that a sign-up may set. Undefined: all. */
  readonly writable: ReadonlySet<string> | undefined;
}

interface PoolProperties {
  readonly AliasAttributes?: readonly string[];
  readonly UsernameAttributes?: readonly string[];
  readonly AutoVerifiedAttributes?: readonly string[];
  readonly UsernameConfiguration?: { readonly CaseSensitive: boolean };
  readonly Policies?: { readonly PasswordPolicy?: PasswordPolicy };
  readonly Schema?: readonly { readonly Name: string; readonly Required?: boolean }[];
  readonly MfaConfiguration?: string;
  readonly EnabledMfas?: readonly string[];
  readonly LambdaConfig?: Readonly<Record<string, string>>;
  readonly VerificationMessageTemplate?: {
    readonly DefaultEmailOption?: string;
    readonly EmailSubject?: string;
    readonly EmailMessage?: string;
  };
  readonly EmailConfiguration?: { readonly EmailSendingAccount?: string };
  readonly EmailVerificationSubject?: string;
  readonly EmailVerificationMessage?: string;
}

interface ClientProperties {
  readonly UserPoolId: string;
  readonly GenerateSecret?: boolean;
  readonly ExplicitAuthFlows?: readonly string[];
  readonly AccessTokenValidity?: number;
  readonly IdTokenValidity?: number;
  readonly RefreshTokenValidity?: number;
  readonly TokenValidityUnits?: {
    readonly AccessToken?: string;
    readonly IdToken?: string;
    readonly RefreshToken?: string;
  };
  readonly RefreshTokenRotation?: { readonly Feature: string; readonly RetryGracePeriodSeconds?: number };
  readonly PreventUserExistenceErrors?: string;
  readonly EnableTokenRevocation?: boolean;
  readonly WriteAttributes?: readonly string[];
}

/** @throws {Error} that names the resource and the setting that the local user pool does not have */
export function readClients(stack: Stack): readonly ClientSettings[] {
  const pools = stack.ofType<PoolProperties>('AWS::Cognito::UserPool').map((resource) => readPool(stack, resource));
  return stack.ofType<ClientProperties>('AWS::Cognito::UserPoolClient').map((resource) => {
    const { UserPoolId } = resource.properties;
    const pool = pools.find(({ id }) => id === UserPoolId);
    if (!pool)
      throw new Error(
        `The user pool client ${resource.logicalId} belongs to ${UserPoolId}, which is no user pool of the template.`,
      );
    return readClient(resource, pool);
  });
}

function readPool(stack: Stack, { logicalId, properties, ref, arn }: Resource<PoolProperties>): PoolSettings {
  const triggers = properties.LambdaConfig ?? {};
  refuse(
    logicalId,
    'LambdaConfig',
    Object.keys(triggers).filter((name) => !TRIGGERS.some((trigger) => trigger === name)),
  );
  const { MfaConfiguration: mfa = 'OFF', EnabledMfas: factors = [] } = properties;
  refuse(logicalId, 'MfaConfiguration', mfa === 'ON' ? mfa : []);
  refuse(
    logicalId,
    'EnabledMfas',
    factors.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA'),
  );
  refuse(logicalId, 'UsernameAttributes', properties.UsernameAttributes ?? []);
  refuse(logicalId, 'AliasAttributes', properties.AliasAttributes?.filter((name) => name !== 'email') ?? []);
  refuse(
    logicalId,
    'AutoVerifiedAttributes',
    properties.AutoVerifiedAttributes?.filter((name) => name !== 'email') ?? [],
  );
  const template = properties.VerificationMessageTemplate;
  refuse(
    logicalId,
    'DefaultEmailOption',
    template?.DefaultEmailOption === 'CONFIRM_WITH_LINK' ? template.DefaultEmailOption : [],
  );
  return {
    id: ref,
    arn,
    region: stack.region,
    issuer: stack.localize(`https://cognito-idp.${stack.region}.amazonaws.com/${ref}`),
    passwordPolicy: properties.Policies?.PasswordPolicy ?? {},
    requiredAttributes: (properties.Schema ?? [])
      .filter((attribute) => attribute.Required)
      .map((attribute) => attribute.Name),
    caseSensitive: properties.UsernameConfiguration?.CaseSensitive ?? true,
    softwareTokens: mfa === 'OPTIONAL' && factors.includes('SOFTWARE_TOKEN_MFA'),
    emailAlias: properties.AliasAttributes?.includes('email') ?? false,
    verifiesEmail: properties.AutoVerifiedAttributes?.includes('email') ?? false,
    verificationMail: {
      subject: template?.EmailSubject ?? properties.EmailVerificationSubject ?? 'Your verification code',
      text: template?.EmailMessage ?? properties.EmailVerificationMessage ?? 'Your confirmation code is {####}',
    },
    mailsBySes: properties.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER',
    groups: stack
      .ofType<{ readonly UserPoolId: string }>('AWS::Cognito::UserPoolGroup')
      .filter((group) => group.properties.UserPoolId === ref)
      .map((group) => group.ref),
    triggers,
  };
}

function readClient({ properties, ref }: Resource<ClientProperties>, pool: PoolSettings): ClientSettings {
  const units = properties.TokenValidityUnits ?? {};
  const rotation = properties.RefreshTokenRotation;
  return {
    id: ref,
    pool,
    generatesSecret: properties.GenerateSecret ?? false,
    adminPasswordFlow: properties.ExplicitAuthFlows?.includes('ALLOW_ADMIN_USER_PASSWORD_AUTH') ?? false,
    validitySeconds: {
      access: seconds(properties.AccessTokenValidity ?? 1, units.AccessToken ?? 'hours'),
      id: seconds(properties.IdTokenValidity ?? 1, units.IdToken ?? 'hours'),
      refresh: seconds(properties.RefreshTokenValidity ?? 30, units.RefreshToken ?? 'days'),
    },
    rotationGraceSeconds: rotation?.Feature === 'ENABLED' ? (rotation.RetryGracePeriodSeconds ?? 0) : undefined,
    preventsUserExistenceErrors: properties.PreventUserExistenceErrors === 'ENABLED',
    tokenRevocation: properties.EnableTokenRevocation ?? true,
    writable: properties.WriteAttributes && new Set(properties.WriteAttributes),
  };
}

function refuse(logicalId: string, setting: string, values: string | readonly string[]): void {
  if (values.length > 0)
    throw new Error(
      `${logicalId}: the local user pool does not have ${setting} ${[values].flat().join(', ')}. ` +
        'Teach it, and allow the setting in local/cognito/settings.ts.',
    );
}

function seconds(value: number, unit: string): number {
  switch (unit) {
    case 'seconds':
      return value;
    case 'minutes':
      return value * 60;
    case 'hours':
      return value * 3600;
    case 'days':
      return value * 86_400;
    default:
      throw new Error(`${unit} is no unit of a token's validity. Use seconds, minutes, hours or days.`);
  }
}
