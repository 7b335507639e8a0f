/** Changes the texts and pictures of a post of mine. Its kind and its place stay as they are. */
import { useState } from 'react';
import { refusesField } from '#client/problem.ts';
import type { Picture } from '#contract/attachments.ts';
import type { Category, Post } from '#contract/posts.ts';
import { changePost } from '#contract/routes/posts.ts';
import { KeptPictures } from '../attachments/kept-pictures.tsx';
import { PicturesField } from '../attachments/pictures-field.tsx';
import { useForm } from '../hooks/use-form.ts';
import { AskButton } from '../parts/ask-button.tsx';
import { Button } from '../parts/button.tsx';
import { Form } from '../parts/form.tsx';
import { useFormDraft } from '../state/form-draft.ts';
import { useMailbox } from '../state/mailbox.ts';
import { usePickedFiles } from '../state/picked-files.ts';
import { feed } from '../words/feed.ts';
import { postForm } from '../words/post-form.ts';
import { shell } from '../words/shell.ts';
import { changePlace, forgetChange, hasChangeDraft } from './change-draft.ts';
import { PostDetails } from './post-details.tsx';
import { PostTextFields } from './post-text-fields.tsx';
import { problemsOf } from './problems.ts';
import { useNewPictures } from './use-new-pictures.ts';
import type { PostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';

interface EditPostProps {
  readonly post: Post;
  readonly change: PostChanges['change'];
  readonly onClose: () => void;
}

export function EditPost({ post, change, onClose }: EditPostProps) {
  const { me } = useMailbox();
  const [begunWith] = useState(post.version);
  const added = useNewPictures(post.id);
  const isPreparing = usePickedFiles(me, added.place).files.length > 0;
  const [isBegun] = useState(() => hasChangeDraft(me, post.id));
  const close = (): void => {
    forgetChange(me, post.id);
    onClose();
  };
  const form = useForm(
    {
      ...{ title: post.title, category: post.category, description: post.description, reward: post.reward ?? '' },
      // Ids of pictures, which have no spaces.
      removed: '',
    },
    ({ removed: _removed, ...values }) => problemsOf(changePost.body, { ...values, version: post.version }),
    async ({ title, category, description, reward, removed }) => {
      const kept = keptOf(post, removed);
      const fresh = await added.upload();
      const pictures = [...kept.map(({ id }) => id), ...fresh];
      const isSame = fresh.length === 0 && kept.length === (post.pictures ?? []).length;
      await change({
        ...{ title, category: category as Category, description, reward },
        ...(!isSame && { pictures }),
      }).catch((reason: unknown) => {
        if (refusesField(reason, 'pictures')) added.giveUp();
        throw reason;
      });
      close();
    },
    useFormDraft(changePlace(post.id)),
  );
  const { value: removed, onValue: setRemoved } = form.field('removed');
  const kept = keptOf(post, removed);
  const cancel = (): void => {
    form.forget();
    close();
  };

  return (
    <>
      <Form form={form}>
        {isBegun && <p role="status">{postForm.notSavedYet}</p>}
        <PostTextFields kind={post.kind} field={form.field} />
        <PicturesField place={added.place} taken={kept.length}>
          <KeptPictures post={post.id} pictures={kept} onRemove={(id) => setRemoved(`${removed} ${id}`)} />
        </PicturesField>
        <div className={pane.actions}>
          <Button type="submit" variant="primary" busy={form.busy} disabled={isPreparing}>
            {form.busy ? feed.saving : isPreparing ? postForm.preparingPictures : feed.save}
          </Button>
          <AskButton
            variant="secondary"
            label={shell.cancel}
            question={postForm.discardChangesQuestion}
            means={postForm.discardChangesMeans}
            confirmLabel={postForm.discardNow}
            asks={() => hasChangeDraft(me, post.id)}
            onAct={cancel}
          />
        </div>
      </Form>
      {post.version !== begunWith && (
        <section className={pane.section} aria-label={postForm.postNow}>
          <p className={pane.lead}>{postForm.asItIsNow}</p>
          <PostDetails post={post} />
        </section>
      )}
    </>
  );
}

const keptOf = ({ pictures = [] }: Post, removed: string): readonly Picture[] =>
  pictures.filter(({ id }) => !removed.split(' ').includes(id));
