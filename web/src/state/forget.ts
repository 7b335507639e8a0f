/** Forgets what this browser keeps for the worker and about notifications, for the next person here. */
import { dropAllShared } from '../browser/shared.ts';
import { forgetNotifications } from './notifications.ts';

export async function forgetOnDevice(): Promise<void> {
  await Promise.allSettled([forgetNotifications(), dropAllShared()]);
}
