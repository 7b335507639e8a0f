/** Uploads, made as the page makes them. */

import { expect } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import type { Caller } from './callers.ts';

/** The smallest picture, of one pixel. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Uploads a picture by a form to the site, as the page does. @returns its id */
export async function upload(cloud: Cloud, person: Caller): Promise<string> {
  const { body } = await person.call('POST', '/attachments', {
    ...{ type: 'image/png', bytes: PICTURE.length, width: 1, height: 1 },
  });
  const { id, upload: target } = body as { id: string; upload: { url: string; fields: Record<string, string> } };
  const form = new FormData();
  for (const [name, value] of Object.entries(target.fields)) form.append(name, value);
  form.append('file', new Blob([PICTURE]));
  expect((await fetch(cloud.siteUrl + target.url, { method: 'POST', body: form })).status).toBe(204);
  return id;
}
