/** Accounts, in the Cognito user pool. What Cognito throws for a person's mistake becomes a Refusal here. */
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { NAME_TAKEN, type Accounts, type Tokens } from '../core/accounts.ts';
import { Refusal } from '../core/refusal.ts';
import { clientConfiguration } from './clients.ts';

export function userPool(poolId: string, clientId: string): Accounts {
  const client = new CognitoIdentityProviderClient(clientConfiguration);
  const admin = (username: string) => ({ UserPoolId: poolId, Username: username });

  return {
    async signUp({ username, email, password }) {
      const UserAttributes = [{ Name: 'email', Value: email }];
      await refusing(client.send(new SignUpCommand({ ClientId: clientId, Username: username, Password: password, UserAttributes })), notValid);
    },

    async confirm(username, code) {
      await refusing(client.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: username, ConfirmationCode: code })), wrongCode);
    },

    async resendCode(username) {
      await refusing(client.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username: username })), wrongCode);
    },

    async signIn(username, password) {
      const AuthParameters = { USERNAME: username, PASSWORD: password };
      const command = new AdminInitiateAuthCommand({ UserPoolId: poolId, ClientId: clientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters });
      return tokensOf((await refusing(client.send(command), wrongCredentials)).AuthenticationResult);
    },

    async refresh(refreshToken) {
      const command = new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken });
      return tokensOf((await refusing(client.send(command), noSession)).AuthenticationResult);
    },

    async revoke(refreshToken) {
      await refusing(client.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken })), noSession);
    },

    async signOutEverywhere(username) {
      await client.send(new AdminUserGlobalSignOutCommand(admin(username)));
    },

    async find(username) {
      const { UserStatus, UserCreateDate, UserAttributes } = await refusing(client.send(new AdminGetUserCommand(admin(username))), noSession);
      return {
        confirmed: UserStatus !== 'UNCONFIRMED',
        createdAt: UserCreateDate?.getTime() ?? 0,
        email: UserAttributes?.find(({ Name }) => Name === 'email')?.Value ?? '',
      };
    },

    async remove(username) {
      await client.send(new AdminDeleteUserCommand(admin(username)));
    },
  };
}

function tokensOf(result: AuthenticationResultType | undefined): Tokens {
  const { AccessToken, RefreshToken, ExpiresIn } = result ?? {};
  if (!AccessToken || ExpiresIn === undefined) throw new Error('Cognito asks for a challenge, which this application has none of.');
  return { accessToken: AccessToken, refreshToken: RefreshToken, expiresIn: ExpiresIn, username: String(decodeJwt(AccessToken)['username']) };
}

/** @param denied what it means here that Cognito will not: the user, the secret or the state is not right */
async function refusing<T>(call: Promise<T>, denied: () => Refusal): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw (error instanceof Error && refusalOf(error, denied)) || error;
  }
}

function refusalOf({ name, message }: Error, denied: () => Refusal): Refusal | undefined {
  switch (name) {
    case 'UsernameExistsException':
      return nameTaken();
    case 'UserLambdaValidationException':
      return message.includes(NAME_TAKEN) ? nameTaken() : notValid();
    case 'InvalidPasswordException':
      return new Refusal('invalid', 'Choose another password.', { errors: { password: message } });
    // An address that another account has confirmed must not show: it fails as a wrong code does.
    case 'AliasExistsException':
    case 'CodeMismatchException':
    case 'ExpiredCodeException':
      return wrongCode();
    case 'UserNotConfirmedException':
      return new Refusal('unconfirmed', 'Confirm your e-mail address with the code we mailed you.');
    case 'NotAuthorizedException':
    // A refresh token that was exchanged for another a while ago.
    case 'RefreshTokenReuseException':
    // Something else than one of our refresh tokens.
    case 'UnauthorizedException':
    case 'UnsupportedTokenTypeException':
    case 'UserNotFoundException':
    case 'InvalidParameterException':
      return denied();
    case 'LimitExceededException':
    case 'TooManyFailedAttemptsException':
    case 'TooManyRequestsException':
      return new Refusal('too-many-requests', 'Too many tries. Wait a while, then try again.', { retryAfter: 60 });
    default:
      return undefined;
  }
}

const nameTaken = (): Refusal => new Refusal('name-taken', 'Choose another name: this one belongs to somebody.');
const notValid = (): Refusal => new Refusal('invalid', 'Check the name and the e-mail address.');
const wrongCode = (): Refusal => new Refusal('wrong-code', 'Check the code, or ask for a new one.');
const wrongCredentials = (): Refusal => new Refusal('wrong-credentials', 'The name or the password is wrong.');
const noSession = (): Refusal => new Refusal('no-session', 'Sign in again.');
