/** Stands at the top of a list of posts while there are new ones, which appear when it is pressed and never before. */
import { flushSync } from 'react-dom';
import { Button } from '../parts/button.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { unseen } from '../parts/unseen.tsx';
import { feed } from '../words/feed.ts';
import styles from './post-list.module.css';

interface NewPostsPillProps {
  /** The new posts, the one to go to first. */
  readonly ids: readonly string[];
  /** True if there are more than these. */
  readonly hasMore: boolean;
  readonly onShow: () => void;
}

export function NewPostsPill({ ids, hasMore, onShow }: NewPostsPillProps) {
  const [first] = ids;
  const show = (button: HTMLElement): void => {
    const scroller = button.closest<HTMLElement>('[data-scroller]');
    flushSync(onShow);
    scroller?.scrollTo({ top: 0 });
    // The button is gone: the keyboard goes on at what it has shown.
    const shown = [...(scroller?.querySelectorAll<HTMLElement>('article') ?? [])];
    (shown.find(({ dataset }) => dataset['roving'] === first) ?? shown[0])?.focus();
  };
  // The status is there before it says something: else some screen readers pass over it.
  return (
    <div className={styles.fresh} role="status">
      {ids.length > 0 && (
        <Button variant="primary" size="small" onClick={({ currentTarget }) => show(currentTarget)}>
          <Sentence of={feed.showNew(ids.length, hasMore, unseen)} />
        </Button>
      )}
    </div>
  );
}
