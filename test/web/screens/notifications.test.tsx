/** Turning notifications on: after a click, with a reason in words where the browser refuses. */
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationsCard } from '#web/src/parts/notifications-card.tsx';
import { NotificationSettings } from '#web/src/screens/settings/notifications.tsx';
import { areTextsAnnounced } from '#web/src/state/announced.ts';
import { forgetNotifications, renew } from '#web/src/state/notifications.ts';
import { clearToast, offerUndo } from '#web/src/state/toast.ts';
import { fakeSession, inMessenger, refusal } from '../fake-session.ts';

const KEYS = { p256dh: 'a public key', auth: 'a secret' };
const requestPermission = vi.fn<() => Promise<string>>();
const subscribe = vi.fn<() => Promise<object>>();
const unsubscribe = vi.fn<() => Promise<boolean>>();
/** The subscription that the browser has. */
let endpoint: string | undefined;

beforeEach(async () => {
  const notification = { permission: 'default', requestPermission };
  requestPermission.mockReset().mockImplementation(async () => (notification.permission = 'granted'));
  endpoint = undefined;
  let made = 0;
  subscribe.mockReset().mockImplementation(async () => {
    const given = (endpoint ??= `https://push.example/${++made}`);
    return { toJSON: () => ({ endpoint: given, keys: KEYS }) };
  });
  unsubscribe.mockReset().mockImplementation(async () => {
    endpoint = undefined;
    return true;
  });
  vi.stubGlobal('Notification', notification);
  vi.stubGlobal('PushManager', class {});
  const registration = {
    pushManager: { subscribe, getSubscription: async () => endpoint && { endpoint, unsubscribe } },
    getNotifications: async () => [],
  };
  const worker = { ready: Promise.resolve(registration), getRegistration: async () => registration };
  Object.defineProperty(navigator, 'serviceWorker', { value: worker, configurable: true });
  await forgetNotifications();
  unsubscribe.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});

function show(username = 'alice') {
  const session = fakeSession({ getPush: () => ({ publicKey: 'the key' }) }, { username });
  render(<NotificationSettings />, { wrapper: inMessenger(session) });
  const puts = () => session.calls.flatMap(([name, given]) => (name === 'putPush' ? given : []));
  return { session, puts };
}
const theSwitch = (name: RegExp) => screen.getByRole<HTMLInputElement>('switch', { name });
const turnOn = () => fireEvent.click(theSwitch(/^Notifications/));

describe('the settings of notifications', () => {
  it('ask nothing by themselves', () => {
    show();

    expect(theSwitch(/^Notifications/).checked).toBe(false);
    expect(requestPermission).not.toHaveBeenCalled();
  });

  it('have the texts of new messages read out only once that is wanted, with or without notifications', () => {
    show();
    expect(theSwitch(/^Read out/).checked).toBe(false);

    fireEvent.click(theSwitch(/^Read out/));
    expect(theSwitch(/^Read out/).checked).toBe(true);
    expect(areTextsAnnounced()).toBe(true);
    expect(localStorage.getItem('announced')).toBe('texts');

    fireEvent.click(theSwitch(/^Read out/));
    expect(areTextsAnnounced()).toBe(false);
    expect(localStorage.getItem('announced')).toBeNull();
  });

  it('subscribe this browser after a click, without texts', async () => {
    const { puts } = show();

    turnOn();

    await waitFor(() => expect(puts()).toHaveLength(1));
    expect(puts()).toMatchObject([{ body: { endpoint: 'https://push.example/1', keys: KEYS, texts: false } }]);
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: 'the key' });
  });

  it('say what to do where the person or the browser blocks them', async () => {
    requestPermission.mockResolvedValue('denied');
    show();

    turnOn();

    expect((await screen.findByRole('alert')).textContent).toContain('Allow them in the browser’s settings');
    expect(theSwitch(/^Notifications/).checked).toBe(false);
  });

  it.each([
    ['is refused', () => subscribe.mockRejectedValue(new DOMException('no push service', 'AbortError'))],
    ['hangs', () => subscribe.mockReturnValue(new Promise(() => {}))],
  ])('stay on for open pages where subscribing %s, and say so', async (_, fail) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    fail();
    show();

    turnOn();
    await act(() => vi.advanceTimersByTimeAsync(20_000));

    expect((await screen.findByRole('alert')).textContent).toContain('can’t reach its push service');
    expect(theSwitch(/^Notifications/).checked).toBe(true);
  });

  it('tell the server what to tell of, one switch at a time', async () => {
    const { puts } = show();
    turnOn();
    await waitFor(() => expect(puts()).toHaveLength(1));
    await waitFor(() => expect(theSwitch(/^Thanks/).getAttribute('aria-disabled')).toBe('false'));

    fireEvent.click(theSwitch(/^Thanks/));

    await waitFor(() => expect(puts()).toHaveLength(2));
    expect(puts().at(-1)).toMatchObject({ body: { about: { messages: true, thanks: false } } });
  });

  it('keep a choice where the browser has no push service: an open page goes by it', async () => {
    subscribe.mockRejectedValue(new DOMException('no push service', 'AbortError'));
    show();
    turnOn();
    await screen.findByRole('alert');
    await waitFor(() => expect(theSwitch(/^Thanks/).getAttribute('aria-disabled')).toBe('false'));

    fireEvent.click(theSwitch(/^Thanks/));

    await waitFor(() => expect(subscribe).toHaveBeenCalledTimes(2));
    await waitFor(() => expect(theSwitch(/^Thanks/).getAttribute('aria-disabled')).toBe('false'));
    expect(theSwitch(/^Thanks/).checked).toBe(false);
  });

  it('take a choice back where the server refuses it', async () => {
    const { puts, session } = show();
    turnOn();
    await waitFor(() => expect(puts()).toHaveLength(1));
    await waitFor(() => expect(theSwitch(/^Thanks/).getAttribute('aria-disabled')).toBe('false'));
    vi.spyOn(session, 'call').mockRejectedValue(refusal(429, 'too-many-requests'));

    fireEvent.click(theSwitch(/^Thanks/));

    await screen.findByRole('alert');
    expect(theSwitch(/^Thanks/).checked).toBe(true);
  });

  it('end the subscription when they are turned off', async () => {
    const { session, puts } = show();
    turnOn();
    await waitFor(() => expect(puts()).toHaveLength(1));
    await waitFor(() => expect(theSwitch(/^Notifications/).getAttribute('aria-disabled')).toBe('false'));

    turnOn();

    await waitFor(() => expect(session.calls.at(-1)?.[0]).toBe('deletePush'));
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it('end the subscription of the person before: what waits for them comes to no other', async () => {
    endpoint = 'https://push.example/of-the-person-before';
    const { puts } = show();

    turnOn();

    await waitFor(() => expect(puts()).toMatchObject([{ body: { endpoint: 'https://push.example/1' } }]));
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it('end it as well where another session of the same person begins, and keep that of the session', async () => {
    const { session, puts } = show();
    turnOn();
    await waitFor(() => expect(puts()).toHaveLength(1));
    const told = fakeSession({ getPush: () => ({ publicKey: 'the key', device: { endpoint } }) });

    await renew(told);
    expect(unsubscribe).not.toHaveBeenCalled();
    await renew(session);

    expect(unsubscribe).toHaveBeenCalledTimes(1);
    expect(puts().at(-1)).toMatchObject({ body: { endpoint: 'https://push.example/2' } });
  });

  it('end a subscription where this person has turned nothing on', async () => {
    endpoint = 'https://push.example/of-the-person-before';

    await renew(fakeSession({}));

    expect(endpoint).toBeUndefined();
  });

  it('are those of the person alone: nobody is told because of what another chose here', async () => {
    const bob = show('bob');

    turnOn();
    await waitFor(() => expect(bob.puts()).toHaveLength(1));

    // The page is Alice's.
    expect(theSwitch(/^Notifications/).checked).toBe(false);
  });
});

describe('the offer of notifications below the inbox', () => {
  it('makes room for the note about what was just done', () => {
    render(<NotificationsCard />, { wrapper: inMessenger(fakeSession({})) });
    const offer = () => screen.queryByRole('region', { name: 'Notifications' });
    expect(offer()).not.toBeNull();

    act(() => offerUndo('bob is archived.', () => {}));
    expect(offer()).toBeNull();
    act(clearToast);

    expect(offer()).not.toBeNull();
  });
});
