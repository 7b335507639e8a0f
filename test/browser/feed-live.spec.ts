/** Lists of posts while others publish: what is new waits behind a pill, and is counted among the posts for me. */
import { expect } from '@playwright/test';
import { type Person, picture, test } from './person.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

/** Publishes a need by hand. */
async function publish({ page }: Person, title: string): Promise<void> {
  await page.goto('/needs/new');
  await page.getByLabel('What do you need?').fill(title);
  await page.getByRole('main').getByLabel('Category').last().selectOption('Repairs');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('heading', { name: title }).first()).toBeVisible();
}

test('new posts wait behind a pill, and a saved search counts them', async ({ member }) => {
  const ottilie = await member('live-ottilie');
  const kasimir = await member('live-kasimir', { ...PHONE, colorScheme: 'dark' });
  await publish(kasimir, 'Who has a soldering iron?');

  const { page } = ottilie;
  await page.getByRole('link', { name: 'Needs', exact: true }).click();
  await expect(page.getByRole('feed').getByRole('article').first()).toBeVisible();
  await page.getByLabel('Category').selectOption('Repairs');
  await expect(page.getByRole('article', { name: 'Who has a soldering iron?' })).toBeVisible();
  await page.getByRole('button', { name: 'Save this search' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Things to mend');
  await picture(ottilie, 'feed-live-save-light');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved as “Things to mend”')).toBeVisible();
  const count = await page.getByRole('article').count();

  await publish(kasimir, 'My lamp flickers');

  const pill = page.getByRole('button', { name: 'Show 1 new post' });
  await expect(pill).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(count);
  await expect(page.getByRole('button', { name: /^For you\s+1 new$/ })).toBeVisible();
  await picture(ottilie, 'feed-live-pill-light');
  await pill.click();
  await expect(page.getByRole('article', { name: 'My lamp flickers' })).toBeFocused();
  await expect(page.getByRole('article')).toHaveCount(count + 1);

  await page.getByRole('button', { name: /^For you/ }).click();
  const list = page.getByRole('feed', { name: 'Posts for you' });
  await expect(list.getByRole('article', { name: 'My lamp flickers' })).toContainText('New');
  await expect(page.getByRole('button', { name: 'For you', exact: true })).toBeVisible();
  await page.getByText('Your saved search').click();
  await expect(page.getByRole('link', { name: 'Things to mend' })).toBeVisible();
  await picture(ottilie, 'feed-live-for-you-light');
  await page.setViewportSize(PHONE.viewport);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(ottilie, 'phone-feed-live-for-you-dark');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await list.getByRole('article', { name: 'My lamp flickers' }).getByRole('link').click();
  const safety = page.getByRole('complementary', { name: 'Before you meet' });
  await expect(safety).toContainText('Meet in public.');
  // They are short until somebody wants all of them, and leave the room to the post.
  expect((await safety.boundingBox())?.height).toBeLessThanOrEqual(72);
  await picture(ottilie, 'phone-feed-live-post-dark');
  await expect(safety.getByText('never pass on a code')).toBeHidden();
  await safety.getByText('Meet in public.').click();
  await expect(safety.getByText('never pass on a code')).toBeVisible();
  await page.getByRole('button', { name: 'Got it' }).click();
  await page.getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('button', { name: 'Report this post…' }).click();
  await page.getByRole('dialog').getByLabel('Reason').selectOption('Something else');
  await page.getByRole('dialog').getByLabel('What’s wrong?').fill('Only a test.');
  await page.getByRole('dialog').getByRole('button', { name: 'Report' }).click();
  await expect(page.getByRole('dialog', { name: 'Thank you' })).toBeVisible();
  await picture(ottilie, 'phone-feed-live-thanks-dark');
});
