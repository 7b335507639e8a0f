/** What people have written to each other, so that the first look at the messages is not an empty one either. */

interface SeededMessage {
  readonly sender: string;
  readonly recipient: string;
  /** The title of a post of the recipient's, from which it is written. */
  readonly about?: string;
  readonly body: string;
}

/** By conversation, in order. The newcomer has a conversation, and offers that wait for an answer. */
export const seededConversations: readonly (readonly SeededMessage[])[] = [
  [
    {
      sender: 'alice',
      recipient: 'clara',
      about: 'My cat sits on the roof and does not come down',
      body: 'I have a ladder, and I am home all afternoon. Shall I come over?',
    },
    { sender: 'clara', recipient: 'alice', body: 'Yes please! She is above the *blue* door.' },
    { sender: 'clara', recipient: 'alice', body: 'Her name is Sombra, in case she listens to you.' },
  ],
  [
    {
      sender: 'diogo',
      recipient: 'alice',
      about: 'A flat tyre, and no tools',
      body: 'I have everything for it, and I live around the corner. After six?',
    },
  ],
  [
    {
      sender: 'elena',
      recipient: 'bob',
      about: 'Someone to water the plants for a week',
      body: 'I pass your street every morning. Twelve pots are no trouble.',
    },
  ],
];
