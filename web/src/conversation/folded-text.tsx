/** The text of a message. One that is very high is folded, whether it has many words or many lines. */
import { type FocusEvent, useLayoutEffect, useRef, useState } from 'react';
import { LinkedText } from './linked-text.tsx';
import styles from './folded-text.module.css';

/** Shorter texts are not measured: they are lower than the fold in any window. */
const MEASURED_FROM_LINES = 15;
const MEASURED_FROM_CHARACTERS = 500;

export function FoldedText({ text }: { text: string }) {
  const paragraph = useRef<HTMLParagraphElement>(null);
  const [folded, setFolded] = useState(true);
  const [isHigh, setIsHigh] = useState(false);
  const isMeasured =
    text.length > MEASURED_FROM_CHARACTERS || text.split('\n', MEASURED_FROM_LINES).length === MEASURED_FROM_LINES;

  useLayoutEffect(() => {
    const box = paragraph.current;
    if (!box || !isMeasured || !folded) return;
    const measure = (): void => setIsHigh(box.scrollHeight > box.clientHeight + 1);
    measure();
    // The window may become narrower, or the text larger.
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [isMeasured, folded, text]);

  /** The keyboard reaches links that are folded away. */
  const onFocus = ({ target, currentTarget }: FocusEvent<HTMLElement>): void => {
    if (target.getBoundingClientRect().bottom > currentTarget.getBoundingClientRect().bottom) setFolded(false);
  };

  return (
    <>
      <p
        ref={paragraph}
        dir="auto"
        data-text
        className={isMeasured && folded ? styles.folded : undefined}
        data-high={(isHigh && folded) || undefined}
        onFocus={onFocus}
      >
        <LinkedText text={text} />
      </p>
      {isMeasured && isHigh && (
        <button
          type="button"
          className={styles.button}
          data-fold={folded ? 'more' : 'less'}
          onClick={() => setFolded(!folded)}
        >
          {folded ? 'Show more' : 'Show less'}
        </button>
      )}
    </>
  );
}
