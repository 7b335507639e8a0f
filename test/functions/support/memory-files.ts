/** The bucket of files and the table of attachments in memory. */

import type { Attachment, Holder } from '#functions/core/files/attachment.ts';
import {
  FILES_MAX,
  type AttachmentRemoval,
  type Attachments,
  type DueTask,
  type DueTasks,
  type Files,
  type Reservation,
  type StoredObject,
} from '#functions/core/files/ports.ts';
import type { NewKey } from '#functions/core/files/take.ts';

/** An object, by its content. */
export interface MemoryObject extends StoredObject {
  readonly content: string;
}

class MemoryBucket implements Files {
  readonly objects = new Map<string, MemoryObject>();

  /** Stores what a client posts to a form. */
  post(fields: Readonly<Record<string, string>>, content: string): void {
    const { key = '', 'Content-Type': type = '' } = fields;
    this.put(key, type, content);
  }

  put(key: string, type: string, content: string): void {
    this.objects.set(key, { content, type, bytes: Buffer.byteLength(content), etag: `"${content}"` });
  }

  uploadForm: Files['uploadForm'] = async (key, type, bytes, expires) => ({
    url: '/files/',
    fields: { key, 'Content-Type': type, bytes: String(bytes), expires: String(expires) },
  });

  link: Files['link'] = async (key, { name = '' }, expires) => `/files/${key}?name=${name}&expires=${expires}`;

  head: Files['head'] = async (key) => this.objects.get(key);

  read: Files['read'] = async (key, length, etag) => {
    const { content = '', etag: current } = this.objects.get(key) ?? {};
    return Buffer.from(current === etag ? content : '', 'latin1').subarray(0, length);
  };

  copy: Files['copy'] = async (from, to, etag) => {
    const source = this.objects.get(from);
    if (!source || (etag !== undefined && etag !== source.etag)) return false;
    this.objects.set(to, source);
    return true;
  };

  remove: Files['remove'] = async (key) => void this.objects.delete(key);
}

class MemoryAttachments implements Attachments, AttachmentRemoval {
  readonly rows = new Map<string, Attachment & { readonly expiresAt?: number }>();

  async add(attachment: Attachment, until: number): Promise<void> {
    this.rows.set(keyOf(attachment.owner, attachment.id), { ...attachment, expiresAt: until });
  }

  async getMany(owner: string, ids: readonly string[]): Promise<readonly Attachment[]> {
    return ids.flatMap((id) => this.rows.get(keyOf(owner, id)) ?? []);
  }

  async reserve(owner: string, id: string, reservation: Reservation, fresh: number): Promise<boolean> {
    const { holder, file, after, at } = reservation;
    const row = this.rows.get(keyOf(owner, id));
    if (!row || row.createdAt <= fresh || (row.holder ?? holder) !== holder) return false;
    if ((row.files?.size ?? 0) >= FILES_MAX) return false;
    const { expiresAt: _, ...kept } = row;
    this.rows.set(keyOf(owner, id), { ...kept, holder, reservedAt: at, after, files: new Set(row.files).add(file) });
    return true;
  }

  async confirm(owner: string, id: string, holder: Holder, file: string, until: number): Promise<void> {
    const row = this.rows.get(keyOf(owner, id));
    if (row?.holder !== holder || !row.files?.has(file)) return;
    const expires = row.files.size === 1 && { expiresAt: until };
    this.rows.set(keyOf(owner, id), { ...row, isConfirmed: true, ...expires });
  }

  async list(owner: string): Promise<readonly Attachment[]> {
    return [...this.rows.values()].filter((row) => row.owner === owner);
  }

  async removeUnheld({ owner, id }: Attachment): Promise<boolean> {
    const row = this.rows.get(keyOf(owner, id));
    return row?.holder === undefined && this.rows.delete(keyOf(owner, id));
  }

  async remove({ owner, id }: Attachment): Promise<void> {
    this.rows.delete(keyOf(owner, id));
  }
}

class MemoryDueTasks implements DueTasks {
  readonly tasks = new Map<string, DueTask>();

  note: DueTasks['note'] = async (task) => void this.tasks.set(JSON.stringify(task), task);

  list: DueTasks['list'] = async (before, limit) =>
    [...this.tasks.values()]
      .filter(({ due }) => due < before)
      .toSorted((one, other) => one.due - other.due)
      .slice(0, limit);

  finish: DueTasks['finish'] = async (task) => void this.tasks.delete(JSON.stringify(task));
}

const keyOf = (owner: string, id: string): string => `${owner} ${id}`;

/** All services of files, in memory. Keys and ids are counted. */
export function memoryFiles() {
  let count = 0;
  const attachments = new MemoryAttachments();
  const newKey: NewKey = (prefix) => `${prefix}/${++count}`;
  return {
    attachments,
    attachmentRemoval: attachments,
    dueTasks: new MemoryDueTasks(),
    files: new MemoryBucket(),
    newKey,
    newAttachmentId: () => String(++count).padStart(22, 'A'),
  };
}
