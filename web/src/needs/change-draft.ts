/** A change of a post that was begun and not saved: its texts and pictures are kept as drafts of messages are. */
import { readDraft, readDraftFiles, writeDraft } from '../state/drafts.ts';

export const changePlace = (post: string): `/${string}` => `/needs/${post}`;

export const hasChangeDraft = (me: string, post: string): boolean =>
  readDraft(me, changePlace(post)) !== '' || readDraftFiles(me, changePlace(post)).length > 0;

export function forgetChange(me: string, post: string): void {
  const place = changePlace(post);
  writeDraft(me, place, '');
  if (readDraftFiles(me, place).length > 0)
    void import('../pictures/pick-files.ts').then(({ removeAllPicked }) => removeAllPicked({ me, peer: place }));
}
