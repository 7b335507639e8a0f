/** A photo: a place for it, its upload, the message that names it, and the recipient who looks at it. */
import { randomUUID } from 'node:crypto';
import { call } from '../http.ts';
import type { Stage } from './stage.ts';

const PHOTOS = 20;
/** A photo of 1,600 pixels, as the page makes it. */
export const PHOTO_BYTES = 300_000;
const PICTURE = { type: 'image/jpeg', bytes: PHOTO_BYTES, width: 1_600, height: 1_200 };

interface Granted {
  readonly id: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

/** The message itself is counted too. */
export async function sendPhoto({ cloud, people, measure }: Stage): Promise<void> {
  const [sender, recipient] = people;
  if (!sender || !recipient) throw new Error('There is nobody to send a photo.');
  const api = <Answer>(method: string, path: string, token: string, body?: object): Promise<Answer> =>
    call(method, `${cloud.apiUrl}${path}`, { token, ...(body && { body }) });

  await measure('photo', PHOTOS, async () => {
    let after = 0;
    for (let photo = 0; photo < PHOTOS; photo += 1) {
      const { id, upload } = await api<Granted>('POST', '/attachments', sender.token, PICTURE);
      await post(new URL(upload.url, cloud.siteUrl).href, upload.fields);
      const body = { recipient: recipient.username, body: '', clientId: randomUUID(), after, attachments: [id] };
      const message = await api<{ id: string; seq: number }>('POST', '/messages', sender.token, body);
      after = message.seq;
      await recipient.received(message.id);
      const path = `/messages/${encodeURIComponent(message.id)}/attachments`;
      const { items } = await api<{ items: readonly { url: string }[] }>('GET', path, recipient.token);
      for (const { url } of items) await (await fetch(new URL(url, cloud.siteUrl))).arrayBuffer();
    }
  });
}

async function post(url: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([jpeg(PHOTO_BYTES)]));
  const { status } = await fetch(url, { method: 'POST', body: form });
  if (status !== 204) throw new Error(`An upload was answered ${status}.`);
}

/** Nothing looks into the files of messages but at their first bytes. */
function jpeg(bytes: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(bytes);
  file.set([0xff, 0xd8, 0xff]);
  return file;
}
