/** Pictures of posts: published, seen on the card and in full, and changed. */
import { expect } from '@playwright/test';
import { type Person, picture, test } from './person.ts';
import { PHONE, bytesOf, photo, sizesOf } from './photos.ts';

/** Fills in and publishes a post. */
async function publish({ page }: Person, title: string): Promise<void> {
  await page.getByLabel('What do you need?').fill(title);
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('heading', { name: title }).last()).toBeVisible();
}

test('a post has pictures, which can be changed', async ({ member }) => {
  const ida = await member('files-ida');
  const jon = await member('files-jon', PHONE);
  const { page } = ida;
  await page.goto('/needs/new');
  await page.getByLabel('Pictures', { exact: true }).setInputFiles([await photo(page, 'bike.jpg')]);
  await expect(page.getByRole('list', { name: 'New pictures' }).getByRole('button', { name: /^Remove/ })).toHaveCount(
    1,
  );
  await page.getByRole('button', { name: 'Describe Photo' }).click();
  await page.getByLabel('What it shows').fill('A bicycle with a flat tyre');
  await page.getByRole('button', { name: 'Save' }).click();
  await picture(ida, 'files-new-post');
  await publish(ida, 'A flat tyre of files-ida');
  // In full, a picture is a button; the card beside it has one as well.
  const large = page.getByRole('button', { name: 'A bicycle with a flat tyre', exact: true });
  expect(await sizesOf(large.getByRole('img'), 1)).toEqual([[1_200, 1_600]]);

  await jon.page.goto('/needs');
  const card = jon.page.getByRole('article', { name: 'A flat tyre of files-ida' });
  await sizesOf(card.getByRole('img'), 1);
  await picture(jon, 'files-post-card-phone');
  await card.getByRole('link').click();
  const read = jon.page.getByRole('img', { name: 'A bicycle with a flat tyre' });
  await sizesOf(read, 1);
  expect(await bytesOf(read)).not.toContain('Exif');
  await picture(jon, 'files-post-phone');

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Remove A bicycle with a flat tyre' }).click();
  await page
    .getByLabel('Pictures', { exact: true })
    .setInputFiles([await photo(page, 'wheel.jpg'), await photo(page, 'hub.jpg')]);
  await expect(page.getByRole('list', { name: 'New pictures' }).getByRole('button', { name: /^Remove/ })).toHaveCount(
    2,
  );
  await picture(ida, 'files-edit-post');
  await page.getByRole('button', { name: 'Save' }).click();
  await sizesOf(page.getByRole('button', { name: /^Picture \d of 2$/ }).getByRole('img'), 2);
  await sizesOf(page.getByRole('feed').locator('img'), 1);
  await picture(ida, 'files-post');
});
