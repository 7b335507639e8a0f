/** Changes the texts of a post of mine. Its kind and its place stay as they are. */
import { useState } from 'react';
import type { Category, Post } from '#contract/posts.ts';
import { changePost } from '#contract/routes/posts.ts';
import { useForm } from '../hooks/use-form.ts';
import { Button } from '../parts/button.tsx';
import { Form } from '../parts/form.tsx';
import { PostDetails } from './post-details.tsx';
import { PostTextFields } from './post-text-fields.tsx';
import { problemsOf } from './problems.ts';
import type { PostChanges } from './use-post.ts';
import pane from '../parts/pane.module.css';

interface EditPostProps {
  readonly post: Post;
  readonly change: PostChanges['change'];
  readonly onClose: () => void;
}

export function EditPost({ post, change, onClose }: EditPostProps) {
  const [begunWith] = useState(post.version);
  const form = useForm(
    { title: post.title, category: post.category, description: post.description, reward: post.reward ?? '' },
    (values) => problemsOf(changePost.body, { ...values, version: post.version }),
    async ({ title, category, description, reward }) => {
      await change({ title, category: category as Category, description, reward });
      onClose();
    },
  );

  return (
    <>
      <Form form={form}>
        <PostTextFields kind={post.kind} field={form.field} />
        <div className={pane.actions}>
          <Button type="submit" variant="primary" busy={form.busy}>
            {form.busy ? 'Saving…' : 'Save'}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </Form>
      {post.version !== begunWith && (
        <section className={pane.section} aria-label="The post as it is now">
          <p className={pane.lead}>As it is now:</p>
          <PostDetails post={post} />
        </section>
      )}
    </>
  );
}
