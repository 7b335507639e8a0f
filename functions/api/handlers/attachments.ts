/** Endpoints of attachments: uploading them, and the links by which they are loaded. */

import * as routes from '#contract/routes/attachments.ts';
import { readPost, type ReadPostServices } from '../../core/feed/read-posts.ts';
import {
  createAttachment,
  forwardAttachment,
  type CreateAttachmentServices,
} from '../../core/files/create-attachment.ts';
import { linksOfMessage, linksTo, type LinkServices } from '../../core/files/held-files.ts';
import { presentLinks, timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export interface AttachmentServices extends CreateAttachmentServices, LinkServices, ReadPostServices {
  readonly files: CreateAttachmentServices['files'] & LinkServices['files'];
}

export const attachmentEndpoints = (services: AttachmentServices) => [
  endpoint(routes.createAttachment, async ({ caller: { username }, body }) => {
    const { from, alt, type = '', bytes = 0, name, width, height } = body;
    if (from) {
      const { expires, ...forwarded } = await forwardAttachment(services, username, from, alt);
      return { status: 201, body: { ...forwarded, expires: timestampOf(expires) } };
    }
    const given = { type, bytes, ...(name !== undefined && { name }), ...(alt !== undefined && { alt }) };
    const size = width !== undefined && height !== undefined && { width, height };
    const { id, form, expires, left } = await createAttachment(services, username, { ...given, ...size });
    const upload = { url: form.url, fields: { ...form.fields } };
    return { status: 201, body: { id, upload, expires: timestampOf(expires), left } };
  }),

  endpoint(routes.getMessageAttachments, async ({ caller, parameters }) => ({
    status: 200,
    body: presentLinks(await linksOfMessage(services, caller.username, parameters.id)),
  })),

  endpoint(routes.getPostPictures, async ({ caller, parameters }) => {
    const { post } = await readPost(services, caller.username, parameters.id);
    return { status: 200, body: presentLinks(await linksTo(services, post.pictures ?? [])) };
  }),
];
