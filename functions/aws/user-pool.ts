/** Accounts in the Cognito user pool. */

import {
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import type { Tokens } from '../core/account.ts';
import type { Accounts } from '../core/ports.ts';
import { cognito, noSession, notValid, refusing, wrongCode, wrongCredentials } from './cognito.ts';
import { findAccount } from './find-account.ts';

export function userPool(poolId: string, clientId: string): Accounts {
  const admin = (username: string) => ({ UserPoolId: poolId, Username: username });

  return {
    async signUp({ username, email, password }) {
      const UserAttributes = [{ Name: 'email', Value: email }];
      await refusing(
        cognito.send(new SignUpCommand({ ClientId: clientId, Username: username, Password: password, UserAttributes })),
        notValid,
      );
    },

    async confirm(username, code) {
      await refusing(
        cognito.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: username, ConfirmationCode: code })),
        wrongCode,
      );
    },

    async resendCode(username) {
      await refusing(
        cognito.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username: username })),
        wrongCode,
      );
    },

    async signIn(username, password) {
      const AuthParameters = { USERNAME: username, PASSWORD: password };
      const command = new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters,
      });
      return tokensOf((await refusing(cognito.send(command), wrongCredentials)).AuthenticationResult);
    },

    async refresh(refreshToken) {
      const command = new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: refreshToken });
      return tokensOf((await refusing(cognito.send(command), noSession)).AuthenticationResult);
    },

    async revoke(refreshToken) {
      await refusing(cognito.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken })), noSession);
    },

    async forgotPassword(name) {
      await refusing(cognito.send(new ForgotPasswordCommand({ ClientId: clientId, Username: name })), wrongCode);
    },

    async resetPassword(name, code, password) {
      const command = new ConfirmForgotPasswordCommand({
        ClientId: clientId,
        Username: name,
        ConfirmationCode: code,
        Password: password,
      });
      await refusing(cognito.send(command).catch(hideAccount), wrongCode);
    },

    async changePassword(accessToken, password, newPassword) {
      const command = new ChangePasswordCommand({
        AccessToken: accessToken,
        PreviousPassword: password,
        ProposedPassword: newPassword,
      });
      await refusing(cognito.send(command), wrongCredentials, 'newPassword');
    },

    async signOutEverywhere(username) {
      try {
        await cognito.send(new AdminUserGlobalSignOutCommand(admin(username)));
      } catch (error) {
        // A deleted account has no sessions left to end, but its access tokens may still open sockets.
        if (!(error instanceof Error && error.name === 'UserNotFoundException')) throw error;
      }
    },

    find: findAccount(poolId),

    async remove(username) {
      await cognito.send(new AdminDeleteUserCommand(admin(username)));
    },
  };
}

function tokensOf(result: AuthenticationResultType | undefined): Tokens {
  const { AccessToken, RefreshToken, ExpiresIn } = result ?? {};
  if (!AccessToken || ExpiresIn === undefined)
    throw new Error('Cognito returned no tokens but a challenge, and this application supports none.');
  const { username, origin_jti: session } = decodeJwt(AccessToken);
  return {
    accessToken: AccessToken,
    refreshToken: RefreshToken,
    expiresIn: ExpiresIn,
    username: String(username),
    session: String(session),
  };
}

/**
 * Errors that only an existing account can cause fail like a wrong code, so that nobody learns which addresses
 * are known.
 */
function hideAccount(error: Error): never {
  const revealing = ['LimitExceededException', 'TooManyFailedAttemptsException', 'UserNotConfirmedException'].includes(
    error.name,
  );
  throw revealing ? wrongCode() : error;
}
