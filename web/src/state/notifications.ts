/** How this person is told on this device: what they chose, kept in the browser until they sign out. */
import type { Session } from '#client/session.ts';
import { deletePush, getPush, putPush } from '#contract/routes/push.ts';
import { inTurn } from '../browser/locks.ts';
import { PushRefused, askPermission, isAllowed, pushProblem, subscribe, unsubscribe } from '../browser/push.ts';
import { tellWorkerQuietHours } from '../browser/signed-in.ts';
import { deviceStorage, readJson } from '../browser/storage.ts';
import type { QuietHours } from '../text/quiet-hours.ts';
import { useMailbox } from './mailbox.ts';
import { createStore, useStore } from './store.ts';

export type Subject = (typeof SUBJECTS)[number];

export interface NotificationSettings {
  /** Whose choices these are. A session may end by itself, and another person sign in here. */
  readonly person?: string | undefined;
  /** Whether they are told at all. */
  readonly on: boolean;
  /** Whether a push carries the beginning of the text. */
  readonly texts: boolean;
  readonly about: Readonly<Record<Subject, boolean>>;
  /** Whether an open page tells what became of posts for which they made an offer. */
  readonly outcomes: boolean;
  /** Whether an open page makes a sound. */
  readonly sound: boolean;
  readonly quiet?: QuietHours | undefined;
  /** Set once the card that offers notifications was put away. */
  readonly dismissed?: boolean;
}

const SUBJECTS = ['messages', 'offers', 'promises', 'thanks', 'searches'] as const;
const KEY = 'notifications';

const DEFAULTS: NotificationSettings = {
  on: false,
  texts: false,
  outcomes: true,
  sound: false,
  about: { messages: true, offers: true, promises: true, thanks: true, searches: true },
};

const settings = createStore<NotificationSettings>(read());

function read(): NotificationSettings {
  const kept = readJson(KEY) as Partial<NotificationSettings> | null | undefined;
  // An earlier version of the page knew fewer switches.
  return { ...DEFAULTS, ...kept, about: { ...DEFAULTS.about, ...kept?.about } };
}

function keep(me: string | undefined, change: Partial<NotificationSettings>): void {
  settings.update(() => ({ ...notificationSettings(me), ...change, person: me }));
  deviceStorage.write(KEY, JSON.stringify(settings.getSnapshot()));
}

/** Returns what a person chose on this device; nothing of what anybody else did. */
export function notificationSettings(me: string | undefined): NotificationSettings {
  const chosen = settings.getSnapshot();
  return chosen.person === me ? chosen : DEFAULTS;
}

/** Returns why notifications cannot be turned on here; undefined where they can. */
export const notificationProblem = pushProblem;

/** Returns the settings. They are off as well where the browser no longer allows notifications. */
export function useNotificationSettings(): NotificationSettings {
  const { me } = useMailbox();
  useStore(settings, (state) => state);
  const chosen = notificationSettings(me);
  return chosen.on && !isAllowed() ? { ...chosen, on: false } : chosen;
}

/**
 * Turns notifications on: asks for the permission, which has to follow a click, and subscribes this browser. Once they
 * are allowed, an open page shows them, even where subscribing fails.
 * @throws {PushRefused} where the browser refuses
 * @throws {Failure} where the server does
 */
export async function turnOn(session: Session): Promise<void> {
  await askPermission();
  keep(session.username, { on: true });
  await register(session);
}

/** @throws {Failure} where the server cannot be told: the push service ends the subscription all the same */
export async function turnOff(session: Session): Promise<void> {
  keep(session.username, { on: false });
  await unsubscribe().catch(() => undefined);
  await session.call(deletePush, {});
}

/**
 * Changes what is told, and tells the server. What only the browser refuses is kept: an open page goes by it, and a
 * later subscription tells the server.
 * @throws as `turnOn`
 */
export async function changeWhatIsTold(
  session: Session,
  changed: Partial<Pick<NotificationSettings, 'texts' | 'about'>>,
): Promise<void> {
  const { texts, about } = notificationSettings(session.username);
  keep(session.username, changed);
  try {
    await register(session);
  } catch (reason) {
    if (!(reason instanceof PushRefused)) keep(session.username, { texts, about });
    throw reason;
  }
}

export function setQuietHours(me: string, quiet: QuietHours | undefined): void {
  keep(me, { quiet });
  tellWorkerQuietHours(quiet).catch(() => undefined);
}

/** Changes what only an open page does: nothing of it is known to the server. */
export const changeWhatThePageDoes = (
  me: string,
  change: Partial<Pick<NotificationSettings, 'outcomes' | 'sound'>>,
): void => keep(me, change);

export const dismissCard = (me: string): void => keep(me, { dismissed: true });

/** Does one at a time over all pages of this browser: each would end what another has just made. */
const alone = (work: () => Promise<void>): Promise<void> => inTurn('push', work);

/** Stores the subscription of this browser with this session. @param only where it is not stored as it is */
const register = (session: Session, only?: 'changed'): Promise<void> =>
  alone(async () => {
    const { texts, about } = notificationSettings(session.username);
    const { publicKey, device } = await session.call(getPush, {});
    const { endpoint, keys } = await subscribe(publicKey, device?.endpoint);
    const isStored =
      device?.endpoint === endpoint &&
      device.texts === texts &&
      SUBJECTS.every((subject) => device.about[subject] === about[subject]);
    if (only === 'changed' && isStored) return;
    await session.call(putPush, { body: { endpoint, keys, texts, about } });
  });

/**
 * Subscribes again where it has to: after a sign-in, or where the browser has ended the subscription. Ends one that
 * this person did not make.
 */
export async function renew(session: Session): Promise<void> {
  const { on, quiet } = notificationSettings(session.username);
  if (!on) await unsubscribe();
  if (!on || !isAllowed()) return;
  // It has forgotten them, if the session before has ended by itself.
  await tellWorkerQuietHours(quiet);
  await register(session, 'changed');
}

/** Forgets all of it, for the next person here. The server has ended the subscription with the session. */
export async function forgetNotifications(): Promise<void> {
  deviceStorage.remove(KEY);
  settings.update(() => DEFAULTS);
  await unsubscribe();
}
