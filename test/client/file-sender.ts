/** Somebody who sends files, on a device that can be reloaded. */

import { createMemoryFiles } from '#client/file-storage.ts';
import type { Mailbox } from '#client/mailbox.ts';
import { createMemoryStorage } from '#client/outbox-storage.ts';
import { aliceIn, bodiesOf, callsOf, world } from './devices.ts';
import { fileCenter } from './file-center.ts';

/** A device whose files and unsent messages survive `reload`. */
export function aliceWithFiles() {
  const here = world();
  const { cloud, time } = here;
  const center = fileCenter(cloud, time);
  const storage = createMemoryStorage();
  const files = createMemoryFiles();
  const reload = aliceIn(here, storage, files);
  /** Sends texts as files, named after themselves. */
  const send = async (mailbox: Mailbox, ...texts: readonly string[]): Promise<string> => {
    const attachments = texts.map((text) => ({
      key: `key of ${text}`,
      name: text,
      type: 'text/plain',
      bytes: text.length,
    }));
    await Promise.all(attachments.map(({ key, name }) => files.put('alice', key, new Blob([name]))));
    return mailbox.sendMessage('bob', '', { attachments });
  };
  return { cloud, time, center, storage, files, reload, send };
}

export const rowsOf = (mailbox: Mailbox) => mailbox.state.conversations['bob']?.rows ?? [];
export const idsSent = (cloud: ReturnType<typeof world>['cloud']) =>
  bodiesOf(callsOf(cloud, 'POST', '/messages')).map(({ attachments }) => attachments);
export const asks = (cloud: ReturnType<typeof world>['cloud']) => callsOf(cloud, 'POST', '/attachments').length;
