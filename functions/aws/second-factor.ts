/** How the user pool names the second factor. */

/** The challenge of a sign-in that takes a code, and the name of the factor among a user's. */
export const SOFTWARE_TOKEN = 'SOFTWARE_TOKEN_MFA';

/** @param factors `UserMFASettingList` of a user */
export const hasSecondFactor = (factors: readonly string[] = []): boolean => factors.includes(SOFTWARE_TOKEN);

/** Returns the input that sets whether a user's sign-ins take a code. */
export const secondFactor = (UserPoolId: string, Username: string, on: boolean) => ({
  UserPoolId,
  Username,
  SoftwareTokenMfaSettings: { Enabled: on, PreferredMfa: on },
});
