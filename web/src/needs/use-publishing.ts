/** Publishes what is written in the form. A draft becomes a post that waits in the outbox until the server has it. */
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { NewAttachment } from '#client/unsent.ts';
import { uuid } from '#client/uuid.ts';
import { TITLE_OF_A_NEED } from '#contract/posts.ts';
import { createPost } from '#contract/routes/posts.ts';
import { paths, selectionPath } from '../paths.ts';
import { readDraftFiles, writeDraftFiles } from '../state/drafts.ts';
import { useMailbox } from '../state/mailbox.ts';
import {
  POST_DRAFT_PLACE,
  type PostDraft,
  type PostDraftValues,
  deletePostDraft,
  readPostDraft,
  writePostDraft,
} from '../state/post-draft.ts';
import { usePublisher } from '../state/publisher.ts';
import { isRefusal } from '../text/explain.ts';
import { daysFrom } from '../text/posts.ts';
import { usual } from '../words/usual.ts';
import { placeOf } from './place-fields.tsx';

interface Publishing {
  draft(): PostDraft;
  /** Changes the draft, which survives a reload. */
  keep(change: Partial<PostDraft>): PostDraft;
  /** Goes on to the post, or to my posts where it waits. Rejects with why the server refused it. */
  publish(values: PostDraftValues): Promise<void>;
  /** Deletes the draft, with its pictures. */
  discard(): void;
  /** True if an earlier try has published other words under the same id. The next try is another post. */
  readonly isRepeated: boolean;
}

export function usePublishing(): Publishing {
  const { me } = useMailbox();
  const publisher = usePublisher();
  const [, navigate] = useLocation();
  const [isRepeated, setRepeated] = useState(false);
  const current = useRef<PostDraft>(undefined);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  const draft = (): PostDraft => {
    if (current.current) return current.current;
    // The page was reloaded after it went to the outbox.
    if (publisher.unsent.some(({ clientId }) => clientId === readPostDraft(me).clientId)) discardDraft(me);
    current.current = readPostDraft(me);
    return current.current;
  };

  const keep = (change: Partial<PostDraft>): PostDraft => {
    const next = { ...draft(), ...change };
    current.current = next;
    writePostDraft(me, next);
    return next;
  };

  return {
    draft,
    keep,
    isRepeated,
    discard: () => discardDraft(me),
    async publish(values) {
      setRepeated(false);
      const { end } = keep({ values });
      const { days } = values;
      const isAnotherTry = end?.days === days && Date.parse(end.lastsUntil) > Date.now();
      const lastsUntil = isAnotherTry ? end.lastsUntil : daysFrom(new Date(), Number(days));
      const kept = keep({ end: { days, lastsUntil } });
      const { clientId, ...request } = createPost.body.parse(requestOf(values, kept.clientId, lastsUntil));
      const attachments = await copiedPictures(me);

      const outcome = await publisher.publish({
        ...{ clientId, request, fields: values },
        ...(attachments.length > 0 && { attachments }),
      });
      if (outcome.state === 'refused') {
        publisher.discard(clientId);
        if (!isRefusal(outcome.problem, 'client-id-taken')) throw outcome.problem;
        keep({ clientId: uuid() });
        return setRepeated(true);
      }
      discardDraft(me);
      const to = outcome.state === 'published' ? selectionPath('needs', outcome.post.id) : paths.myPosts;
      if (isHere.current) navigate(to, { replace: true });
    },
  };
}

/** Deletes the draft. Its pictures are deleted as well: what waits in the outbox has copies. */
function discardDraft(me: string): void {
  const hasPictures = readDraftFiles(me, POST_DRAFT_PLACE).length > 0;
  deletePostDraft(me);
  if (!hasPictures) return;
  // Where this does not load, a later page removes what nothing names.
  import('../pictures/pick-files.ts').then(
    ({ removeAllPicked }) => removeAllPicked({ me, peer: POST_DRAFT_PLACE }),
    () => writeDraftFiles(me, POST_DRAFT_PLACE, []),
  );
}

/** Returns copies of the pictures of the draft: what is refused is discarded, and the draft keeps its own. */
async function copiedPictures(me: string): Promise<readonly NewAttachment[]> {
  const pictures = readDraftFiles(me, POST_DRAFT_PLACE);
  if (pictures.length === 0) return [];
  const { copyFiles } = await import('../pictures/pick-files.ts');
  return copyFiles({ me, peer: POST_DRAFT_PLACE }, pictures);
}

/** A need may do without a title: the API gives it the usual one, in English. */
function titleOf(kind: string, title: string): { readonly title?: string } {
  if (kind === 'offer' || title.trim() !== '') return { title };
  return usual.title === TITLE_OF_A_NEED ? {} : { title: usual.title };
}

export function requestOf(values: PostDraftValues, clientId: string, lastsUntil: string) {
  const { kind, title, category, description, reward, placeName } = values;
  const place = placeOf(values.place, values.blur);
  return {
    clientId,
    kind,
    ...titleOf(kind, title),
    description,
    category,
    reward,
    ...(place && { place }),
    ...(placeName.trim() !== '' && { placeName }),
    lastsUntil,
  };
}
