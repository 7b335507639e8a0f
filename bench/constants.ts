/** Values that several benchmarks share. */

/** The text of a message: 200 bytes, the size that the budgets are stated for. */
export const TEXT = 'I need help! '.repeat(16).slice(0, 200);

/** Everybody's password. */
export const PASSWORD = 'correct horse battery';

export const emailOf = (username: string): string => `${username}@example.com`;
