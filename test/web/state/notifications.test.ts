/** What somebody chose to be told, as the browser keeps it. */
import { expect, it, vi } from 'vitest';
import { rememberedConfig } from '#web/src/state/config.ts';

it.each(['granted', 'null', 'true', '[]'])(
  'goes by the defaults where another page of the same address has kept %j',
  async (kept) => {
    localStorage.setItem('notifications', kept);
    localStorage.setItem('config', 'granted');
    vi.resetModules();

    const { notificationSettings } = await import('#web/src/state/notifications.ts');

    expect(notificationSettings('alice')).toMatchObject({ on: false, about: { messages: true } });
    expect(rememberedConfig()).toBeUndefined();
    localStorage.clear();
  },
);
