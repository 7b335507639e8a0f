/** The schemas of attachments: pictures and files of messages, and pictures of posts. */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { Timestamp } from './values.ts';

/** Attachments of a message at most. */
export const ATTACHMENTS_MAX = 10;
/** Pictures of a post at most. */
export const PICTURES_MAX = 4;
/** 128 bits in base64url. */
const ATTACHMENT_ID = /^[\w-]{22}$/;
/** Longest description of a picture, in Unicode code points. Ten of them fit an entry beside its text. */
export const ALT_MAX_CHARACTERS = 250;
/** Returns the schema of a list of different attachments. */
export const attachmentIds = (fewest: number, most: number) =>
  z.array(z.string().check(z.regex(ATTACHMENT_ID, 'Must be the id of an attachment'))).check(
    z.minLength(fewest),
    z.maxLength(most),
    z.refine((ids) => new Set(ids).size === ids.length, 'Must name each attachment once'),
  );

const sharedFields = {
  id: described('Its id. `GET /messages/{id}/attachments` or `GET /posts/{id}/pictures` has the link.', z.string()),
  type: z.string(),
  bytes: z.int(),
  alt: z.optional(z.string()),
};

export const Attachment = named(
  'Attachment',
  'A picture or file of a message. It has no link: links are asked for, and last for minutes.',
  z.object({
    ...sharedFields,
    name: described('The name of the file. Absent for pictures without one.', z.optional(z.string())),
    width: z.optional(z.int()),
    height: z.optional(z.int()),
  }),
);
export type Attachment = z.infer<typeof Attachment>;

export const Picture = named(
  'Picture',
  'A picture of a post.',
  z.object({ ...sharedFields, width: z.int(), height: z.int() }),
);
export type Picture = z.infer<typeof Picture>;

/** The fields of a link to a file. */
export const link = {
  id: z.string(),
  url: described(
    'Where the file is, on this site. Anybody who has it can load the file until it expires: never store it.',
    z.string(),
  ),
  expires: described('When the link expires. Ask for another one then.', Timestamp),
};

/** A file that is not handed out. */
export const withheldFile = {
  id: z.string(),
  code: described(
    'Why: `file-flagged`: something was found; `scan-pending`: ask again in a few seconds; `scan-failed`: it cannot ' +
      'be scanned. Treat others as the last.',
    z.string(),
  ),
};

export const Links = named(
  'Links',
  'Links to files, in the order of the message or post. Deleted ones are missing.',
  z.object({
    items: z.array(z.object(link)),
    withheld: described(
      'Files that are not handed out, where uploads are scanned for malware. Absent where there are none.',
      z.optional(z.array(z.object(withheldFile))),
    ),
  }),
);
export type Links = z.infer<typeof Links>;

export const Upload = named(
  'Upload',
  'A place for one file: a form to post, with the file as its last field, `file`.',
  z.object({
    url: described('Where to post the form, on this site.', z.string()),
    fields: described('The fields of the form, in any order, before the file.', z.record(z.string(), z.string())),
  }),
);
export type Upload = z.infer<typeof Upload>;

/** What a person may still upload. Absent fields: there is no limit. */
export const UploadsLeft = named(
  'UploadsLeft',
  'What I may still upload. An absent field is no limit.',
  z.object({
    uploads: z.optional(described('Attachments in this hour.', z.int())),
    bytes: z.optional(described('Bytes in this month.', z.int())),
  }),
);
