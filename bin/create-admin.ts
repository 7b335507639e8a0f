/**
 * Makes an administrator: `npm run create-admin -- <username> <email>`. Of the local cloud that runs on PORT (3000 unless
 * said otherwise); of a deployed one where USER_POOL_ID is set (the stack's output UserPoolId), with the AWS credentials and
 * region of the environment.
 */
import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';

const { USER_POOL_ID, PORT = '3000', AWS_ENDPOINT_URL = `http://127.0.0.1:${Number(PORT) + 3}` } = process.env;

/** Whoever holds the key `local` may do everything in the local cloud. */
const client = USER_POOL_ID
  ? new CognitoIdentityProviderClient()
  : new CognitoIdentityProviderClient({
      endpoint: AWS_ENDPOINT_URL,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });

async function localPool(): Promise<string> {
  const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 1 })).catch((cause: unknown) => {
    throw new Error(
      `No message center answers at ${AWS_ENDPOINT_URL}. Start one with npm start, or set USER_POOL_ID for a deployed one.`,
      { cause },
    );
  });
  const [pool] = UserPools;
  if (!pool?.Id) throw new Error(`The message center at ${AWS_ENDPOINT_URL} has no user pool.`);
  return pool.Id;
}

/** Makes the account where there is none. @returns whether it has a password that its owner knows */
async function makeAccount(UserPoolId: string, Username: string, email: string): Promise<boolean> {
  const { UserStatus, UserAttributes = [] } = await client
    .send(new AdminGetUserCommand({ UserPoolId, Username }))
    .catch(async (error: unknown) => {
      if (!(error instanceof UserNotFoundException)) throw error;
      const attributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ];
      await client.send(
        new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes: attributes, MessageAction: 'SUPPRESS' }),
      );
      return { UserStatus: 'FORCE_CHANGE_PASSWORD', UserAttributes: attributes };
    });
  const known = UserAttributes.find(({ Name }) => Name === 'email')?.Value ?? '';
  if (known.toLowerCase() !== email.toLowerCase())
    throw new Error(`${Username} has another e-mail address. Give that one, or choose another name.`);
  if (UserStatus === 'UNCONFIRMED')
    throw new Error(`${Username} has not confirmed the e-mail address yet. That comes first.`);
  return UserStatus === 'CONFIRMED';
}

async function main([username, email]: readonly string[]): Promise<string> {
  if (!username || !email) throw new Error('Say who: npm run create-admin -- <username> <email>');
  const UserPoolId = USER_POOL_ID ?? (await localPool());
  const hasPassword = await makeAccount(UserPoolId, username, email);
  if (!hasPassword) {
    // Nobody ever knows it: the owner of the address chooses one.
    const Password = randomBytes(32).toString('base64url');
    await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password, Permanent: true }));
  }
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName: 'admins' }));
  return hasPassword
    ? `${username} is an administrator from the next sign-in on.`
    : `${username} is an administrator. Choose a password on the page with "Forgot password"; the code goes to ${email}.`;
}

main(process.argv.slice(2)).then(
  (done) => console.log(done),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
