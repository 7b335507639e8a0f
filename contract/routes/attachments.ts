/** Routes of attachments: uploading them, and the links by which they are loaded. */

import * as z from 'zod/mini';
import { ALT_MAX_CHARACTERS, Links, Upload, UploadsLeft } from '../attachments.ts';
import { described } from '../described.ts';
import { fault, foundBy } from '../fault.ts';
import { FILE_NAME_MAX_BYTES, fileNameFault, fileNameWords } from '../file-name.ts';
import { route } from '../route.ts';
import { characterCount, normalizeName, textFault } from '../text.ts';
import { Timestamp, messageIdParameter, normalized } from '../values.ts';

/** Longest media type. */
const TYPE_MAX_CHARACTERS = 100;
/** The most that S3 takes in one POST. The setting `attachmentMegabytes` is far below. */
const BYTES_MAX = 5_000_000_000;
/** Widest and highest picture, in pixels: the most that JPEG, PNG and WebP know is less. */
const SIDE_MAX_PIXELS = 65_535;

// The restricted names of RFC 6838, section 4.2, without parameters.
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

export const FileName = described(
  `The name of the file, without a path: up to ${FILE_NAME_MAX_BYTES} bytes. Stored in NFC. Leave it out for pictures ` +
    'from a camera or the clipboard.',
  z.string().check(
    z.overwrite((name: string) => name.normalize('NFC')),
    z.refine(
      (name: string) => !fileNameFault(name),
      foundBy(fileNameFault, (found) => `The name ${fileNameWords(found)}`),
    ),
  ),
  ['lease.pdf'],
);

const Alt = described(
  `What a picture shows, for people who cannot see it: 1 to ${ALT_MAX_CHARACTERS} characters on one line.`,
  normalized(normalizeName, (text) => textFault(text, ALT_MAX_CHARACTERS)),
  ['A bicycle with a flat tyre'],
);

export const MediaType = described(
  'Its media type, in lower case and without parameters.',
  z.string().check(
    z.refine((type: string) => characterCount(type) <= TYPE_MAX_CHARACTERS && MEDIA_TYPE.test(type), {
      error: 'Must be a media type, such as image/jpeg',
    }),
  ),
  ['image/jpeg'],
);

const FileBytes = described('Its size, in bytes.', z.int().check(z.minimum(1), z.maximum(BYTES_MAX)), [184_320]);

const Side = z.int().check(z.minimum(1), z.maximum(SIDE_MAX_PIXELS));
const Width = described('Its width in pixels, as it is shown: reserve the place with it.', Side, [1_600]);
const Height = described('Its height in pixels, as it is shown.', Side, [1_200]);

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
        z.refine(
          ({ type, from }) => (type === undefined) === (from !== undefined),
          fault('missing', 'Must be given, unless `from` is', ['type']),
        ),
        z.refine(
          ({ bytes, from }) => (bytes === undefined) === (from !== undefined),
          fault('missing', 'Must be given, unless `from` is', ['bytes']),
        ),
        z.refine(
          ({ from, width, height, name }) => !from || [width, height, name].every((v) => v === undefined),
          fault('not-allowed', 'Must be alone: the copy has the name and the size of the original', ['from']),
        ),
        z.refine(
          ({ width, height }) => (width === undefined) === (height === undefined),
          fault('missing', 'Must be given together with `width`', ['height']),
        ),
      ),
    [{ type: 'image/jpeg', bytes: 184_320, width: 1_600, height: 1_200, alt: 'A bicycle with a flat tyre' }],
  ),
  answers: {
    201: z.object({
      id: described('Id of the attachment.', z.string(), ['3vQ0mJm4Y8bq0Zr2u6h1xA']),
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
