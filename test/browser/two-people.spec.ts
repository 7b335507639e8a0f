/** The core flow: two people, two windows. */
import { expect } from '@playwright/test';
import { find, picture, test } from './person.ts';

test('two people sign up, find each other and talk without a reload', async ({ newcomer }) => {
  const ann = await newcomer('ann');
  const ben = await newcomer('ben', { colorScheme: 'dark' });

  await find(ann, ben.name);
  await ann.say('Good morning! Do you still have the key to the shed?');

  const row = ben.page.getByRole('link', { name: ann.name });
  await expect(row).toContainText('Do you still have the key');
  await expect(row).toContainText('1 unread message');
  await expect(ben.page).toHaveTitle(/^\(1\) /);
  await row.click();
  await expect(ben.page.getByText('Do you still have the key to the shed?').last()).toBeVisible();
  await expect(ben.page).not.toHaveTitle(/^\(/);

  await ben.say('Yes, it is on my desk.');
  await ben.say('The plan is at https://example.org/shed (two pages).');

  await expect(ann.page.getByRole('listitem').getByText('Yes, it is on my desk.')).toBeVisible();
  await expect(ann.page.getByRole('link', { name: 'https://example.org/shed' })).toHaveAttribute('rel', 'noopener noreferrer nofollow');
  await expect(ben.page.getByRole('region').getByText('Sent', { exact: true }).last()).toBeAttached();
  await picture(ann, 'two-people-ann-light');
  await picture(ben, 'two-people-ben-dark');
});

test('a reload keeps the session, the place and the draft', async ({ member }) => {
  const ann = await member('ann');
  const ben = await member('ben');
  await find(ann, ben.name);
  await ann.say('Are you there?');
  await ann.composer.fill('A thought that is not');

  await ann.page.reload();

  await expect(ann.page.getByRole('heading', { name: ben.name })).toBeVisible();
  await expect(ann.page.getByRole('listitem').getByText('Are you there?')).toBeVisible();
  await expect(ann.composer).toHaveValue('A thought that is not');
});

test('signing out leads to the door, and the next person finds nothing', async ({ member }) => {
  const ann = await member('ann');
  const ben = await member('ben');
  await find(ann, ben.name);
  await ann.composer.fill('A secret');

  await ann.page.getByRole('button', { name: 'Your account' }).click();
  await expect(ann.page.getByText(`${ann.name}@example.org`)).toBeVisible();
  await ann.page.getByRole('button', { name: 'Sign out' }).click();

  await expect(ann.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await ann.page.reload();
  await expect(ann.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await ann.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('A secret');
});
