/** People who upload, send, delete and forward, with everything in memory. */

import { parseMessageId, type Position } from '#contract/message-id.ts';
import { deleteMessage } from '#functions/core/change-message.ts';
import type { FileFacts } from '#functions/core/files/attachment.ts';
import { createAttachment, forwardAttachment } from '#functions/core/files/create-attachment.ts';
import { linksOfMessage } from '#functions/core/files/held-files.ts';
import type { Withheld } from '#functions/core/files/ports.ts';
import { sweepFiles } from '#functions/core/files/sweep-files.ts';
import type { UploadLimits } from '#functions/core/limits.ts';
import { project } from '#functions/core/projection.ts';
import { sendMessage, type SendRequest } from '#functions/core/send-message.ts';
import { manualClock } from './clock.ts';
import { MemoryOwners } from './memory-feed.ts';
import { memoryFiles } from './memory-files.ts';
import { MemoryInbox } from './memory-inbox.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { MemoryLog } from './memory-log.ts';
import { noFeed } from './no-feed.ts';

export const DAY_MS = 24 * 60 * 60_000;

export function filesWorld(uploadLimits: UploadLimits = { maxBytes: 100 }) {
  const log = new MemoryLog();
  const clock = manualClock();
  const spent = new Map<string, number>();
  /** What the scan says of keys; of others it found nothing. */
  const verdicts = new Map<string, Withheld>();
  let count = 0;
  const services = {
    ...memoryFiles(),
    ...noFeed(),
    ledger: new MemoryLedger(),
    owners: new MemoryOwners(),
    log,
    clock,
    recipients: {
      load: async (username: string, _sender: string, seen?: Position) => ({
        profile: { username, displayName: username, createdAt: 0 },
        blocksSender: false,
        seen: seen && (await log.get(seen)),
      }),
    },
    conversations: { open: async () => undefined },
    inboxIndex: new MemoryInbox(),
    distinctCounters: { take: async () => true },
    counters: {
      spend: async (counter: string, amount: number, limit: number) => {
        const total = (spent.get(counter) ?? 0) + amount;
        if (total > limit) return undefined;
        spent.set(counter, total);
        return total;
      },
      giveBack: async (counter: string, amount: number) => void spent.set(counter, (spent.get(counter) ?? 0) - amount),
    },
    limits: {},
    uploadLimits,
    scans: { withheld: async (key: string) => verdicts.get(key) },
  };
  const { files } = services;

  return {
    ...services,
    services,
    verdicts,
    begin: (owner: string, facts: Partial<FileFacts> = {}) =>
      createAttachment(services, owner, { type: 'image/png', bytes: 5, ...facts }),

    /** Begins an upload and posts it. @returns the id, and a function that posts something else to the same form */
    async upload(owner: string, content = 'hello', facts: Partial<FileFacts> = {}) {
      const { id, form } = await this.begin(owner, { bytes: content.length, ...facts });
      files.post(form.fields, content);
      return { id, post: (other: string) => files.post(form.fields, other) };
    },

    send(attachments: readonly string[], more: Partial<SendRequest> = {}) {
      const name = `${++count}`;
      const given = { sender: 'alice', recipient: 'bob', body: '', replyTo: undefined, clientId: name, after: 0 };
      return sendMessage(services, { ...given, attachments, requestId: name, origin: undefined, ...more });
    },

    /** Lets bob write messages without files to alice. */
    async chat(messages: number) {
      for (let i = 0; i < messages; i++)
        await this.send([], {
          ...{ attachments: undefined, body: 'Hi', sender: 'bob', recipient: 'alice', after: undefined },
        });
    },

    /** Lets the consumer see everything in the log. */
    consume: () => project(log.entries, services),

    remove: (person: string, position: Position) =>
      deleteMessage(services, {
        ...{ person, position, clientId: `${++count}`, requestId: `${count}`, origin: undefined },
      }),

    links: (person: string, id: string) => linksOfMessage(services, person, id),

    forward: (person: string, message: string, id: string) =>
      forwardAttachment(services, person, { message, id }, undefined),

    /** Lets time pass, and what expires by itself go. Then sweeps. */
    async sweep(afterMs: number) {
      clock.time += afterMs;
      for (const [key, { expiresAt = Infinity }] of services.attachments.rows)
        if (expiresAt <= clock.time) services.attachments.rows.delete(key);
      if (afterMs > DAY_MS)
        for (const key of files.objects.keys()) if (key.startsWith('incoming/')) files.objects.delete(key);
      return sweepFiles(services, Infinity);
    },

    /** The contents that messages and nobody else can load. */
    kept: () => [...files.objects].flatMap(([key, { content }]) => (key.startsWith('kept/') ? [content] : [])),

    position: (id: string): Position => parseMessageId(id) ?? { conversation: '', seq: 0 },
  };
}
