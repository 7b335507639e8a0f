/** The schemas of attachments: pictures and files of messages, and pictures of posts. */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { characterCount, hasPiledMarks, isBlank, normalizeName, textProblem } from './text.ts';
import { Timestamp } from './values.ts';

/** Attachments of a message at most. */
export const ATTACHMENTS_MAX = 10;
/** Pictures of a post at most. */
export const PICTURES_MAX = 4;
/** Longest file name, in bytes of UTF-8: the most that common file systems take. */
export const FILE_NAME_MAX_BYTES = 255;
/** Longest description of a picture, in Unicode code points. Ten of them fit an entry beside its text. */
export const ALT_MAX_CHARACTERS = 250;
/** Longest media type. */
const TYPE_MAX_CHARACTERS = 100;
/** The most that S3 takes in one POST. The setting `attachmentMaxBytes` is far below. */
const BYTES_MAX = 5_000_000_000;
/** Widest and highest picture, in pixels: the most that JPEG, PNG and WebP know is less. */
const SIDE_MAX_PIXELS = 65_535;

/** What posts may show. Each is decoded by every browser, and its segments can be checked. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export const isPictureType = (type: string): type is PictureType => PICTURE_TYPES.some((known) => known === type);

/** Images that a browser shows in place. SVG is a document with scripts, so it is not among them. */
const SHOWN_IMAGES: ReadonlySet<string> = new Set([...PICTURE_TYPES, 'image/gif', 'image/avif']);

/** True if a link to a file of this type may show it in place. All else is a download, PDF and HTML too. */
export const isShownInline = (type: string): boolean => SHOWN_IMAGES.has(type) || /^(audio|video)\//.test(type);

// The restricted names of RFC 6838, section 4.2, without parameters.
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** What a name says of a folder, on any system. */
const PATH = /[/\\]|^\.{1,2}$|^[A-Za-z]:/;
// Control characters, and what turns the direction of what follows: a name could show another ending than it has.
// oxlint-disable-next-line no-control-regex
const MISLEADING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Returns the length of a well-formed text in bytes of UTF-8. */
const utf8Length = (text: string): number => encodeURIComponent(text).replaceAll(/%../g, '-').length;

/**
 * Returns what is wrong with a file name in NFC, as the predicate of a sentence whose subject is the field; undefined
 * if nothing is.
 */
export function fileNameProblem(name: string): string | undefined {
  if (!name.isWellFormed()) return 'is not well-formed Unicode';
  if (MISLEADING.test(name)) return 'has control characters';
  if (PATH.test(name)) return 'has a path: give the name alone';
  if (isBlank(name)) return 'is empty';
  if (hasPiledMarks(name)) return 'has more than 8 combining marks in a row';
  if (utf8Length(name) > FILE_NAME_MAX_BYTES) return `has more than ${FILE_NAME_MAX_BYTES} bytes`;
  return undefined;
}

/**
 * Returns a name that a file may be sent under: without what {@link fileNameProblem} refuses, shortened before its
 * ending; undefined where nothing is left. For pages, before they send a name.
 */
export function cleanFileName(name: string): string | undefined {
  const clean = name
    .toWellFormed()
    .replace(/^.*[/\\]/s, '')
    .replaceAll(new RegExp(MISLEADING, 'g'), '')
    .replace(/^([A-Za-z]):/, '$1')
    .normalize('NFC')
    .trim();
  const ending = /\.[^.]{1,20}$/.exec(clean)?.[0] ?? '';
  const characters = Array.from(clean.slice(0, clean.length - ending.length));
  while (characters.length > 0 && utf8Length(characters.join('') + ending) > FILE_NAME_MAX_BYTES) characters.pop();
  const short = characters.join('') + ending;
  return fileNameProblem(short) === undefined ? short : undefined;
}

export const FileName = described(
  `The name of the file, without a path: up to ${FILE_NAME_MAX_BYTES} bytes. Stored in NFC. Leave it out for pictures ` +
    'from a camera or the clipboard.',
  z.string().check(
    z.overwrite((name: string) => name.normalize('NFC')),
    z.refine((name: string) => fileNameProblem(name) === undefined, {
      error: (issue) => `The name ${fileNameProblem(String(issue.input))}`,
    }),
  ),
  ['lease.pdf'],
);

export const Alt = described(
  `What a picture shows, for people who cannot see it: 1 to ${ALT_MAX_CHARACTERS} characters on one line.`,
  z.string().check(
    z.overwrite(normalizeName),
    z.refine((text: string) => textProblem(text, ALT_MAX_CHARACTERS) === undefined, {
      error: (issue) => `The text ${textProblem(String(issue.input), ALT_MAX_CHARACTERS)}`,
    }),
  ),
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

export const FileBytes = described('Its size, in bytes.', z.int().check(z.minimum(1), z.maximum(BYTES_MAX)), [184_320]);

const Side = z.int().check(z.minimum(1), z.maximum(SIDE_MAX_PIXELS));
export const Width = described('Its width in pixels, as it is shown: reserve the place with it.', Side, [1_600]);
export const Height = described('Its height in pixels, as it is shown.', Side, [1_200]);

/** In requests. Clients name those that they uploaded. */
export const AttachmentId = described(
  'Id of an attachment of mine.',
  z.string().check(z.regex(/^[\w-]{22}$/, 'Must be the id of an attachment')),
  ['3vQ0mJm4Y8bq0Zr2u6h1xA'],
);

/** Returns the schema of a list of different attachments. */
export const attachmentIds = (fewest: number, most: number) =>
  z.array(AttachmentId).check(
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

export const Links = named(
  'Links',
  'Links to files, in the order of the message or post. Deleted ones are missing.',
  z.object({
    items: z.array(
      z.object({
        id: z.string(),
        url: described(
          'Where the file is, on this site. Whoever has it can load the file until it expires: never store it.',
          z.string(),
        ),
        expires: described('When the link expires. Ask for another one then.', Timestamp),
      }),
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
