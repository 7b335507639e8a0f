/** Routes of attachments: uploading them, and the links by which they are loaded. */

import * as z from 'zod/mini';
import {
  Alt,
  AttachmentId,
  FileBytes,
  FileName,
  Height,
  Links,
  MediaType,
  Upload,
  UploadsLeft,
  Width,
} from '../attachments.ts';
import { described } from '../described.ts';
import { route } from '../route.ts';
import { Timestamp, messageIdParameter } from '../values.ts';

/** A copy of an attachment that is in a message. */
const From = described(
  'An attachment of a message that I can read, to be forwarded. It is copied, and each copy is deleted by itself.',
  z.strictObject({
    message: described('Id of the message.', z.string(), ['alice~bob.42']),
    id: described('Id of the attachment.', z.string()),
  }),
);

export const createAttachment = route({
  method: 'POST',
  path: '/attachments',
  operation: 'createAttachment',
  summary: 'Upload a picture or a file',
  description:
    'Answers a form that takes exactly this file, for ten minutes. Post it, then name the id in a message or a post ' +
    'within a day. With `from`, there is nothing to upload. Counted by the declared size: `too-many-requests` where ' +
    'the hour or the month is used up.',
  access: 'person',
  body: described(
    'A file to upload, or an attachment to copy.',
    z
      .strictObject({
        type: z.optional(MediaType),
        bytes: z.optional(FileBytes),
        width: z.optional(Width),
        height: z.optional(Height),
        name: z.optional(FileName),
        alt: z.optional(Alt),
        from: z.optional(From),
      })
      .check(
        z.refine(({ type, from }) => (type === undefined) === (from !== undefined), {
          error: 'Must be given, unless `from` is',
          path: ['type'],
        }),
        z.refine(({ bytes, from }) => (bytes === undefined) === (from !== undefined), {
          error: 'Must be given, unless `from` is',
          path: ['bytes'],
        }),
        z.refine(({ from, width, height, name }) => !from || [width, height, name].every((v) => v === undefined), {
          error: 'Must be alone: the copy has the name and the size of the original',
          path: ['from'],
        }),
        z.refine(({ width, height }) => (width === undefined) === (height === undefined), {
          error: 'Must be given together with `width`',
          path: ['height'],
        }),
      ),
    [{ type: 'image/jpeg', bytes: 184_320, width: 1_600, height: 1_200, alt: 'A bicycle with a flat tyre' }],
  ),
  answers: {
    201: z.object({
      id: AttachmentId,
      upload: z.optional(described('Absent with `from`.', Upload)),
      expires: described('Until when the form is taken. With `from`: until when the id may be named.', Timestamp),
      left: UploadsLeft,
    }),
  },
  refusals: ['no-session', 'not-found', 'too-large', 'too-many-requests', 'unavailable'],
});

export const getMessageAttachments = route({
  method: 'GET',
  path: '/messages/{id}/attachments',
  operation: 'getMessageAttachments',
  summary: 'Links to the attachments of a message',
  description: 'Empty where the message has none, or was deleted.',
  access: 'person',
  parameters: z.strictObject({ id: messageIdParameter }),
  answers: { 200: Links },
  refusals: ['not-found'],
});

export const getPostPictures = route({
  method: 'GET',
  path: '/posts/{id}/pictures',
  operation: 'getPostPictures',
  summary: 'Links to the pictures of a post',
  description: 'Empty where the post has none.',
  access: 'person',
  parameters: z.strictObject({ id: described("A post's id.", z.string(), ['alice.k3J9x0aB7QeWm1Zs4TtYvA']) }),
  answers: { 200: Links },
  refusals: ['not-found'],
});

export const attachmentRoutes = [createAttachment, getMessageAttachments, getPostPictures] as const;
