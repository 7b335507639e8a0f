/** What waits in the browser's database to be sent. */
import { type Page, expect } from '@playwright/test';

/** Waits until so many messages have been refused, as a page will find that is loaded next. */
export const refusedInDatabase = (page: Page, count: number): Promise<void> =>
  expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise((resolve) => {
            const opened = indexedDB.open('message-center');
            opened.addEventListener('success', () => {
              const all = opened.result.transaction('unsent').objectStore('unsent').getAll();
              all.addEventListener('success', () => {
                opened.result.close();
                resolve(all.result.filter(({ problem }: { problem?: object }) => problem).length);
              });
            });
          }),
      ),
    )
    .toBe(count);
