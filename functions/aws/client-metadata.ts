/**
 * What the `accounts` function tells the user pool's trigger. Cognito passes it on and does not store it. Nobody else
 * can tell it anything: the operations need the secret of the pool's client.
 */

/** `true` where another account has confirmed the address that a code is mailed to. */
export const ADDRESS_IS_TAKEN = 'addressIsTaken';
