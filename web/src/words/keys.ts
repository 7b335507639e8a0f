/** English texts of the list of keys. */
import { inLanguage } from './words.ts';

export const keys = inLanguage('keys', {
  keyboardShortcuts: 'Keyboard shortcuts',
  allKeys: 'All keys',
  close: 'Close',
  anywhere: 'Anywhere',
  /** By what they do. */
  everywhere: {
    find: 'Find a conversation, a person or a text',
    step: 'Previous or next conversation',
    'step-unread': 'Previous or next conversation with something unread',
    close: 'Close what is open',
    undo: 'Undo what a note offers to undo',
    'list-keys': 'This list of keys',
  },
  inList: 'In a list',
  moveThroughList: 'Move through the list',
  previousOrNextPost: 'Previous or next post',
  open: 'Open',
  inConversation: 'In a conversation',
  send: 'Send',
  newLine: 'New line',
  editLastMessage: 'Edit your last message, where nothing is typed',
  previousOrNextMessage: 'Previous or next message, from a message’s menu',
  endReplyOrEdit: 'End the reply or the edit',
  inPicture: 'In a picture',
  previousOrNextPicture: 'Previous or next picture',
  zoom: 'Larger, smaller, or as it was',
  // As they are printed on keys.
  pageUp: 'Page Up',
  pageDown: 'Page Down',
});
