/** What an import of accounts works with: the user pool, the tables and the bucket of exports of a stack. */

import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { systemClock } from '#functions/aws/clock.ts';
import { connectionsTable } from '#functions/aws/connections-table.ts';
import { socketGateway } from '#functions/aws/gateway.ts';
import { usersTable } from '#functions/aws/users-table.ts';
import type { ExportStore, ExportedAccount } from '#functions/core/account-export.ts';
import { type Outputs, required } from '../target.ts';
import type { ImportingPool } from './import.ts';

/** Nobody ever sees these passwords. */
const PASSWORD_BYTES = 32;

export function servicesFor(outputs: Outputs) {
  const poolId = required(outputs, 'UserPoolId');
  // Only sockets: a new pool has no sessions of its own that could be ended.
  const sockets = {
    connections: connectionsTable(required(outputs, 'ConnectionsTable'), systemClock.now),
    gateway: socketGateway(required(outputs, 'WebSocketUrl').replace(/^ws/, 'http')),
    clock: systemClock,
  };
  return {
    // A pool's id begins with its region.
    store: bucketOfExports(required(outputs, 'AccountExportsBucket'), poolId.split('_')[0] ?? ''),
    pool: poolOf(poolId),
    users: usersTable(required(outputs, 'UsersTable')),
    sockets,
    clock: systemClock,
  };
}

function bucketOfExports(Bucket: string, region: string): Pick<ExportStore, 'read'> {
  // The local cloud has one address for all buckets.
  const client = new S3Client({ region, forcePathStyle: process.env['AWS_ENDPOINT_URL'] !== undefined });
  return {
    async read(Key) {
      try {
        return await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}

function poolOf(UserPoolId: string): ImportingPool {
  const client = new CognitoIdentityProviderClient();
  return {
    id: UserPoolId,

    async create({ username: Username, email, emailVerified }: ExportedAccount) {
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: String(emailVerified) },
      ];
      try {
        await client.send(
          new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
        );
        return 'created';
      } catch (error) {
        // Cognito has the first for a name, and either for an address.
        if (!(error instanceof Error && ['UsernameExistsException', 'AliasExistsException'].includes(error.name)))
          throw error;
        return stateOf(Username);
      }
    },

    async disable(Username) {
      await client.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    },

    async addToGroup(Username, GroupName) {
      await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    },

    async setPassword(Username) {
      const Password = randomBytes(PASSWORD_BYTES).toString('base64url');
      await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
    },
  };

  async function stateOf(Username: string): Promise<'unfinished' | 'finished' | 'taken'> {
    try {
      const { UserStatus } = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      return UserStatus === 'FORCE_CHANGE_PASSWORD' ? 'unfinished' : 'finished';
    } catch (error) {
      if (error instanceof UserNotFoundException) return 'taken';
      throw error;
    }
  }
}
