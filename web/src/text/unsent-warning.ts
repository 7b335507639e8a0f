/** What a dialog says before signing out deletes what was not sent. Returns nothing where all is sent. */
export function unsentWarning(messages: number, posts: number): string {
  const parts = [countText(messages, 'message'), countText(posts, 'post')].filter((part) => part !== '');
  if (messages + posts === 0) return '';
  return messages + posts === 1
    ? `${parts.join('')} has not been sent. Signing out deletes it.`
    : `${parts.join(' and ')} have not been sent. Signing out deletes them.`;
}

const countText = (count: number, noun: string): string =>
  count === 0 ? '' : count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
