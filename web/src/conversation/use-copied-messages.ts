/** Copying from a conversation copies what was said, and by whom, but no times, states, labels and hidden words. */
import { type RefObject, useEffect } from 'react';

/** @param list holds the messages: items with `data-sender`, with their texts in `data-text` */
export function useCopiedMessages(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const copy = (event: ClipboardEvent): void => {
      // A text field has a selection of its own.
      if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
      const selection = getSelection();
      if (!list.current || !event.clipboardData || !selection || selection.rangeCount === 0) return;
      const text = selectedMessages(list.current, selection.getRangeAt(0));
      if (text === undefined) return;
      event.clipboardData.setData('text/plain', text);
      event.preventDefault();
    };
    // The selection may begin or end outside the list.
    document.addEventListener('copy', copy);
    return () => document.removeEventListener('copy', copy);
  }, [list]);
}

/** @returns one message's part as it is; of several, each with its sender; undefined where there is none */
function selectedMessages(list: HTMLElement, range: Range): string | undefined {
  const parts = [...list.querySelectorAll<HTMLElement>('[data-text]')]
    .filter((text) => range.intersectsNode(text))
    .map((text) => ({ sender: text.closest<HTMLElement>('[data-sender]')?.dataset.sender, said: partOf(text, range) }))
    .filter(({ said }) => said !== '');
  if (parts.length <= 1) return parts[0]?.said;
  return parts.map(({ sender, said }) => `${sender}: ${said}`).join('\n');
}

/** Returns the part of a text that is within a range. */
function partOf(text: HTMLElement, range: Range): string {
  const part = document.createRange();
  part.selectNodeContents(text);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
  return part.toString();
}
