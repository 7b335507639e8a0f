/** Help from end to end: offered from a post, asked for, promised, done and thanked for, in three windows at once. */
import { type Locator, expect } from '@playwright/test';
import { type Person, find, findProfile, forgive, openRow, picture, sent, test } from './person.ts';

const PHONE = { viewport: { width: 390, height: 844 } };
const TITLE = 'A ladder for an hour';
const THANKS = 'Here within the hour, and it was long enough.';

const bar = ({ page }: Person): Locator => page.getByRole('region', { name: 'The post you talk about' });

/** Takes a picture in each theme. */
async function pictures(person: Person, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await person.page.emulateMedia({ colorScheme });
    await picture(person, `${name}-${colorScheme}`);
  }
}

async function offerHelp(person: Person, text: string): Promise<void> {
  await person.page.getByRole('link', { name: 'Needs', exact: true }).click();
  await person.page.getByRole('feed').getByRole('link', { name: TITLE }).click();
  await person.page.getByRole('link', { name: 'I can help' }).click();
  await expect(person.page.getByRole('group', { name: 'Writing about a post' })).toContainText(TITLE);
  await expect(person.page.getByText('Your first message arrives as a request.')).toBeVisible();
  await person.composer.fill(text);
}

test('help is offered, asked for, promised, done and thanked for', async ({ member }) => {
  // Three windows, and pictures of each step in both themes.
  test.slow();
  const owner = await member('odile');
  const helper = await member('ruben', PHONE);
  const third = await member('tamar');
  await owner.page.getByRole('link', { name: 'Needs', exact: true }).click();
  await owner.page.getByRole('link', { name: 'New post' }).first().click();
  await owner.page.getByLabel('What do you need?').fill(TITLE);
  await owner.page.getByRole('button', { name: 'Publish' }).click();
  await expect(owner.page.getByRole('heading', { name: 'Nobody has written yet' })).toBeVisible();

  // Two people write from the post. Each may write once.
  await offerHelp(helper, 'I have one, and bring it.');
  await pictures(helper, 'phone-offer-composer');
  await helper.composer.press('Enter');
  await sent(helper, 'I have one, and bring it.');
  await expect(helper.page.getByText('You can write more once they answer.')).toBeVisible();
  await helper.composer.fill('It is three metres long.');
  await expect(helper.page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await expect(bar(helper)).toContainText('Open');
  await picture(helper, 'phone-offer-waiting-dark');
  await offerHelp(third, 'So have I.');
  await third.composer.press('Enter');
  await expect(bar(third)).toContainText('Open');

  // The owner sees both offers, and the requests.
  const offers = owner.page.getByRole('region', { name: 'People who wrote to you about this' });
  await expect(offers.getByRole('listitem')).toHaveText([/^RUruben/, /^TAtamar/]);
  await pictures(owner, 'offers-list');
  await owner.page.getByRole('link', { name: /^Messages/ }).click();
  await owner.page.getByRole('button', { name: 'Requests (2)' }).click();
  await openRow(owner, third.name);
  await expect(owner.page.getByRole('region', { name: 'Request from tamar' })).toContainText('Here since');
  await pictures(owner, 'request');
  await owner.page.getByRole('button', { name: 'Decline' }).click();
  await expect(owner.page.getByText('You’ve declined this request. tamar isn’t told.')).toBeVisible();
  await expect(owner.page.getByRole('button', { name: 'Requests (1)' })).toBeVisible();
  await owner.page.getByRole('button', { name: 'Undo' }).click();
  await openRow(owner, helper.name);
  await owner.page.getByRole('button', { name: 'Answer' }).click();
  await owner.say('Wonderful. At six?');
  await expect(helper.page.getByRole('listitem').getByText('Wonderful. At six?')).toBeVisible();
  await expect(helper.composer).toHaveValue('It is three metres long.');
  await helper.composer.press('Enter');
  await expect(owner.page.getByRole('listitem').getByText('It is three metres long.')).toBeVisible();

  // The owner promises it. Whoever was not chosen learns that much.
  await bar(owner).getByRole('link', { name: TITLE }).click();
  await owner.page.getByRole('button', { name: 'Promise to ruben' }).click();
  await expect(offers.getByRole('listitem').first()).toContainText('Promised');
  await owner.page.getByRole('link', { name: 'Open chat with ruben' }).click();
  await expect(bar(owner)).toContainText('Promised to ruben');
  await owner.say('Then it is settled.');
  await expect(bar(helper)).toContainText('Promised to you');
  await picture(helper, 'phone-offer-promised-dark');
  await find(third, owner.name);
  await expect(bar(third)).toContainText('Somebody else was chosen');
  await picture(third, 'offer-not-chosen-light');

  // Done, with a thank-you, which the helper shows.
  await bar(owner).getByRole('link', { name: TITLE }).click();
  await owner.page.getByRole('button', { name: 'Done…' }).click();
  const dialog = owner.page.getByRole('dialog', { name: 'Who helped?' });
  await expect(dialog.getByRole('checkbox', { name: 'ruben' })).toBeChecked();
  await dialog.getByRole('textbox', { name: 'A thank-you to ruben (optional)' }).fill(THANKS);
  await dialog.getByRole('textbox', { name: 'How many others helped?' }).fill('1');
  await pictures(owner, 'offer-done');
  await dialog.getByRole('button', { name: 'Mark as done' }).click();
  await expect(offers.getByRole('listitem').first()).toContainText('Helped');
  await owner.page.getByRole('link', { name: 'Open chat with ruben' }).click();
  await owner.say('The lamp shines again.');
  await expect(bar(helper)).toContainText(`odile thanks you: ${THANKS}`);
  await helper.page.getByRole('button', { name: 'Show on my profile: the thank-you of odile' }).click();
  await expect(helper.page.getByRole('button', { name: /^Hide from my profile/ })).toBeVisible();
  await pictures(helper, 'phone-offer-thanked');

  // Everybody sees it, who looks.
  await findProfile(third, helper.name);
  await expect(third.page.getByText('Helped once · thanked by 1 person · here since')).toBeVisible();
  await expect(third.page.getByRole('region', { name: 'Thank-yous to ruben' })).toContainText(THANKS);
  await pictures(third, 'profile');

  expect(await helper.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  for (const person of [owner, helper, third]) forgive(person, /status of 404/);
});

test('people who want requests get them from everybody', async ({ member }) => {
  const wary = await member('ludmila', PHONE);
  const other = await member('wenzel');
  await wary.page.goto('/settings/privacy');
  await wary.page.getByRole('switch', { name: /First messages/ }).click();
  await expect(wary.page.getByRole('switch', { name: /First messages/ })).toBeChecked();

  await find(other, wary.name);
  await expect(other.page.getByText('Your first message arrives as a request.')).toBeVisible();
  await other.say('Good morning!');
  await expect(other.page.getByText('You can write more once they answer.')).toBeVisible();

  await wary.page.goto('/conversations');
  await wary.page.getByRole('button', { name: 'Requests (1)' }).click();
  await openRow(wary, other.name);
  await expect(wary.page.getByRole('region', { name: 'Request from wenzel' })).toContainText('Here since');
  await pictures(wary, 'phone-request');
  await wary.page.getByRole('button', { name: 'Answer' }).click();
  await wary.say('Good morning to you.');
  await expect(other.page.getByText('You can write more once they answer.')).toBeHidden();
  await wary.page.goto('/settings/thank-yous');
  await expect(wary.page.getByRole('heading', { name: 'No thank-yous yet' })).toBeVisible();
  await picture(wary, 'phone-thank-yous-light');
});
