/**
 * The keys of a feed: Page Down and Page Up move between its articles, Ctrl+Home and Ctrl+End leave it.
 * https://www.w3.org/WAI/ARIA/apg/patterns/feed/
 */
import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, number>> = { PageDown: 1, PageUp: -1 };
const TABBABLE = 'a[href], button:not(:disabled), input, select, textarea, [tabindex="0"]';

/** Handles keys on the element with `role="feed"`. */
export function onFeedKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const feed = event.currentTarget;
  const step = STEPS[event.key];
  if (step !== undefined) {
    const articles = [...feed.querySelectorAll<HTMLElement>(':scope > article')];
    const index = articles.findIndex((article) => article.contains(document.activeElement));
    event.preventDefault();
    articles[index + step]?.focus();
  } else if (event.ctrlKey && (event.key === 'Home' || event.key === 'End')) {
    event.preventDefault();
    const { DOCUMENT_POSITION_PRECEDING: before, DOCUMENT_POSITION_FOLLOWING: after } = Node;
    neighborOf(feed, event.key === 'Home' ? before : after)?.focus();
  }
}

/** Returns what Tab reaches next to the feed, on the given side. */
function neighborOf(feed: HTMLElement, side: number): HTMLElement | undefined {
  const found = [...document.querySelectorAll<HTMLElement>(TABBABLE)].filter(
    (element) => (feed.compareDocumentPosition(element) & side) !== 0 && !feed.contains(element) && isVisible(element),
  );
  return side === Node.DOCUMENT_POSITION_PRECEDING ? found.at(-1) : found[0];
}

const isVisible = (element: HTMLElement): boolean => element.checkVisibility();
