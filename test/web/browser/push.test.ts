/** What an open page shows beside the worker: each message makes one sound. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showNotification } from '#web/src/browser/push.ts';
import { messageTag, optionsOf, sameOrLater } from '#web/src/text/notification.ts';

afterEach(() => Reflect.deleteProperty(navigator, 'serviceWorker'));

describe('a notification of an open page', () => {
  it.each([
    [true, 'nothing', undefined],
    [true, 'the message before', 6],
    [false, 'this message, by the worker', 7],
    [false, 'a later message, by another tab', 8],
  ])('is shown: %s, where there is %s', async (isShown, _, seq) => {
    const show = vi.fn<(title: string) => Promise<void>>(async () => undefined);
    const tag = messageTag('zoe');
    const shown = seq === undefined ? [] : [{ title: 'Zoë', body: '', tag, data: { to: 'alice', path: '/', seq } }];
    const registration = { showNotification: show, getNotifications: async () => shown };
    const value = { getRegistration: async () => registration };
    Object.defineProperty(navigator, 'serviceWorker', { value, configurable: true });

    const words = { title: 'New', body: '', tag, target: { to: 'alice', path: '/', peer: 'zoe', seq: 7 } };
    const isSaid = (given: Parameters<typeof sameOrLater>[0]) => sameOrLater(given, words) !== undefined;
    await showNotification(words.title, { ...optionsOf(words), tag }, isSaid);

    expect(show).toHaveBeenCalledTimes(isShown ? 1 : 0);
  });
});
