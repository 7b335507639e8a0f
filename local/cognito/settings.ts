/**
 * What the template says of its user pools and their clients. A setting this local user pool would have to act on and does
 * not know stops the start with its name: a pool that silently differs from the one deployed would be worse than none.
 * Defaults are Cognito's: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html
 */
import type { Resource, Stack } from '../template/resource.ts';

export interface PasswordPolicy {
  readonly MinimumLength?: number;
  readonly RequireLowercase?: boolean;
  readonly RequireUppercase?: boolean;
  readonly RequireNumbers?: boolean;
  readonly RequireSymbols?: boolean;
}

export type Trigger = 'PreSignUp' | 'PostConfirmation';

export interface PoolSettings {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  /** `iss` of the tokens: a local address. */
  readonly issuer: string;
  readonly passwordPolicy: PasswordPolicy;
  readonly requiredAttributes: readonly string[];
  readonly caseSensitive: boolean;
  /** A confirmed e-mail address signs in like the user name. */
  readonly emailAlias: boolean;
  /** A new account is mailed a code. */
  readonly verifiesEmail: boolean;
  /** With `{####}` where the code belongs and `{username}` where the name does. */
  readonly verificationMail: { readonly subject: string; readonly text: string };
  /** Names of the groups that people may be in. */
  readonly groups: readonly string[];
  /** ARNs of the functions. */
  readonly triggers: Readonly<Partial<Record<Trigger, string>>>;
}

export interface ClientSettings {
  readonly id: string;
  readonly pool: PoolSettings;
  /** ADMIN_USER_PASSWORD_AUTH is allowed. */
  readonly adminPasswordFlow: boolean;
  /** Seconds. */
  readonly lifetime: { readonly access: number; readonly id: number; readonly refresh: number };
  /** Seconds a rotated refresh token stays valid; undefined: refresh tokens do not rotate. */
  readonly rotationGrace: number | undefined;
  readonly hidesExistence: boolean;
  readonly revocation: boolean;
  /** Attributes a sign-up may set; undefined: all. */
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
  readonly LambdaConfig?: Readonly<Record<string, string>>;
  readonly VerificationMessageTemplate?: {
    readonly DefaultEmailOption?: string;
    readonly EmailSubject?: string;
    readonly EmailMessage?: string;
  };
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

/** @throws Error naming the resource and the setting the local user pool does not have */
export function readClients(stack: Stack): readonly ClientSettings[] {
  const pools = stack.ofType<PoolProperties>('AWS::Cognito::UserPool').map((resource) => readPool(stack, resource));
  return stack.ofType<ClientProperties>('AWS::Cognito::UserPoolClient').map((resource) => {
    const { UserPoolId } = resource.properties;
    const pool = pools.find(({ id }) => id === UserPoolId);
    if (!pool)
      throw new Error(
        `${resource.logicalId} belongs to the user pool ${UserPoolId}, which the template does not have.`,
      );
    return readClient(resource, pool);
  });
}

function readPool(stack: Stack, { logicalId, properties, ref, arn }: Resource<PoolProperties>): PoolSettings {
  const triggers = properties.LambdaConfig ?? {};
  refuse(
    logicalId,
    'LambdaConfig',
    Object.keys(triggers).filter((name) => name !== 'PreSignUp' && name !== 'PostConfirmation'),
  );
  refuse(
    logicalId,
    'MfaConfiguration',
    properties.MfaConfiguration === 'OFF' ? [] : (properties.MfaConfiguration ?? []),
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
    emailAlias: properties.AliasAttributes?.includes('email') ?? false,
    verifiesEmail: properties.AutoVerifiedAttributes?.includes('email') ?? false,
    verificationMail: {
      subject: template?.EmailSubject ?? properties.EmailVerificationSubject ?? 'Your verification code',
      text: template?.EmailMessage ?? properties.EmailVerificationMessage ?? 'Your confirmation code is {####}',
    },
    groups: stack
      .ofType<{ readonly UserPoolId: string }>('AWS::Cognito::UserPoolGroup')
      .filter((group) => group.properties.UserPoolId === ref)
      .map((group) => group.ref),
    triggers,
  };
}

function readClient({ logicalId, properties, ref }: Resource<ClientProperties>, pool: PoolSettings): ClientSettings {
  refuse(logicalId, 'GenerateSecret', properties.GenerateSecret ? 'true' : []);
  const units = properties.TokenValidityUnits ?? {};
  const rotation = properties.RefreshTokenRotation;
  return {
    id: ref,
    pool,
    adminPasswordFlow: properties.ExplicitAuthFlows?.includes('ALLOW_ADMIN_USER_PASSWORD_AUTH') ?? false,
    lifetime: {
      access: seconds(properties.AccessTokenValidity ?? 1, units.AccessToken ?? 'hours'),
      id: seconds(properties.IdTokenValidity ?? 1, units.IdToken ?? 'hours'),
      refresh: seconds(properties.RefreshTokenValidity ?? 30, units.RefreshToken ?? 'days'),
    },
    rotationGrace: rotation?.Feature === 'ENABLED' ? (rotation.RetryGracePeriodSeconds ?? 0) : undefined,
    hidesExistence: properties.PreventUserExistenceErrors === 'ENABLED',
    revocation: properties.EnableTokenRevocation ?? true,
    writable: properties.WriteAttributes && new Set(properties.WriteAttributes),
  };
}

function refuse(logicalId: string, setting: string, values: string | readonly string[]): void {
  if (values.length > 0)
    throw new Error(`${logicalId}: the local user pool does not have ${setting} ${[values].flat().join(', ')}.`);
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
      throw new Error(`${unit} is not a unit of a token's validity.`);
  }
}
