/** Posts from end to end: written by one person, found, answered and closed. */
import { expect } from '@playwright/test';
import { forgive, picture, sent, test } from './person.ts';

/** A house in Lisbon: the page may ask the browser for it, and must send only its square. */
const AT_HOME = {
  permissions: ['geolocation'],
  geolocation: { latitude: 38.7139, longitude: -9.1334 },
};
const PHONE = { viewport: { width: 390, height: 844 } };

test('a need is posted, found by somebody else, answered and done', async ({ member }) => {
  const ines = await member('ines', AT_HOME);
  const bruno = await member('bruno', { ...PHONE, ...AT_HOME, colorScheme: 'dark' });
  const requests: string[] = [];
  ines.page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));

  await ines.page.getByRole('link', { name: 'Needs', exact: true }).click();
  await expect(ines.page.getByRole('heading', { name: 'Needs' })).toBeVisible();
  await ines.page.getByRole('link', { name: 'New post' }).first().click();
  await ines.page.getByLabel('What do you need?').fill('A flat tyre on my bicycle');
  await ines.page.getByRole('main').getByLabel('Category').last().selectOption('Repairs');
  await ines.page.getByLabel('More about it').fill('I have no tools. Write to ines@example.org.');
  await ines.page.getByLabel('Where').fill('Alfama, Lisbon');
  await ines.page.getByRole('button', { name: 'Use my position' }).click();
  await expect(ines.page.getByText('Others see this square: about 600 m wide.')).toBeVisible();
  await ines.page.reload();
  await expect(ines.page.getByLabel('What do you need?')).toHaveValue('A flat tyre on my bicycle');
  await ines.page.getByRole('button', { name: 'Preview' }).click();
  await expect(ines.page.getByText('I have no tools. Write to •••.')).toBeVisible();
  await picture(ines, 'needs-form-light');
  await ines.page.emulateMedia({ colorScheme: 'dark' });
  await picture(ines, 'needs-form-dark');
  await ines.page.emulateMedia({ colorScheme: 'light' });
  await ines.page.getByRole('button', { name: 'Publish' }).click();
  await expect(ines.page.getByRole('heading', { name: 'A flat tyre on my bicycle' })).toHaveCount(2);
  await picture(ines, 'needs-own-light');
  expect(requests.some((request) => /\/posts .*"place"/.test(request))).toBe(true);
  expect(requests.join('\n'), 'all that the page sends').not.toMatch(/38\.7139|9\.1334/);

  await bruno.page.getByRole('link', { name: 'Needs', exact: true }).click();
  const card = bruno.page.getByRole('feed').getByRole('article', { name: 'A flat tyre on my bicycle' });
  await expect(card).toContainText('Alfama, Lisbon');
  await expect(card).toContainText('new here');
  // What narrows the list down waits in a sheet: the first post is in sight at once.
  expect((await card.boundingBox())?.y).toBeLessThan(PHONE.viewport.height / 3);
  await expect(bruno.page.getByRole('button', { name: 'Near me' })).toBeHidden();
  await bruno.page.getByRole('button', { name: 'Filters', exact: true }).click();
  await bruno.page.getByRole('button', { name: 'Near me' }).click();
  await expect(card).toContainText('less than 1 km away');
  await picture(bruno, 'phone-needs-filters-dark');
  await bruno.page.getByRole('button', { name: 'Needs', exact: true }).press('Escape');
  await expect(bruno.page.getByRole('button', { name: 'Near me' })).toBeHidden();
  await bruno.page.getByRole('button', { name: 'Filters (1)' }).click();
  await bruno.page.getByRole('button', { name: 'Show posts' }).click();
  await expect(bruno.page.getByRole('button', { name: 'Near me' })).toBeHidden();
  await picture(bruno, 'phone-needs-dark');
  await bruno.page.emulateMedia({ colorScheme: 'light' });
  await picture(bruno, 'phone-needs-light');
  await bruno.page.emulateMedia({ colorScheme: 'dark' });
  await card.getByRole('link').click();
  await expect(bruno.page).toHaveURL(/\/needs\/ines\.[\w-]+$/);
  const address = bruno.page.url();
  await expect(bruno.page.getByText('I have no tools. Write to •••.')).toBeVisible();
  await picture(bruno, 'phone-needs-post-dark');
  await bruno.page.emulateMedia({ colorScheme: 'light' });
  await picture(bruno, 'phone-needs-post-light');
  await bruno.page.getByRole('link', { name: 'I can help' }).click();
  await expect(bruno.page.getByRole('group', { name: 'Writing about a post' })).toContainText('A flat tyre');
  await bruno.say('I can help.');
  await sent(bruno, 'I can help.');

  await ines.page.getByRole('button', { name: 'Promised' }).click();
  await expect(ines.page.getByText('Others see that it is promised.')).toBeVisible();
  await ines.page.getByRole('button', { name: 'Done…' }).click();
  await ines.page.getByRole('dialog').getByRole('button', { name: 'Mark as done' }).click();
  await expect(ines.page.getByRole('feed').getByRole('article', { name: 'A flat tyre on my bicycle' })).toHaveCount(0);
  await ines.page.getByRole('link', { name: 'My posts' }).click();
  await expect(ines.page.getByRole('main').getByRole('listitem')).toContainText('A flat tyre on my bicycle');
  await expect(ines.page.getByRole('main').getByRole('listitem')).toContainText('Done');
  await picture(ines, 'needs-mine-light');
  // A day after it was published, if nobody had answered.
  await ines.page.route(/\/posts\?owner=ines/, async (route) => {
    const response = await route.fetch();
    const page = (await response.json()) as { readonly items: readonly { readonly id: string }[] };
    const quiet = { posts: page.items.map(({ id }) => id), until: new Date().toISOString() };
    await route.fulfill({ response, json: { ...page, quiet } });
  });
  await ines.page.reload();
  await expect(ines.page.getByRole('region', { name: 'Posts without an answer' })).toContainText('A photo of it');
  await picture(ines, 'needs-quiet-light');
  await ines.page.setViewportSize({ width: 390, height: 844 });
  await ines.page.emulateMedia({ colorScheme: 'dark' });
  await picture(ines, 'phone-needs-quiet-dark');
  expect(await ines.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await bruno.page.goto(address);
  await expect(bruno.page.getByRole('heading', { name: 'This post isn’t there' })).toBeVisible();
  expect(await bruno.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  forgive(bruno, /status of 404/);
});
