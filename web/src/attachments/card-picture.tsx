/** The first picture of a post in a list. The card is the link. */
import type { Picture } from '#contract/attachments.ts';
import { useEnteredViewport } from '../hooks/use-entered-viewport.ts';
import { useSource } from './use-source.ts';
import styles from './attachments.module.css';

export function CardPicture({ post, picture }: { post: string; picture: Picture }) {
  const [ref, isNear] = useEnteredViewport<HTMLSpanElement>();
  const { source, onError } = useSource({ kind: 'post', id: post }, picture, isNear);
  return (
    <span ref={ref} className={styles.thumbnail}>
      {source.state === 'here' && (
        <img
          src={source.url}
          alt={picture.alt ?? ''}
          width={picture.width}
          height={picture.height}
          decoding="async"
          onError={onError}
        />
      )}
    </span>
  );
}
