/** New pictures for a post that is changed. They are uploaded when the change is saved, each of them once. */
import { useRef } from 'react';
import { createEnvironment } from '#client/environment.ts';
import { readDraftFiles } from '../state/drafts.ts';
import { fileStorage } from '../state/file-storage.ts';
import { useMailbox } from '../state/mailbox.ts';
import { useSession } from '../state/session.ts';
import { FieldProblem } from '../text/explain.ts';
import { postForm } from '../words/post-form.ts';
import { changePlace } from './change-draft.ts';

interface NewPictures {
  /** Where they wait, as drafts do. */
  readonly place: string;
  /**
   * Uploads those that are not uploaded yet.
   * @returns the ids of all, in order; rejects with why one could not be uploaded
   */
  upload(): Promise<readonly string[]>;
  /** Uploads all of them again the next time: the server has refused the ids. */
  giveUp(): void;
}

export function useNewPictures(post: string): NewPictures {
  const { me } = useMailbox();
  const session = useSession();
  const place = changePlace(post);
  /** Ids of those that are uploaded, by key. */
  const ids = useRef(new Map<string, string>());

  return {
    place,
    giveUp: () => ids.current.clear(),
    async upload() {
      const files = readDraftFiles(me, place);
      if (files.length === 0) return [];
      const { askForPlace, postFile } = await import('#client/upload-file.ts');
      const options = { session, environment: createEnvironment(), signal: new AbortController().signal };
      for (const { key, ...description } of files) {
        if (ids.current.has(key)) continue;
        const file = await fileStorage.get(key);
        if (!file) throw new FieldProblem({ pictures: postForm.pictureLost });
        const { place: granted } = await askForPlace(description, options);
        await postFile(granted, file, () => {}, options);
        ids.current.set(key, granted.id);
      }
      return files.flatMap(({ key }) => ids.current.get(key) ?? []);
    },
  };
}
