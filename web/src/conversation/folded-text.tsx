/** The text of a message. One that is very high is folded, whether it has many words or many lines. */
import { type FocusEvent, useLayoutEffect, useRef, useState } from 'react';
import { messages } from '../words/messages.ts';
import { FormattedText } from './formatted-text.tsx';
import styles from './folded-text.module.css';

/** Shorter texts are not measured: they are lower than the fold in any window. */
const MEASURED_FROM_LINES = 15;
const MEASURED_FROM_CHARACTERS = 500;

export function FoldedText({ text }: { text: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState(true);
  const [isHigh, setIsHigh] = useState(false);
  const isMeasured =
    text.length > MEASURED_FROM_CHARACTERS || text.split('\n', MEASURED_FROM_LINES).length === MEASURED_FROM_LINES;

  useLayoutEffect(() => {
    const measured = box.current;
    if (!measured || !isMeasured || !folded) return;
    const measure = (): void => setIsHigh(measured.scrollHeight > measured.clientHeight + 1);
    measure();
    // The window may become narrower, or the text larger.
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [isMeasured, folded, text]);

  /** The keyboard reaches links that are folded away. */
  const onFocus = ({ target, currentTarget }: FocusEvent<HTMLElement>): void => {
    if (target.getBoundingClientRect().bottom > currentTarget.getBoundingClientRect().bottom) setFolded(false);
  };

  return (
    <>
      <div
        ref={box}
        dir="auto"
        data-text
        className={isMeasured && folded ? styles.folded : undefined}
        data-high={(isHigh && folded) || undefined}
        onFocus={onFocus}
      >
        <FormattedText text={text} />
      </div>
      {isMeasured && isHigh && (
        <button
          type="button"
          className={styles.button}
          data-fold={folded ? 'more' : 'less'}
          onClick={() => setFolded(!folded)}
        >
          {folded ? messages.showMore : messages.showLess}
        </button>
      )}
    </>
  );
}
