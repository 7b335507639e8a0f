/** Uploads, made as the page makes them. */

import { expect } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import type { Caller } from './callers.ts';

/** The smallest picture, of one pixel. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** What every scanner for malware takes for a virus. In halves, or this file would be taken for one. */
export const TEST_VIRUS = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Uploads a picture by a form to the site, as the page does. @returns its id */
export const upload = (cloud: Cloud, person: Caller): Promise<string> =>
  uploadFile(cloud, person, PICTURE, { type: 'image/png', width: 1, height: 1 });

/** Uploads a file of this content. @returns its id */
export async function uploadFile(
  cloud: Pick<Cloud, 'siteUrl'>,
  person: Pick<Caller, 'call'>,
  content: Buffer<ArrayBuffer>,
  facts: object,
): Promise<string> {
  const { body } = await person.call('POST', '/attachments', { ...facts, bytes: content.length });
  const { id, upload: target } = body as { id: string; upload: { url: string; fields: Record<string, string> } };
  const form = new FormData();
  for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
  form.append('file', new Blob([content]));
  expect((await fetch(cloud.siteUrl + target.url, { method: 'POST', body: form })).status).toBe(204);
  return id;
}
