/** User names are the user ids: lower case, immutable, never given out twice. They never contain `~` or `.`, which ids use as separators. */
export const USER_NAME = /^[a-z0-9][a-z0-9_-]{2,29}$/;

/** Every character a user name may start with, in the order names are listed. */
export const INITIALS = '0123456789abcdefghijklmnopqrstuvwxyz';

export const isUserName = (text: string): boolean => USER_NAME.test(text);

/** The partition of the users table a name lies in. */
export const initialOf = (username: string): string => username.slice(0, 1);
