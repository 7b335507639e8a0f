/** How later entries change a message: the newest edit has the text, and a deletion is final. */

import type { KnownEntry, Message, Quote } from '#contract/schemas.ts';

export type Change = Exclude<KnownEntry, Message>;

/**
 * Returns the message as it reads after these changes.
 * @param message as the server returned it, with none or with any of these changes in it already
 * @param changes all that are known, by seq; those of other messages are ignored
 */
export function withChanges(message: Message, changes: readonly Change[]): Message {
  const { quote } = message;
  const changed = changes.filter(({ target }) => target === message.id).reduce(withChange, message);
  return quote
    ? { ...changed, quote: changes.filter(({ target }) => target === quote.id).reduce(withQuotedChange, quote) }
    : changed;
}

function withChange(message: Message, change: Change): Message {
  // An edit without a text was erased, because the message was deleted. The deletion is here or follows.
  if (message.deleted || (change.kind === 'edit' && change.body === '')) return message;
  switch (change.kind) {
    case 'edit':
      return { ...message, body: change.body, editedAt: change.timestamp };
    case 'deletion': {
      const { editedAt: _edited, reactions: _reactions, post: _post, attachments: _attachments, ...rest } = message;
      return { ...rest, body: '', deleted: change.by };
    }
    case 'reaction': {
      const { reactions: before = [], ...rest } = message;
      const reactions = withReaction(before, change);
      return reactions.length > 0 ? { ...rest, reactions } : rest;
    }
  }
}

type Reactions = NonNullable<Message['reactions']>;

/** Keeps the server's order: by emoji, then by name. */
function withReaction(reactions: Reactions, { emoji, sender, on }: Extract<Change, { kind: 'reaction' }>): Reactions {
  const before = reactions.find((reaction) => reaction.emoji === emoji)?.people ?? [];
  const others = before.filter((person) => person !== sender);
  const people = on ? [...others, sender].sort() : others;
  return [...reactions.filter((reaction) => reaction.emoji !== emoji), { emoji, people }]
    .filter((reaction) => reaction.people.length > 0)
    .sort((one, other) => (one.emoji < other.emoji ? -1 : 1));
}

function withQuotedChange(quote: Quote, change: Change): Quote {
  if (quote.deleted || change.kind === 'reaction') return quote;
  if (change.kind === 'deletion') {
    const { attachments: _attachments, ...rest } = quote;
    return { ...rest, body: '', deleted: change.by };
  }
  return change.body === '' ? quote : { ...quote, body: change.body };
}
