/** English texts of the overlays that find conversations, people and texts. */
import { inLanguage } from './words.ts';

export const search = inLanguage('search', {
  goTo: 'Go to',
  findPerson: 'Find a conversation or a person',
  findAnything: 'Find a conversation, a person or a text',
  name: 'Name',
  nameOrText: 'Name or text',
  conversations: 'Conversations',
  people: 'People',
  conversationsAndPeople: 'Conversations and people',
  notes: 'Notes to yourself',
  nobodyFound: 'Nobody found.',
  inThisConversation: 'In this conversation',
  searchHere: 'Search in this conversation',
  words: 'Words',
  messagesFound: 'Messages found',
  you: 'You',
  searching: 'Searching…',
  nothingFound: 'No message has these words.',
  nothingFoundSince: (date: string) => `No message since ${date} has these words.`,
  searchedSince: (date: string) => `Searched back to ${date}.`,
  searchFurtherBack: 'Search further back',
  tryAgain: 'Try again',
});
