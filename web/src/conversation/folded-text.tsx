/**
 * The text of a message. One that is very high is folded, whether it has many words or many lines. What is folded shows
 * a line instead of many empty ones, so that there is something to see.
 */
import { type FocusEvent, Fragment, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { messages } from '../words/messages.ts';
import { FormattedText } from './formatted-text.tsx';
import styles from './folded-text.module.css';

/** Shorter texts are not measured: they are lower than the fold in any window. */
const MEASURED_FROM_LINES = 15;
const MEASURED_FROM_CHARACTERS = 500;

/** Eight or more lines in which nothing is seen, from the end of the line before them. */
const EMPTY_LINES = /(?:^|\n)(?:(?:(?!\n)[\s\u2800\p{Default_Ignorable_Code_Point}])*\n){8,}/gu;

export function FoldedText({ text }: { text: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState(true);
  const [isHigh, setIsHigh] = useState(false);
  const isMeasured =
    text.length > MEASURED_FROM_CHARACTERS || text.split('\n', MEASURED_FROM_LINES).length === MEASURED_FROM_LINES;
  // In a block of code they are a part of it.
  const hasEmptyLines = useMemo(
    () => isMeasured && !text.includes('```') && text.search(EMPTY_LINES) >= 0,
    [isMeasured, text],
  );

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
        {hasEmptyLines && folded ? <WithoutEmptyLines text={text} /> : <FormattedText text={text} />}
      </div>
      {(hasEmptyLines || (isMeasured && isHigh)) && (
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

/** Shows one empty line for many, and none at the beginning. They stay in the document, so that they are copied. */
function WithoutEmptyLines({ text }: { text: string }) {
  const found = text.match(EMPTY_LINES) ?? [];
  return text.split(EMPTY_LINES).map((part, index) => {
    const lines = found[index] ?? '';
    const end = part === '' || lines === '' ? '' : '\n';
    return (
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={index}>
        {part !== '' && <FormattedText text={part} />}
        {end}
        <span hidden>{lines.slice(end.length, lines.length - end.length)}</span>
        {end}
      </Fragment>
    );
  });
}
