/** One post: read when it is shown, and changed by its owner. */
import { useCallback, useEffect, useState } from 'react';
import type { Post } from '#contract/posts.ts';
import type { Given } from '#contract/route.ts';
import { changePost, deletePost, getPost } from '#contract/routes/posts.ts';
import { useMailbox } from '../state/mailbox.ts';
import { usePosts } from '../state/posts.ts';
import { useSession } from '../state/session.ts';
import { isRefusal } from '../text/explain.ts';
import { forgetChange } from './change-draft.ts';

interface LoadedPost {
  readonly post?: Post | undefined;
  readonly problem?: unknown;
  /** Reads it again. The one that is shown stays until it has come. */
  reload(): Promise<void>;
  /** Takes over what the server answered to a change. */
  set(post: Post): void;
}

export function usePost(id: string): LoadedPost {
  const session = useSession();
  const { mailbox } = useMailbox();
  const [state, setState] = useState<Pick<LoadedPost, 'post' | 'problem'>>({});

  const set = useCallback((post: Post) => setState({ post }), []);
  const reload = useCallback(
    () => session.call(getPost, { parameters: { id } }).then(set, (problem: unknown) => setState({ problem })),
    [session, id, set],
  );
  useEffect(() => void reload(), [reload]);
  // Changed on another device, or promised to me. What is shown stays where it cannot be read, as when it is over.
  useEffect(
    () =>
      mailbox.onOutcome((post) => {
        if (post === id) session.call(getPost, { parameters: { id } }).then(set, () => undefined);
      }),
    [mailbox, session, id, set],
  );

  return { ...state, reload, set };
}

type PostChange = Omit<Given<typeof changePost>['body'], 'version'>;

export interface PostChanges {
  /** Rejects with what the server said. If the post was changed meanwhile, it has been read again by then. */
  change(change: PostChange): Promise<void>;
  remove(): Promise<void>;
}

/** Changes of a post of mine. */
export function usePostChanges(
  { id, version }: Pick<Post, 'id' | 'version'>,
  onSaved: (post: Post) => void,
  onOutdated: () => Promise<void>,
): PostChanges {
  const { me } = useMailbox();
  const session = useSession();
  const posts = usePosts();
  return {
    async change(change) {
      try {
        const saved = await session.call(changePost, { parameters: { id }, body: { version, ...change } });
        posts.changed(saved);
        onSaved(saved);
      } catch (reason) {
        if (isRefusal(reason, 'changed') || isRefusal(reason, 'closed')) await onOutdated();
        throw reason;
      }
    },
    async remove() {
      await session.call(deletePost, { parameters: { id } });
      forgetChange(me, id);
      posts.removed(id);
    },
  };
}
