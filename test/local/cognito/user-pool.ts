/** A user pool of a hand-written stack, with a clock that the test controls, and a real SDK client for it. */
import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { HttpRequest } from '@smithy/types';
import { type Authorize, type Service, ServiceError } from '#local/aws/service.ts';
import { createUserPools } from '#local/cognito/user-pools.ts';
import type { KeyValueStore } from '#local/dynamodb/key-value-store.ts';
import type { Invoke } from '#local/lambda/invoke.ts';
import type { Resource, Stack } from '#local/template/resource.ts';

export const POOL = 'local_People';
export const POOL_ARN = `arn:aws:cognito-idp:local:000000000000:userpool/${POOL}`;
export const CLIENT = 'PeopleClient';
export const ISSUER = `http://127.0.0.1:3003/${POOL}`;
export const PASSWORD = 'correct horse battery';

const poolProperties = {
  AliasAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  Policies: { PasswordPolicy: { MinimumLength: 12 } },
  Schema: [{ Name: 'email', Required: true, Mutable: true }],
  MfaConfiguration: 'OFF',
  LambdaConfig: { PreSignUp: 'arn:trigger', PostConfirmation: 'arn:trigger' },
  VerificationMessageTemplate: {
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
    EmailSubject: 'Your code',
    EmailMessage: '<p>Hello {username}, your code is <b>{####}</b>.</p>\n<p>Not you? Ignore this.</p>',
  },
};

const clientProperties = {
  UserPoolId: POOL,
  ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  AccessTokenValidity: 10,
  IdTokenValidity: 20,
  RefreshTokenValidity: 43_200,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  WriteAttributes: ['email'],
};

export function memoryStore(): KeyValueStore & { readonly dump: ReadonlyMap<string, string> } {
  const values = new Map<string, string>();
  return {
    dump: values,
    get: async (key) => (values.has(key) ? JSON.parse(values.get(key) ?? '') : undefined),
    put: async (key, value) => void values.set(key, JSON.stringify(value)),
    del: async (key) => void values.delete(key),
    entries: async (prefix = '') =>
      [...values.keys()]
        .filter((key) => key.startsWith(prefix))
        .toSorted()
        .map((key) => [key, JSON.parse(values.get(key) ?? '')]),
  };
}

export interface Options {
  readonly pool?: object;
  readonly client?: object;
  readonly store?: KeyValueStore;
  readonly invoke?: Invoke;
  readonly authorize?: Authorize;
}

/** Generating a key takes a tenth of a second, so pools without a store of their own share one. */
const shared = memoryStore();

async function newStore(): Promise<KeyValueStore> {
  const store = memoryStore();
  for (const [key, value] of await shared.entries('key/')) await store.put(key, value);
  return store;
}

const echo: Invoke = async (_functionArn, event) => event;

export async function startUserPool(options: Options = {}) {
  const { pool = {}, client = {}, store, invoke = echo, authorize = () => undefined } = options;
  const kept = store ?? (await newStore());
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  const lines: string[] = [];
  const stack = stackOf([
    resource('AWS::Cognito::UserPool', POOL, POOL_ARN, { ...poolProperties, ...pool }),
    resource('AWS::Cognito::UserPoolClient', CLIENT, '', { ...clientProperties, ...client }),
    resource('AWS::Cognito::UserPoolGroup', 'admins', '', { GroupName: 'admins', UserPoolId: POOL }),
  ]);
  const pools = await createUserPools({
    stack,
    store: kept,
    invoke,
    log: (line) => lines.push(line),
    // The lowest that scrypt takes; hashing.test.ts makes hashes of the product's cost.
    passwordCost: 2,
    now: () => clock.now,
  });
  if (!store) for (const [key, value] of await kept.entries('key/')) await shared.put(key, value);
  const sdk = new CognitoIdentityProviderClient({
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: inProcess(pools.service, authorize),
  });
  const newestCode = (): string => pools.outbox.mails()[0]?.code ?? '';
  const UserAttributes = (email: string) => [{ Name: 'email', Value: email }];

  return {
    ...pools,
    sdk,
    clock,
    lines,
    newestCode,
    signUp: (username: string, email = `${username}@example.com`, password = PASSWORD) =>
      sdk.send(
        new SignUpCommand({
          ClientId: CLIENT,
          Username: username,
          Password: password,
          UserAttributes: UserAttributes(email),
        }),
      ),
    confirm: (username: string, code = newestCode()) =>
      sdk.send(new ConfirmSignUpCommand({ ClientId: CLIENT, Username: username, ConfirmationCode: code })),
    signIn: async (username: string, password = PASSWORD) => {
      const AuthParameters = { USERNAME: username, PASSWORD: password };
      const flow = {
        UserPoolId: POOL,
        ClientId: CLIENT,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters,
      } as const;
      return (await sdk.send(new AdminInitiateAuthCommand(flow))).AuthenticationResult ?? {};
    },
    refresh: async (refreshToken = '') => {
      const command = new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT, RefreshToken: refreshToken });
      return (await sdk.send(command)).AuthenticationResult ?? {};
    },
  };
}

const resource = (type: string, ref: string, arn: string, properties: object): Resource => ({
  logicalId: ref,
  type,
  ref,
  arn,
  properties: { ...properties },
});

const stackOf = (resources: readonly Resource[]): Stack => ({
  region: 'local',
  accountId: '000000000000',
  resources,
  outputs: {},
  ofType: <Properties>(type: string) =>
    resources.filter((candidate) => candidate.type === type) as unknown as Resource<Properties>[],
  assetPath: (s3Key) => s3Key,
  localize: (text) => text.replace('https://cognito-idp.local.amazonaws.com', 'http://127.0.0.1:3003'),
});

/** Passes the SDK's requests to the service, and formats its errors as the AWS endpoint does. */
function inProcess(service: Service, authorize: Authorize) {
  const respond = async ({ method, path, headers, body }: HttpRequest & { body?: Uint8Array }) => {
    try {
      // The SDK's body class warns about any use except reading its bytes.
      const bytes = body ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : Buffer.alloc(0);
      return await service({ method, path, headers, body: bytes }, authorize);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { type, message, statusCode } = error;
      return { statusCode, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ __type: type, message }) };
    }
  };
  return {
    handle: async (request: HttpRequest) => {
      const { statusCode, headers, body } = await respond(request);
      return { response: { statusCode, headers: { ...headers }, body: Buffer.from(body) } };
    },
  };
}
