/** Takes the README's pictures: `npm run pictures`. Clara's cat sits on a roof, and Elena has a ladder. */
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { type Person, PASSWORD, forgive, signIn, test } from './person.ts';

const CAT = 'My cat sits on the roof and does not come down';

async function take({ page }: Person, name: string): Promise<void> {
  // Nothing is pointed at, and no caret blinks.
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: fileURLToPath(new URL(`../../docs/pictures/${name}.png`, import.meta.url)),
    animations: 'disabled',
    caret: 'hide',
  });
}

test('the pictures of the README', async ({ window }) => {
  const elena = await window('elena', { viewport: { width: 1200, height: 720 }, colorScheme: 'light' });
  const clara = await window('clara', { viewport: { width: 390, height: 720 }, colorScheme: 'dark', isMobile: true });
  await signIn(elena, PASSWORD);
  await signIn(clara, PASSWORD);

  await elena.page.getByRole('link', { name: 'Needs', exact: true }).click();
  await elena.page.getByRole('feed').getByRole('link', { name: CAT }).click();
  await expect(elena.page.getByRole('link', { name: 'I can help' })).toBeVisible();
  await elena.page.getByRole('button', { name: 'Got it' }).click();
  await take(elena, 'needs');

  await elena.page.getByRole('link', { name: 'I can help' }).click();
  await elena.say('I have a ladder, and I’m two streets away.');
  await expect(elena.page.getByText('You can write more once they answer.')).toBeVisible();

  await clara.page.goto('/conversations/elena');
  await clara.page.getByRole('button', { name: 'Got it' }).click();
  await clara.page.getByRole('button', { name: 'Answer' }).click();
  await clara.say('You’re an angel. She is on the chimney side now.');
  await expect(elena.page.getByText('She is on the chimney side now.').last()).toBeVisible();
  await elena.say('On my way, five minutes. Does she like tuna?');
  await expect(clara.page.getByText('Does she like tuna?').last()).toBeVisible();
  await clara.say('More than anything. Coffee’s ready when you come down.');
  await expect(elena.page.getByText('Coffee’s ready').last()).toBeVisible();
  await elena.say('See you in a minute!');
  await expect(clara.page.getByText('See you in a minute!').last()).toBeVisible();
  await take(clara, 'conversation-phone');
  // The page looks for the conversation before it begins.
  forgive(elena, /404/);
});
