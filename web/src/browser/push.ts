/** Notifications and push, as far as the browser grants them. */

/** `subscribe()` can hang where a browser reaches no push service. */
const TIMEOUT_MS = 15_000;

export type PushProblem =
  /** The browser knows no notifications or no push. */
  | 'unsupported'
  /** An iPhone or iPad: only pages on the Home Screen are told. */
  | 'home-screen'
  | 'denied'
  /** The person has closed the question. */
  | 'not-answered'
  | 'no-network'
  /** The browser reaches no push service, or has none. */
  | 'no-service';

export class PushRefused extends Error {
  override readonly name = 'PushRefused';
  readonly problem: PushProblem;

  constructor(problem: PushProblem, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/** Returns why notifications cannot be turned on here; undefined where they can. */
export function pushProblem(): 'unsupported' | 'home-screen' | 'denied' | undefined {
  const isThere = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  if (!isThere)
    return isAppleTouch() && !matchMedia('(display-mode: standalone)').matches ? 'home-screen' : 'unsupported';
  return Notification.permission === 'denied' ? 'denied' : undefined;
}

/** An iPad says that it is a Mac. */
const isAppleTouch = (): boolean =>
  /iP(hone|ad|od)/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

/** True if the person has allowed notifications here. */
export const isAllowed = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/**
 * Asks for the permission. Call it on a click only: browsers refuse a page that asks by itself.
 * @throws {PushRefused}
 */
export async function askPermission(): Promise<void> {
  const problem = pushProblem();
  if (problem) throw new PushRefused(problem);
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') throw new PushRefused(permission === 'denied' ? 'denied' : 'not-answered');
}

/** What the server needs to tell this browser. */
export interface Subscribed {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/**
 * Subscribes this browser, or returns the subscription that it has.
 * @param publicKey of the server, in base64url
 * @param known the endpoint that the server has for this session. Another one is of a session before: it ends, with all
 * pushes that wait for it.
 * @throws {PushRefused}
 */
export async function subscribe(publicKey: string, known: string | undefined): Promise<Subscribed> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PushRefused(navigator.onLine ? 'no-service' : 'no-network')), TIMEOUT_MS);
  });
  try {
    return await Promise.race([patience, subscribeBy(publicKey, known)]);
  } catch (reason) {
    throw reason instanceof PushRefused ? reason : new PushRefused(problemOf(reason), { cause: reason });
  } finally {
    clearTimeout(timer);
  }
}

async function subscribeBy(publicKey: string, known: string | undefined): Promise<Subscribed> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && before.endpoint !== known) await before.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: publicKey };
  const subscription = await pushManager.subscribe(options).catch(async (reason: unknown) => {
    // A subscription with another key stands in the way: the server has a new one.
    const old = await pushManager.getSubscription();
    if (!old) throw reason;
    await old.unsubscribe();
    return pushManager.subscribe(options);
  });
  const { endpoint, keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON();
  return { endpoint: endpoint ?? subscription.endpoint, keys: { p256dh, auth } };
}

function problemOf(reason: unknown): PushProblem {
  if (reason instanceof DOMException && reason.name === 'NotAllowedError') return 'denied';
  return navigator.onLine ? 'no-service' : 'no-network';
}

/** Ends the subscription of this browser, if it has one, and closes what was shown. */
export async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return;
  for (const notification of await registration.getNotifications()) notification.close();
  await (await registration.pushManager?.getSubscription())?.unsubscribe();
}

/** Closes the notifications that are over. */
export async function closeNotifications(isOver: (notification: Notification) => boolean): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const notification of (await registration?.getNotifications()) ?? [])
    if (isOver(notification)) notification.close();
}

/** Shows a notification of this page, unless that is said already. The worker takes the tap. @returns whether it did */
export async function showNotification(
  title: string,
  options: NotificationOptions & { readonly tag: string },
  isSaid: (shown: readonly Notification[]) => boolean,
): Promise<boolean> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration || isSaid(await registration.getNotifications({ tag: options.tag }))) return false;
  await registration.showNotification(title, options);
  return true;
}
