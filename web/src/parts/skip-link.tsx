/** The first stop of the Tab key: past the navigation and the list, to what is open. Seen while it has the focus. */
import { messenger } from '../words/messenger.ts';
import styles from './skip-link.module.css';

/** @param toComposer true where a conversation is open. One in which nothing can be written has only a heading. */
export function SkipLink({ toComposer }: { toComposer: boolean }) {
  const skip = (): void => {
    const pane = document.getElementById(PANE_ID);
    const field = toComposer ? pane?.querySelector('textarea') : undefined;
    (field ?? pane)?.focus();
  };
  return (
    <a
      href={`#${PANE_ID}`}
      className={styles.skip}
      onClick={(event) => {
        // The address stays that of what is open.
        event.preventDefault();
        skip();
      }}
    >
      {toComposer ? messenger.skipToComposer : messenger.skipToContent}
    </a>
  );
}

/** Of the element that shows what is open. */
export const PANE_ID = 'open';
