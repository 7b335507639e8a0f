/**
 * User names are the user ids: lower case, immutable, never given out twice. They never contain `~` or `.`,
 * which ids use as separators.
 */

export const USER_NAME_MIN_CHARACTERS = 3;
export const USER_NAME_MAX_CHARACTERS = 30;

export const USER_NAME = patternOf(USER_NAME_MIN_CHARACTERS);

/** Matches every text that a user name can start with, whole names included. */
export const USER_NAME_PREFIX = patternOf(1);

/** @param minimum the least number of characters */
function patternOf(minimum: number): RegExp {
  return new RegExp(`^[a-z0-9][a-z0-9_-]{${minimum - 1},${USER_NAME_MAX_CHARACTERS - 1}}$`);
}

/** Every character that a user name may start with, in the order of lists. */
export const INITIALS = '0123456789abcdefghijklmnopqrstuvwxyz';

export const isUserName = (text: string): boolean => USER_NAME.test(text);

/** Returns the partition of the users table that holds a name. */
export const initialOf = (username: string): string => username.slice(0, 1);
