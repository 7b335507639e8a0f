/**
 * The screens by themselves: a phone's width, bad input, the ways around a screen, and text that tries to be more than
 * text.
 */
import { gzipSync } from 'node:zlib';
import { type Page, expect } from '@playwright/test';
import { find, forgive, openAccount, picture, publishAs, rowOf, sendAs, sent, test } from './person.ts';

const PHONE = { viewport: { width: 390, height: 844 } };

test('a phone shows one pane at a time, and all of it', async ({ member, window }) => {
  const door = await window('nobody', PHONE);
  await door.page.goto('/sign-up');
  await expect(door.page.getByRole('heading', { name: 'Create your account' })).toBeVisible();
  await picture(door, 'phone-sign-up');

  const maria = await member('maria', PHONE);
  await picture(maria, 'phone-no-conversations');
  const noah = await member('noah', { ...PHONE, colorScheme: 'dark' });
  await find(maria, noah.name);
  await expect(maria.page.getByRole('navigation')).toBeHidden();
  await expect(maria.page.getByRole('searchbox')).toBeHidden();
  await maria.say('Shall we meet at the fountain, or is it too cold for that today?');
  await find(noah, maria.name);
  await noah.say('The fountain is fine.');
  await expect(maria.page.getByRole('listitem').getByText('The fountain is fine.')).toBeVisible();
  await picture(maria, 'phone-conversation-light');
  await picture(noah, 'phone-conversation-dark');

  await maria.page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(maria.page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  await picture(maria, 'phone-inbox');
  await maria.page.goBack();
  await maria.page.getByRole('link', { name: noah.name, exact: true }).click();
  await expect(maria.page.getByRole('link', { name: 'Message', exact: true })).toBeVisible();
  await picture(maria, 'phone-profile-of-another');
  await maria.page.getByRole('link', { name: 'Back' }).click();
  await expect(maria.page.getByRole('heading', { name: noah.name })).toBeVisible();

  for (const { page } of [door, maria, noah]) {
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'width of the page').toBeLessThanOrEqual(
      390,
    );
  }
});

test('forms say at each field what is wrong, and focus it', async ({ window, member }) => {
  const known = await member('olga');
  const somebody = await window('somebody');
  const { page } = somebody;
  await page.goto('/sign-up');
  await page.getByLabel('Username').fill('No!');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();

  await expect(page.getByLabel('Username')).toBeFocused();
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription('Use only a to z, 0 to 9, - and _.');
  await expect(page.getByLabel('Email address')).toHaveAccessibleDescription('Enter your email address.');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
    'Use at least 12 characters (5 so far).',
  );

  const other = 'somebody-new';
  await page.getByLabel('Username').fill(known.name);
  await page.getByLabel('Email address').fill(`${other}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription('This name is taken. Try another.');

  await page.getByLabel('Username').fill(other);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByLabel('Code')).toHaveAccessibleDescription(/isn’t the code we sent/);
  await page.getByRole('button', { name: 'Send another code' }).click();
  await expect(page.getByText('Another email is on its way.')).toBeVisible();

  await page.goto('/sign-in');
  await page.getByLabel('Username or email address').fill(known.name);
  await page.getByLabel('Password', { exact: true }).fill('wrong horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'That name and password don’t match. Try again. After several tries, wait 16 minutes or set a new password.',
  );

  forgive(somebody, /status of 4(00|01|03|09)/);
});

test('the address of an unknown user says so', async ({ member }) => {
  const quentin = await member('quentin');

  await quentin.page.goto('/conversations/nobody-of-that-name');

  await expect(quentin.page.getByRole('heading', { name: 'Unknown user' })).toBeVisible();
  forgive(quentin, /status of 404/);
});

test('the first stop of Tab leads past the navigation and the list', async ({ member }) => {
  const samir = await member('samir');
  const tilda = await member('tilda');
  const { page } = samir;

  await page.goto(`/conversations/${tilda.name}`);
  await expect(samir.composer).toBeVisible();
  await expect(page.getByRole('region', { name: `Conversation with ${tilda.name}` })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText([tilda.name]);
  const skip = page.getByRole('link', { name: 'Skip to the message field' });
  expect(await skip.evaluate((link) => link === document.querySelector('a, button, input, textarea, [tabindex]'))).toBe(
    true,
  );
  await skip.focus();
  await page.keyboard.press('Enter');
  await expect(samir.composer).toBeFocused();
});

test('the places of a phone’s bar keep apart where letters are twice as large', async ({ member }) => {
  const { page } = await member('bar-yara', { viewport: { width: 390, height: 844 } });

  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));

  const gaps = await page.locator('nav').evaluate((bar) => {
    const places = [...bar.querySelectorAll('a, button')].filter((place) => place.getClientRects().length > 0);
    const edges = places
      .map((place) => [place, ...place.children].map((part) => part.getBoundingClientRect()))
      .map((boxes) => [Math.min(...boxes.map(({ left }) => left)), Math.max(...boxes.map(({ right }) => right))])
      .toSorted(([one = 0], [other = 0]) => one - other);
    return edges.slice(1).map(([left = 0], index) => Math.round(left - (edges[index]?.[1] ?? 0)));
  });
  expect(gaps).toHaveLength(4);
  expect(Math.min(...gaps), 'pixels between places').toBeGreaterThanOrEqual(0);
});

test('a page of large text, of forced colors, and without motion holds', async ({ member }) => {
  const wilma = await member('wilma', { viewport: { width: 640, height: 800 } });
  const xaver = await member('xaver');
  const { page } = wilma;
  await find(wilma, xaver.name);
  await wilma.say('Is it you who has the ladder?');
  await sent(wilma, 'Is it you who has the ladder?');

  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  await wilma.composer.fill('A text that is longer than one line where letters are twice as large as they were');
  const cut = () => wilma.composer.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  await expect.poll(cut, 'pixels of the text that are cut off').toBeLessThanOrEqual(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
  await picture(wilma, 'large-text');

  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  await page.setViewportSize({ width: 1280, height: 800 });
  // What is open and whose a message is rest on more than tints.
  const lineOf = (selector: string, pseudo?: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, at) => {
        const { width, borderTopWidth } = getComputedStyle(element, at);
        return at === undefined ? borderTopWidth : width;
      }, pseudo);
  expect(await lineOf('main [aria-current="page"]', '::before'), 'bar of the open row').toBe('3px');
  expect(await lineOf('[data-seq] [data-state]'), 'line around a message').toBe('1px');
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.screenshot({ path: 'test-results/screenshots/forced-colors.png' });
  const outlineOf = (selector: string) =>
    page.evaluate((of) => getComputedStyle(document.querySelector(of) as Element).outlineStyle, selector);
  expect(await outlineOf('main [aria-current="page"]')).toBe('solid');
  await wilma.say('I can fetch it.');
  expect(await page.evaluate(() => document.getAnimations().length), 'animations').toBe(0);
});

/** What a finger has to hit, and is smaller than 44 px. Links within a sentence are as high as its lines. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a, button, select, textarea, input:not([type="file"])')]
      .filter((target) => target.checkVisibility() && !target.closest('p, small, h1, [class*="visually-hidden"]'))
      .filter((target) => getComputedStyle(target).pointerEvents !== 'none')
      .map((target) => {
        // A link that is drawn over all of its card is as large as that.
        const isStretched = getComputedStyle(target, '::after').position === 'absolute';
        return { target, box: ((isStretched && target.offsetParent) || target).getBoundingClientRect() };
      })
      .filter(({ box }) => box.width > 0 && box.bottom > 0 && Math.round(box.height) < 44)
      .map(({ target, box }) => `${target.ariaLabel ?? target.textContent}: ${Math.round(box.height)}`),
  );

test('at a zoom of 400 %, the rows of lists have room', async ({ member }) => {
  const rosa = await member('zoomed-rosa', { viewport: { width: 320, height: 256 } });
  await openAccount('zoomed-otto');
  await sendAs('zoomed-otto', rosa.name, ['Good morning']);
  await publishAs('zoomed-otto', 'A lens for an hour');
  const { page } = rosa;

  for (const [path, row] of [
    ['/conversations', rowOf(rosa, 'zoomed-otto')],
    ['/needs', page.getByRole('link', { name: 'A lens for an hour' })],
    // Of many people, only some are in the page.
    ['/people', page.getByRole('list').getByRole('link').first()],
  ] as const) {
    await page.goto(path);
    await expect(row).toBeAttached();
    // Past what is above the list, and past what has come above it meanwhile.
    await expect(async () => {
      const header = await page.getByRole('main').locator('header').first().boundingBox();
      await page.mouse.move(160, 60);
      await page.mouse.wheel(0, Math.max(0, (header?.y ?? 0) + (header?.height ?? 0)));
      await expect(row).toBeInViewport({ ratio: 0.9, timeout: 5_000 });
    }).toPass();
    // Nor is it behind the navigation.
    await row.click();
  }
});

test('a finger hits everything', async ({ member }) => {
  const touch = { ...PHONE, isMobile: true, hasTouch: true };
  const yasmin = await member('yasmin', touch);
  const { page } = yasmin;
  for (const path of ['/conversations', '/needs', '/people', '/settings/appearance', '/conversations/yasmin']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    expect(await smallTargets(page), path).toEqual([]);
  }
});

test('text is text, whatever it says', async ({ member }) => {
  const uma = await member('uma');
  const viktor = await member('viktor');
  const texts = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    'javascript:alert(1) data:text/html,x vbscript:x',
    '"><svg/onload=alert(1)>',
    'https://example.org/"onmouseover="alert(1)',
    '\u202Egnp.exe',
  ];
  await find(uma, viktor.name);
  await find(viktor, uma.name);

  for (const text of texts) await uma.say(text);

  const bodies = viktor.page.getByRole('region').locator('[data-text]');
  await expect(bodies).toHaveText(texts);
  // The page makes a paragraph of a text that may be formatted, and nothing else but links.
  expect(
    await bodies.evaluateAll((rows) =>
      rows.flatMap((row) => [...row.querySelectorAll(':not(div)')].map((element) => element.tagName)),
    ),
  ).toEqual(['A']);
  await expect(bodies.getByRole('link')).toHaveAttribute('href', 'https://example.org/');
});

test('the first load is small, and its policy allows only its own scripts', async ({ window }) => {
  const { page } = await window('nobody');
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push(response.body().then((body) => gzipSync(body).length));
  });

  const answer = await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total, 'bytes of JavaScript, gzipped').toBeLessThanOrEqual(130_000);
  expect(total).toBeGreaterThan(0);
  expect(answer?.headers()['content-security-policy']).toMatch(
    /script-src 'self';.*style-src 'self';.*require-trusted-types-for 'script'/,
  );
});
