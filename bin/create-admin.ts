/**
 * Creates an administrator: `npm run create-admin -- <username> <email>`. It acts on the local cloud that runs on
 * PORT (3000 by default). If USER_POOL_ID is set to the stack's output UserPoolId, it acts on the deployed user
 * pool, with the AWS credentials and region of the environment.
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
import { readOptions, refuse } from './read-options.ts';

const { USER_POOL_ID, PORT = '3000', AWS_ENDPOINT_URL = `http://127.0.0.1:${Number(PORT) + 3}` } = process.env;

// The SDK works on Node 20 until its versions of 2027; its long warning about that helps nobody here.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** The local cloud allows everything to the key `local`. */
const client = USER_POOL_ID
  ? new CognitoIdentityProviderClient()
  : new CognitoIdentityProviderClient({
      endpoint: AWS_ENDPOINT_URL,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });

/** @throws {Error} that says how to reach a message center */
async function localPool(): Promise<string> {
  const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 1 })).catch((cause: unknown) => {
    throw new Error(
      `No message center answers at ${AWS_ENDPOINT_URL}. ` +
        "Start one with npm start, or set USER_POOL_ID to a deployed one's.",
      { cause },
    );
  });
  const [pool] = UserPools;
  if (!pool?.Id) throw new Error(`The message center at ${AWS_ENDPOINT_URL} has no user pool.`);
  return pool.Id;
}

/**
 * Creates the account if there is none.
 * @returns whether it has a password that its owner knows
 * @throws {Error} if the account is another person's or not confirmed
 */
async function ensureAccount(UserPoolId: string, Username: string, email: string): Promise<boolean> {
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
    throw new Error(`${Username} has another e-mail address. Give that address, or choose another user name.`);
  if (UserStatus === 'UNCONFIRMED') throw new Error(`${Username} must confirm the e-mail address first.`);
  return UserStatus === 'CONFIRMED';
}

const USAGE = `Usage: npm run create-admin -- <username> <email>

Makes an administrator on the local cloud that runs on PORT (3000 by default), or in the user pool of USER_POOL_ID.`;

async function main(): Promise<string> {
  const { positionals } = readOptions({
    command: 'npm run create-admin',
    usage: USAGE,
    options: {},
    takesWords: true,
  });
  const [username, email] = positionals;
  if (!username || !email) refuse('Usage: npm run create-admin -- <username> <email>');
  const UserPoolId = USER_POOL_ID ?? (await localPool());
  const hasPassword = await ensureAccount(UserPoolId, username, email);
  if (!hasPassword) {
    // Nobody ever sees this password: the owner of the address chooses another.
    const Password = randomBytes(32).toString('base64url');
    await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password, Permanent: true }));
  }
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName: 'admins' }));
  return hasPassword
    ? `${username} is an administrator from the next sign-in on.`
    : `${username} is an administrator. Choose a password with "Forgot password" on the page: a code goes to ${email}.`;
}

main().then(
  (done) => console.log(done),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
