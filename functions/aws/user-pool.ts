/** Accounts in the Cognito user pool. */

import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import type { Tokens } from '../core/account.ts';
import type { MailLanguage } from '../core/mail-language.ts';
import type { Accounts } from '../core/ports.ts';
import { CodeNeeded } from '../core/two-step.ts';
import { accountRemoval } from './account-removal.ts';
import { ADDRESS_IS_TAKEN, LANGUAGE } from './client-metadata.ts';
import { clientSecret } from './client-secret.ts';
import { cognito, noSession, notValid, refusing, wrongAppCode, wrongCode, wrongCredentials } from './cognito.ts';
import { findAccount } from './find-account.ts';
import { SOFTWARE_TOKEN, secondFactor } from './second-factor.ts';

export function userPool(poolId: string, clientId: string): Accounts {
  const secret = clientSecret(poolId, clientId);
  /** Returns the client and the user of an operation that is authorized by the client's secret. */
  const client = async (username: string) => ({
    ClientId: clientId,
    Username: username,
    SecretHash: await secret.hash(username),
  });

  return {
    async signUp({ username, email, password, addressIsTaken, language }) {
      const UserAttributes = [{ Name: 'email', Value: email }];
      const command = new SignUpCommand({
        ...(await client(username)),
        Password: password,
        UserAttributes,
        ClientMetadata: metadataOf(language, addressIsTaken),
      });
      await refusing(cognito.send(command), notValid);
    },

    async confirm(username, code) {
      const command = new ConfirmSignUpCommand({ ...(await client(username)), ConfirmationCode: code });
      await refusing(cognito.send(command), wrongCode);
    },

    async resendCode(username, language, addressIsTaken) {
      const command = new ResendConfirmationCodeCommand({
        ...(await client(username)),
        ClientMetadata: metadataOf(language, addressIsTaken),
      });
      await refusing(cognito.send(command), wrongCode);
    },

    async signIn(username, password) {
      const SECRET_HASH = await secret.hash(username);
      const AuthParameters = { USERNAME: username, PASSWORD: password, SECRET_HASH };
      const command = new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters,
      });
      const answer = await refusing(cognito.send(command), wrongCredentials);
      const { ChallengeName, ChallengeParameters, Session, AuthenticationResult } = answer;
      if (ChallengeName === SOFTWARE_TOKEN && Session !== undefined)
        // The name in the request may be an address; the challenge takes the user name only.
        throw new CodeNeeded({ username: ChallengeParameters?.['USER_ID_FOR_SRP'] ?? username, session: Session });
      return tokensOf(AuthenticationResult);
    },

    async answerChallenge({ username, session }, code) {
      const SECRET_HASH = await secret.hash(username);
      const command = new AdminRespondToAuthChallengeCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        ChallengeName: SOFTWARE_TOKEN,
        Session: session,
        ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code, SECRET_HASH },
      });
      const { AuthenticationResult } = await refusing(cognito.send(command).catch(wrongAppCode), wrongCredentials);
      return tokensOf(AuthenticationResult);
    },

    async startSecondFactor(accessToken) {
      const command = new AssociateSoftwareTokenCommand({ AccessToken: accessToken });
      const { SecretCode } = await refusing(cognito.send(command), noSession);
      if (SecretCode === undefined) throw new Error('Cognito returned no secret for the authenticator app.');
      return SecretCode;
    },

    async verifySecondFactor(accessToken, code) {
      const command = new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: code });
      const { Status } = await refusing(cognito.send(command).catch(wrongAppCode), noSession);
      if (Status !== 'SUCCESS') throw wrongCode();
    },

    async setSecondFactor(username, on) {
      await cognito.send(new AdminSetUserMFAPreferenceCommand(secondFactor(poolId, username, on)));
    },

    async refresh(refreshToken) {
      const ClientSecret = await secret.plain();
      const command = new GetTokensFromRefreshTokenCommand({
        ClientId: clientId,
        ClientSecret,
        RefreshToken: refreshToken,
      });
      return tokensOf((await refusing(cognito.send(command), noSession)).AuthenticationResult);
    },

    async revoke(refreshToken) {
      const ClientSecret = await secret.plain();
      const command = new RevokeTokenCommand({ ClientId: clientId, ClientSecret, Token: refreshToken });
      await refusing(cognito.send(command), noSession);
    },

    async forgotPassword(name, language) {
      const command = new ForgotPasswordCommand({ ...(await client(name)), ClientMetadata: metadataOf(language) });
      await refusing(cognito.send(command), wrongCode);
    },

    async resetPassword(name, code, password) {
      const command = new ConfirmForgotPasswordCommand({
        ...(await client(name)),
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

    find: findAccount(poolId),
    ...accountRemoval(poolId),
  };
}

/**
 * What Cognito passes on to the trigger that writes the mail.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html, and the same of
 * API_ResendConfirmationCode.html and API_ForgotPassword.html
 */
const metadataOf = (language: MailLanguage, addressIsTaken = false) => ({
  [LANGUAGE]: language,
  [ADDRESS_IS_TAKEN]: String(addressIsTaken),
});

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
