/**
 * The template's user pools behind a subset of the Cognito API. Passwords are hashed, tokens are signed with each
 * pool's own key, and mails go to an outbox.
 */
import { type Service, ServiceError } from '../aws/service.ts';
import type { KeyValueStore } from '../dynamodb/key-value-store.ts';
import type { Invoke } from '../lambda/invoke.ts';
import type { Stack } from '../template/resource.ts';
import { createAccounts } from './accounts.ts';
import { createChallenges } from './challenges.ts';
import { openSecret } from './client-secret.ts';
import { type Input, isRecord } from './input.ts';
import { createLockout } from './lockout.ts';
import type { Operation, UserPools } from './operation.ts';
import {
  adminAddUserToGroup,
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminListGroupsForUser,
  adminRemoveUserFromGroup,
  adminUserGlobalSignOut,
  describeUserPoolClient,
  listUserPools,
  listUsers,
  listUsersInGroup,
} from './operations/admin.ts';
import { adminCreateUser, adminSetUserPassword } from './operations/create-user.ts';
import { changePassword, confirmForgotPassword, forgotPassword } from './operations/password.ts';
import { adminInitiateAuth, getTokensFromRefreshToken, revokeToken } from './operations/sign-in.ts';
import { confirmSignUp, resendConfirmationCode, signUp } from './operations/sign-up.ts';
import {
  adminRespondToAuthChallenge,
  adminSetUserMfaPreference,
  associateSoftwareToken,
  setUserMfaPreference,
  verifySoftwareToken,
} from './operations/software-token.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { PASSWORD_COST } from './passwords.ts';
import { createSessions } from './sessions.ts';
import { readClients } from './settings.ts';
import { type Signer, openSigner } from './tokens.ts';
import { createTriggers } from './triggers.ts';

const operations: Readonly<Record<string, Operation>> = {
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminGetUser: adminGetUser,
  AdminInitiateAuth: adminInitiateAuth,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserMFAPreference: adminSetUserMfaPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  ConfirmForgotPassword: confirmForgotPassword,
  ConfirmSignUp: confirmSignUp,
  DescribeUserPoolClient: describeUserPoolClient,
  ForgotPassword: forgotPassword,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  ListUserPools: listUserPools,
  ListUsers: listUsers,
  ListUsersInGroup: listUsersInGroup,
  ResendConfirmationCode: resendConfirmationCode,
  RevokeToken: revokeToken,
  SetUserMFAPreference: setUserMfaPreference,
  SignUp: signUp,
  VerifySoftwareToken: verifySoftwareToken,
};

export interface UserPoolsOptions {
  readonly stack: Stack;
  readonly store: KeyValueStore;
  readonly invoke: Invoke;
  readonly log: (line: string) => void;
  /** scrypt's N for new passwords. */
  readonly passwordCost?: number | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface UserPoolService {
  readonly service: Service;
  readonly outbox: Outbox;
  /** Returns a pool's public keys for the path `/<pool id>/.well-known/jwks.json`, and undefined for any other path. */
  jwks(path: string): object | undefined;
}

export async function createUserPools({
  stack,
  store,
  invoke,
  log,
  passwordCost = PASSWORD_COST,
  now = () => Date.now(),
}: UserPoolsOptions): Promise<UserPoolService> {
  const clients = readClients(stack);
  const signers = new Map<string, Signer>();
  for (const { pool } of clients) if (!signers.has(pool.id)) signers.set(pool.id, await openSigner(store, pool));
  const secrets = new Map<string, string | undefined>();
  for (const client of clients) secrets.set(client.id, await openSecret(store, client));
  const pools: UserPools = {
    clients,
    accounts: createAccounts(store, now),
    sessions: createSessions(store, now),
    lockout: createLockout(now),
    challenges: createChallenges(now),
    outbox: await openOutbox(store, log),
    triggers: createTriggers(invoke),
    passwordCost,
    signer: ({ id }) => {
      const signer = signers.get(id);
      if (!signer) throw new Error(`The user pool ${id} has no signing key.`);
      return signer;
    },
    secretOf: ({ id }) => secrets.get(id),
    now,
  };

  return {
    service: async (request, authorize) => {
      const name = request.headers['x-amz-target']?.split('.')[1] ?? '';
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation)
        throw new ServiceError('UnknownOperationException', `The local user pool has no operation ${name}.`);
      const output = await operation(pools, parse(request.body), authorize);
      return {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(output),
      };
    },
    outbox: pools.outbox,
    jwks: (path) => signers.get(/^\/([^/]+)\/\.well-known\/jwks\.json$/.exec(path)?.[1] ?? '')?.publicKeys,
  };
}

function parse(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (isRecord(input)) return input;
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw new ServiceError('SerializationException', 'The body must be a JSON object.');
}
