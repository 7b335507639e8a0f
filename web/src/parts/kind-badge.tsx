/** What a post is, as a color and a word. */
import type { PostKind } from '#contract/posts.ts';
import { kinds } from '../text/posts.ts';
import styles from './kind-badge.module.css';

export const KindBadge = ({ kind }: { kind: PostKind }) => (
  <span className={styles.kind} data-kind={kind}>
    {kinds()[kind]}
  </span>
);
