/** Chooses between all posts and those for me, and says how many of those are unread. */
import { useEffect } from 'react';
import { useWindowFocus } from '../hooks/use-window-focus.ts';
import { SegmentedControl } from '../parts/segmented-control.tsx';
import { useForYou } from '../state/for-you.ts';
import { useStore } from '../state/store.ts';
import { feed } from '../words/feed.ts';
import type { ListTab } from './use-list-tab.ts';
import styles from './saved-searches.module.css';

interface ListTabsProps {
  readonly tab: ListTab;
  readonly onChange: (tab: ListTab) => void;
}

export function ListTabs({ tab, onChange }: ListTabsProps) {
  const forYou = useForYou();
  const unread = useStore(forYou, (state) => state.unread);
  const hasMore = useStore(forYou, (state) => state.hasMore);
  const isLookedAt = useWindowFocus();
  useEffect(() => {
    if (!forYou.getSnapshot().loaded) void forYou.load();
    else if (isLookedAt) void forYou.catchUp();
  }, [forYou, isLookedAt]);
  const count = hasMore ? `${unread}+` : String(unread);
  return (
    <SegmentedControl
      label={feed.lists}
      options={{
        all: feed.all,
        'for-you': (
          <>
            {feed.forYou}
            {unread > 0 && (
              <>
                <span className={styles.count} aria-hidden="true">
                  {count}
                </span>
                <span className="visually-hidden">{` ${feed.newCount(count)}`}</span>
              </>
            )}
          </>
        ),
      }}
      value={tab}
      onChange={onChange}
    />
  );
}
