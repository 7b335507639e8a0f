/** Brings a message into sight, loads it first where that is needed, and marks it for a moment. */
import type { Mailbox } from '#client/mailbox.ts';

/** How long a message is highlighted after somebody has gone to it. */
const HIGHLIGHT_MS = 1_600;
/** A message that was loaded is drawn within this many frames. */
const FRAMES_MAX = 10;

/** Returns the message at a place in the log, else the first one after it. */
export const itemAt = (list: ParentNode, seq: number): HTMLElement | undefined =>
  [...list.querySelectorAll<HTMLElement>('[data-seq]')].find((item) => Number(item.dataset['seq']) >= seq);

/** @returns false where the message is not here and could not be loaded */
export async function goToMessage(mailbox: Mailbox, peer: string, seq: number): Promise<boolean> {
  const isHere = itemOf(seq) !== null;
  if (!isHere) await mailbox.showAround(peer, seq);
  for (let frame = 0; frame < FRAMES_MAX && !itemOf(seq); frame++) await new Promise(requestAnimationFrame);
  const item = itemOf(seq);
  if (!item) return false;
  const isSmooth = isHere && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  item.scrollIntoView({ block: 'center', behavior: isSmooth ? 'smooth' : 'auto' });
  highlight(item);
  return true;
}

/** The keyboard and screen readers go on from there. */
function highlight(item: HTMLElement): void {
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
  item.animate([{ background: 'var(--selected)' }, { background: 'transparent' }], HIGHLIGHT_MS);
}

const itemOf = (seq: number): HTMLElement | null => document.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
