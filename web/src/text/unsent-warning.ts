/** What a dialog says before signing out deletes messages. */
export const unsentWarning = (count: number): string =>
  count === 1
    ? '1 message has not been sent. Signing out deletes it.'
    : `${count} messages have not been sent. Signing out deletes them.`;
