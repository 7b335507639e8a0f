/** The core flow: two people, two windows. */
import { type Locator, expect } from '@playwright/test';
import {
  type Person,
  find,
  menuOf,
  messagesOf,
  openAccount,
  openMenu,
  openRow,
  picture,
  rowOf,
  sendAs,
  sent,
  test,
} from './person.ts';

const messageOf = (person: Person, text: string): Locator =>
  messagesOf(person).getByRole('listitem').filter({ hasText: text }).first();

/** Selects an action from the menu of a message. */
async function act(person: Person, text: string, name: string): Promise<void> {
  const message = messageOf(person, text);
  await openMenu(message);
  await menuOf(message).getByRole('button', { name, exact: true }).click();
}

test('two people sign up, find each other and talk without a reload', async ({ newcomer }) => {
  const ann = await newcomer('ann');
  const ben = await newcomer('ben', { colorScheme: 'dark' });
  await ben.page.getByRole('link', { name: 'Messages', exact: true }).click();

  await find(ann, ben.name);
  await ann.say('Good morning! Do you still have the key to the shed?');

  const row = rowOf(ben, ann.name);
  await expect(row).toContainText('Do you still have the key');
  await expect(row).toHaveAccessibleName(/1 unread message/);
  await expect(ben.page).toHaveTitle(/^\(1\) /);
  await openRow(ben, ann.name);
  await expect(messagesOf(ben).getByText('Do you still have the key to the shed?')).toBeVisible();
  await expect(ben.page).not.toHaveTitle(/^\(/);

  await ben.say('Yes, it is on my desk.');
  await ben.say('The plan is at https://example.org/shed (two pages).');

  await expect(
    ann.page.getByRole('region', { name: 'Messages with ben' }).getByText('Yes, it is on my desk.'),
  ).toBeVisible();
  await expect(ann.page.getByRole('link', { name: 'https://example.org/shed', exact: true })).toHaveAttribute(
    'rel',
    'noopener noreferrer nofollow',
  );
  await expect(ben.page.getByRole('region').getByText('Read', { exact: true }).last()).toBeAttached();
  await picture(ann, 'two-people-ann-light');
  await picture(ben, 'two-people-ben-dark');
});

test('a reply, a reaction, an edit and a deletion appear in the other window', async ({ member }) => {
  const wanda = await member('wanda');
  const yusuf = await member('yusuf', { colorScheme: 'dark' });
  await find(wanda, yusuf.name);
  await find(yusuf, wanda.name);
  await wanda.say('Who has the ladder?');

  await act(yusuf, 'Who has the ladder?', 'Reply');
  await yusuf.say('The neighbours');
  const answer = messageOf(wanda, 'The neighbours');
  await expect(answer.locator('blockquote')).toContainText('Who has the ladder?');
  await expect(wanda.page.getByText('Read', { exact: true }).last()).toBeAttached();

  await act(wanda, 'The neighbours', 'React with thumbs up');
  await expect(messageOf(yusuf, 'The neighbours').getByRole('button', { name: '👍 1: wanda' })).toBeVisible();

  await yusuf.composer.press('ArrowUp');
  const editor = yusuf.page.getByRole('textbox', { name: 'Edit message' });
  await editor.fill('The new neighbours');
  await editor.press('Enter');
  await expect(messageOf(wanda, 'The new neighbours')).toContainText('edited');

  await act(wanda, 'Who has the ladder?', 'Delete…');
  await wanda.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(
    yusuf.page.getByRole('region', { name: /^Messages with/ }).getByText('This message was deleted.'),
  ).toHaveCount(2);
  await expect(yusuf.page.getByText('Who has the ladder?')).toHaveCount(0);
  await picture(wanda, 'changes-light');
  await picture(yusuf, 'changes-dark');
});

test('a reload keeps the session, the place and the draft', async ({ member }) => {
  const carla = await member('carla');
  const david = await member('david');
  await find(carla, david.name);
  await carla.say('Are you there?');
  await sent(carla, 'Are you there?');
  await carla.composer.fill('A thought that is not');

  await carla.page.reload();

  await expect(carla.page.getByRole('heading', { name: david.name })).toBeVisible();
  await expect(carla.page.getByRole('region', { name: /^Messages with/ }).getByText('Are you there?')).toBeVisible();
  await expect(carla.composer).toHaveValue('A thought that is not');
});

test('signing out leads to the sign-in screen, and the next person finds nothing', async ({ member }) => {
  const elif = await member('elif');
  const farid = await member('farid');
  await find(elif, farid.name);
  await elif.composer.fill('A secret');

  await elif.page.getByRole('button', { name: /^You,/ }).click();
  await expect(elif.page.getByText(`${elif.name}@example.org`)).toBeVisible();
  await elif.page.getByRole('button', { name: 'Sign out' }).click();
  const question = elif.page.getByRole('dialog', { name: 'Sign out?' });
  await expect(question).toContainText('1 draft has not been sent.');
  await question.getByRole('button', { name: 'Sign out and delete' }).click();

  await expect(elif.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await elif.page.reload();
  await expect(elif.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  expect(await elif.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('A secret');
});

test('the inbox has the newest conversation first, and counts unread messages', async ({ member }) => {
  const mara = await member('mara');
  for (const name of ['abdul', 'jun-ho', 'nadia', 'theo']) await openAccount(name);
  await sendAs('abdul', 'mara', ['The chairs are in the hall now.']);
  await sendAs('theo', 'mara', ['Did the parcel arrive?', 'It should be at the reception.']);
  await sendAs('nadia', 'mara', ['Thank you for yesterday!']);
  await find(mara, 'jun-ho');
  await mara.say('Do you have a minute? It is about the list for Saturday.');
  await sent(mara, 'Do you have a minute?');
  await sendAs('jun-ho', 'mara', [
    'Of course.',
    'I can call you after lunch, or you come over: https://example.org/map',
  ]);
  await expect(mara.page.getByRole('region', { name: /^Messages with/ }).getByText('I can call you')).toBeVisible();
  await mara.composer.fill('After lunch is');

  await mara.page.getByRole('link', { name: /^Messages/ }).click();

  const rows = mara.page.getByRole('list').getByRole('link');
  await expect(rows).toHaveText([/jun-ho/, /nadia.*Thank you/, /theo.*reception/, /abdul.*chairs/]);
  await expect(rows.nth(0)).toContainText('Draft: After lunch is');
  await expect(rows.nth(2)).toHaveAccessibleName(/2 unread messages/);
  await rows.nth(0).click();
  await picture(mara, 'inbox-light');
  await mara.page.emulateMedia({ colorScheme: 'dark' });
  await picture(mara, 'inbox-dark');
});

test('messages are acted on by mouse, and show what they said before', async ({ member }) => {
  const agnes = await member('agnes');
  const bodo = await member('bodo', { colorScheme: 'dark' });
  await find(agnes, bodo.name);
  await find(bodo, agnes.name);
  for (const text of ['The shed is lockt', 'Bring the ladder', 'And the rope']) await agnes.say(text);
  const { page } = agnes;
  await sent(agnes, 'And the rope');
  await expect(messageOf(bodo, 'And the rope')).toBeVisible();

  // By mouse, over the corner of the message.
  await expect(async () => {
    await messageOf(bodo, 'And the rope').hover({ timeout: 5_000 });
    await messageOf(bodo, 'And the rope').getByRole('button', { name: 'Thumbs up' }).click({ timeout: 5_000 });
  }).toPass();
  await expect(messageOf(agnes, 'And the rope').getByRole('button', { name: '👍 1: bodo' })).toBeVisible();
  await picture(bodo, 'message-toolbar-dark');
  await act(bodo, 'Bring the ladder', 'More emoji…');
  await bodo.page.getByRole('searchbox', { name: 'Find an emoji' }).fill('ladder');
  await picture(bodo, 'emoji-dark');
  await bodo.page.keyboard.press('Enter');
  await expect(messageOf(agnes, 'Bring the ladder').getByRole('button', { name: '🪜 1: bodo' })).toBeVisible();

  // What it said before is there for both.
  await agnes.composer.press('ArrowUp');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await act(agnes, 'The shed is lockt', 'Edit');
  await page.getByRole('textbox', { name: 'Edit message' }).fill('The shed is locked');
  await page.keyboard.press('Enter');
  await messageOf(bodo, 'The shed is locked').getByRole('button', { name: 'edited' }).click();
  await expect(bodo.page.getByRole('dialog').getByText('The shed is lockt')).toBeVisible();
  await picture(bodo, 'earlier-texts-dark');
  await bodo.page.keyboard.press('Escape');

  // An emoji goes where the caret is.
  await agnes.composer.fill('Thanks!');
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await expect(page.getByRole('button', { name: 'grinning face', exact: true })).toBeVisible();
  await picture(agnes, 'emoji-light');
  await page.getByRole('button', { name: 'grinning face', exact: true }).click();
  await expect(agnes.composer).toBeFocused();
  await agnes.composer.press('Enter');
  await expect(messageOf(bodo, 'Thanks!😀')).toBeVisible();
});
