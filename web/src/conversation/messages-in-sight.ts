/** Which messages of a list are in sight. Its children follow one another; some are days and lines. */

export const isMessage = (item: Element): boolean => item.hasAttribute('data-key');

/** Returns the first message that reaches below a height. */
export function firstBelow(list: HTMLOListElement | null, height: number): HTMLElement | undefined {
  const items = (list?.children ?? []) as HTMLCollectionOf<HTMLElement>;
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item && item.offsetTop + item.offsetHeight <= height) low = middle + 1;
    else high = middle;
  }
  let found: Element | null | undefined = items[low];
  while (found && !isMessage(found)) found = found.nextElementSibling;
  return found instanceof HTMLElement ? found : undefined;
}

export const lastMessageOf = (list: HTMLOListElement | null): HTMLElement | undefined =>
  messageAtOrBefore(list?.lastElementChild);

/**
 * Returns the seq up to which a reader has passed a list: that of the last message which is in sight as a whole, if
 * nothing between it and what was passed before was jumped over.
 * @param passed seq up to which they had passed it before
 * @param hasOlder whether there are messages before those in the list
 */
export function passedIn(list: HTMLOListElement, box: HTMLElement, passed: number, hasOlder: boolean): number {
  const first = firstBelow(list, box.scrollTop);
  const below = firstBelow(list, box.scrollTop + box.clientHeight);
  const last = below ? messageAtOrBefore(below.previousElementSibling) : lastMessageOf(list);
  if (!first || !last) return passed;
  const before = messageAtOrBefore(first.previousElementSibling);
  const goesOn = before ? seqOf(before) <= passed : !hasOlder || seqOf(first) <= passed;
  return goesOn && seqOf(last) > passed ? seqOf(last) : passed;
}

function messageAtOrBefore(item: Element | null | undefined): HTMLElement | undefined {
  let found = item;
  while (found && !isMessage(found)) found = found.previousElementSibling;
  return found instanceof HTMLElement ? found : undefined;
}

/** NaN for a message that is not sent yet. */
const seqOf = ({ dataset }: HTMLElement): number => Number(dataset['seq']);
