/** Attachments: files that a person uploads, and then names in a message or a post. */

import { Refusal } from '#contract/refusal.ts';

/** The refusal of attachments that do not exist, are another's, or belong to another message or post. */
export const noSuchAttachments = (field: 'attachments' | 'pictures'): Refusal =>
  new Refusal('invalid', 'Upload the files again, then send again.', {
    errors: { [field]: 'Must be attachments of yours that no other message or post has' },
  });
