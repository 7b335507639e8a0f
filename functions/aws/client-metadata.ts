/**
 * What the `accounts` function tells the user pool's trigger. Cognito passes it on and does not store it. Nobody else
 * can tell it anything when a code is mailed for an account or a password: that takes the secret of the pool's client.
 */

/** `true` where another account has confirmed the address that a code is mailed to. */
export const ADDRESS_IS_TAKEN = 'addressIsTaken';
/** The language of the mail. */
export const LANGUAGE = 'language';
