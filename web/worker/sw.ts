/**
 * The service worker: starts the page without a network, tells people of messages while it is closed, and takes what
 * other apps share. It takes the place of an older one at once, which is safe: a page of another build is told so, and
 * its files are still on the server.
 */
import { keepShared } from '../src/browser/shared.ts';
import { quietHours, signedInPerson, toldLanguage } from '../src/browser/signed-in.ts';
import type { NotificationTarget } from '../src/text/notification.ts';
import { createAccount } from './account.ts';
import { open } from './opening.ts';
import { onSubscriptionChange } from './resubscribing.ts';
import { takeShared } from './sharing.ts';
import { type ShellParts, dropOutdated, fromShell, indexFor, keepShell } from './shell.ts';
import { speak } from './speaking.ts';
import { type TellingParts, onPush, onTap } from './telling.ts';
import { type Shell, wayOf } from './way.ts';

declare const self: ServiceWorkerGlobalScope;
/** Written by the build. */
declare const SHELL: Shell;

const shell = SHELL;
const parts: ShellParts = { shell, caches, fetch: (request, init) => fetch(request, init) };

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell(parts).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOutdated(parts).then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const way = wayOf(event.request, shell, self.location.origin);
  if (way === 'index') event.respondWith(indexFor(event.request, parts));
  else if (way === 'kept') event.respondWith(fromShell(event.request, parts));
  else if (way === 'shared') event.respondWith(takeShared(event.request, { keep }));
});

const keep = async (form: FormData): Promise<string> =>
  keepShared(form, { person: await signedInPerson(), now: Date.now() });

const telling: TellingParts = {
  account: createAccount((url, init) => fetch(url, init)),
  person: async () => ({ username: await signedInPerson(), quiet: await quietHours() }),
  shown: (tag) => self.registration.getNotifications({ tag }),
  show: (title, options) => self.registration.showNotification(title, options),
  unsubscribe: async () => (await self.registration.pushManager.getSubscription())?.unsubscribe(),
  open: (path) =>
    open(path, {
      pages: () => self.clients.matchAll({ type: 'window' }),
      openWindow: (address) => self.clients.openWindow(address),
    }),
  now: () => Date.now(),
};

/** It may have changed since the worker was started. A notification in English is better than none. */
const chooseWords = async (): Promise<void> => speak(await toldLanguage().catch(() => undefined));

self.addEventListener('push', (event) =>
  event.waitUntil(chooseWords().then(() => onPush(event.data?.text(), telling))),
);

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const target = event.notification.data as NotificationTarget;
  event.waitUntil(chooseWords().then(() => onTap(target, event.action, telling)));
});

self.addEventListener('pushsubscriptionchange', (event) => {
  const { account, person } = telling;
  const subscribe = (applicationServerKey: BufferSource): Promise<PushSubscription> =>
    self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const change = onSubscriptionChange(event, { account, person, subscribe });
  // The next page that is opened does it then.
  (event as ExtendableEvent).waitUntil(change.catch(() => undefined));
});
