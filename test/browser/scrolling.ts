/** Scrolling the messages of a conversation, and measuring that nothing jumps. */
import { type Locator, type Page, expect } from '@playwright/test';

/** In this time a page of messages comes and is put above or below what is in sight. */
const SETTLED_MS = 100;

/** Scrolls the messages by so many pixels. What is in sight then stays where it is, whatever loads around it. */
export const scrollBy = (page: Page, pixels: number): Promise<void> =>
  expectKeptPlace(page, (box, top) => box.scrollBy({ top, behavior: 'instant' }), pixels);

/** Scrolls to the first or the last message that is loaded. */
export const scrollToEnd = (page: Page, end: 'first' | 'last'): Promise<void> =>
  expectKeptPlace(
    page,
    (box, top) => box.scrollTo({ top, behavior: 'instant' }),
    end === 'first' ? 0 : Number.MAX_SAFE_INTEGER,
  );

async function expectKeptPlace(page: Page, scroll: (box: Element, top: number) => void, top: number): Promise<void> {
  await page.getByRole('region', { name: 'Messages with' }).evaluate(scroll, top);
  const before = await firstInSight(page);
  await page.waitForTimeout(SETTLED_MS);
  await expectAt(page, before);
}

/** Returns where an element is, once it is there at two looks in a row. */
export async function placeAtRest(target: Locator): ReturnType<Locator['boundingBox']> {
  let last: Awaited<ReturnType<Locator['boundingBox']>> = null;
  await expect(async () => {
    const before = last;
    last = await target.boundingBox();
    expect(last).not.toBeNull();
    expect(last).toEqual(before);
  }).toPass();
  return last;
}

interface Place {
  readonly key: string;
  readonly top: number;
}

/** Returns the first message in sight, once the page has seen that it was scrolled. */
export const firstInSight = (page: Page): Promise<Place> =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const edge = document.querySelector('[role="region"]')?.getBoundingClientRect().top ?? 0;
    const row = [...document.querySelectorAll('[data-key]')].find(
      (candidate) => candidate.getBoundingClientRect().top >= edge,
    );
    return { key: row?.getAttribute('data-key') ?? '', top: row?.getBoundingClientRect().top ?? 0 };
  });

/** Expects a message where it was. */
export async function expectAt(page: Page, { key, top }: Place): Promise<void> {
  const now = await page.evaluate(
    (wanted) => document.querySelector(`[data-key="${wanted}"]`)?.getBoundingClientRect().top ?? Number.NaN,
    key,
  );
  expect(Math.abs(now - top), `pixels that ${key} has moved`).toBeLessThanOrEqual(1);
}
