/** The post that a message was written from: within the message, and above the composer. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { QuotedPost as Quoted } from '#contract/schemas.ts';
import { IconButton } from '../parts/button.tsx';
import { ClearIcon } from '../parts/more-icons.tsx';
import { selectionPath } from '../paths.ts';
import { messages } from '../words/messages.ts';
import bar from './composer-target-bar.module.css';
import styles from './quote.module.css';

function QuotedPost({ children }: { children: ReactNode }) {
  return (
    <blockquote className={styles.quote} data-post>
      <b>{messages.aboutThePost}</b>
      <span className="visually-hidden">: </span>
      <p dir="auto">{children}</p>
    </blockquote>
  );
}

/** A quoted post that leads to it. */
export function QuotedPostLink({ post: { id, title } }: { post: Quoted }) {
  return (
    <div className={styles.link}>
      <QuotedPost>
        <Link href={selectionPath('needs', id)}>{title}</Link>
      </QuotedPost>
    </div>
  );
}

export function QuotedPostBar({ post, onCancel }: { post: Quoted; onCancel: () => void }) {
  return (
    <div className={bar.bar} role="group" aria-label={messages.writingAboutPost}>
      <QuotedPost>{post.title}</QuotedPost>
      <IconButton label={messages.writeWithoutPost} onClick={onCancel}>
        <ClearIcon />
      </IconButton>
    </div>
  );
}
