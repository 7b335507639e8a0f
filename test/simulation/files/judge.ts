/** Compares what messages name, what the bucket has, and what people can load. */

import { isMessage } from '#contract/entry-kinds.ts';
import { messageId } from '#contract/message-id.ts';
import { getMessageAttachments } from '#contract/routes/attachments.ts';
import { ATTACHMENTS_TABLE, MESSAGES_TABLE } from '#functions/aws/environment.ts';
import type { Entry, MessageEntry } from '#functions/core/entry.ts';
import { environment } from '../../functions/support/environment.ts';
import type { Activity } from '../acts.ts';
import type { Bucket } from '../bucket.ts';
import type { Device } from '../device.ts';
import { otherThan } from '../uploads.ts';
import type { World } from '../world.ts';

/** A device that could not load something tries again after so long. */
const RETRY_MS = 500;
const TRIES = 8;

export function createFilesJudge(world: World, bucket: Bucket) {
  const { broken, tables, time } = world;
  /** What the files of each message showed when it was stored, by its id. */
  const sent = new Map<string, readonly (string | undefined)[]>();
  /** What each attachment showed then, by its id; and the message that has it. */
  const contents = new Map<string, string>();
  const holders = new Map<string, string>();

  const messages = (): readonly MessageEntry[] =>
    (tables.all(environment[MESSAGES_TABLE]) as unknown as readonly Entry[]).filter(
      (entry): entry is MessageEntry => entry.seq !== 0 && isMessage(entry),
    );
  const shown = ({ files = [] }: MessageEntry) => files.map((file) => bucket.objects.get(file)?.content);

  return {
    contentOf: (id: string): string | undefined => contents.get(id),
    stored: (): readonly string[] => [...sent.keys()],

    /** Notes an entry that is stored now. Its files must be there, and show what its writer has picked. */
    note(entry: Entry, { written }: Pick<Activity, 'written'>): void {
      if (!isMessage(entry) || !entry.attachments) return;
      const id = messageId(entry);
      const { pictures = [], isNamedAgain, mayBeRefused } = written.get(entry.clientId) ?? {};
      const found = shown(entry);
      sent.set(id, found);
      entry.attachments.forEach((attachment, i) => {
        const [content, file = ''] = [found[i], entry.files?.[i]];
        if (content === undefined) return broken('lost', `${id} was stored before its file ${i} was`);
        const expected = pictures[i] ?? '';
        // What names an attachment again may have the bytes of either form.
        const isExpected = content === expected || content === otherThan(expected) || isNamedAgain || mayBeRefused;
        if (!isExpected) broken('swapped', `${id} was stored with '${content}' instead of '${expected}'`);
        if (bucket.swapped.has(file)) broken('swapped', `${id} has other bytes than those that were checked`);
        const holder = holders.get(attachment.id);
        if (holder !== undefined) broken('wrong', `${id} and ${holder} have the same attachment`);
        holders.set(attachment.id, id);
        contents.set(attachment.id, content);
      });
      if (found.length !== pictures.length && !mayBeRefused)
        broken('lost', `${id} was stored with ${found.length} of ${pictures.length} pictures`);
    },

    /** Each of the two people of a conversation loads its pictures, and sees what was sent. */
    async judgeLoading(devices: readonly Device[]): Promise<void> {
      for (const entry of messages()) {
        const id = messageId(entry);
        if (!sent.has(id) || entry.deletionSeq !== undefined) continue;
        for (const person of new Set(entry.conversation.split('~'))) {
          const device = devices.find((each) => each.person === person && each.life);
          const loaded = await load(device, id);
          if (loaded?.join() !== sent.get(id)?.join())
            broken('lost', `${person} loads of ${id} '${loaded?.join()}' instead of '${sent.get(id)?.join()}'`);
        }
      }
    },

    /** Once everything is settled, the bucket has the files of messages and nothing else, and the table has no row. */
    judgeBucket(): void {
      const held = new Set<string>();
      for (const entry of messages()) {
        const id = messageId(entry);
        if (entry.deletionSeq !== undefined) continue;
        for (const file of entry.files ?? []) held.add(file);
        if (shown(entry).join() !== (sent.get(id) ?? []).join())
          broken('lost', `the files of ${id} show '${shown(entry).join()}' instead of '${sent.get(id)?.join()}'`);
      }
      for (const [key, { content }] of bucket.objects)
        if (!held.has(key)) broken('left behind', `nothing has ${key}, which shows '${content}'`);
      for (const row of tables.all(environment[ATTACHMENTS_TABLE]))
        broken('left behind', `the row ${JSON.stringify(row)} was not settled`);
    },
  };

  async function load(device: Device | undefined, id: string): Promise<readonly (string | undefined)[] | undefined> {
    for (let left = TRIES; left > 0; left--) {
      const links = await device?.life?.session
        .call(getMessageAttachments, { parameters: { id } })
        .catch(() => undefined);
      if (links) return links.items.map(({ url }) => bucket.load(url));
      await time.sleep(RETRY_MS);
    }
    return undefined;
  }
}
