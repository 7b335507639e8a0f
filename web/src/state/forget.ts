/** Forgets what this browser keeps for the worker, about notifications and of emoji, for the next person here. */
import { dropAllShared } from '../browser/shared.ts';
import { forgetEmoji } from './emoji-memory.ts';
import { forgetNotifications } from './notifications.ts';

export async function forgetOnDevice(): Promise<void> {
  forgetEmoji();
  await Promise.allSettled([forgetNotifications(), dropAllShared()]);
}
