/** The pictures of posts: JPEG, PNG or WebP that show something and say nothing, neither a place nor a file's name. */

import { isPictureType } from '#contract/media-types.ts';
import { Refusal, refuseField } from '#contract/refusal.ts';
import { holderOfPost, type Attachment, type TakenFile } from '../files/attachment.ts';
import { segmentsOf } from '../files/picture-segments.ts';
import type { Attachments, DueTasks, Files, StoredObject } from '../files/ports.ts';
import { ROW_LASTS_MS, takeUploads, type TakeServices } from '../files/take.ts';
import type { Clock } from '../ports.ts';
import { isClosed, type Post } from './post.ts';

export interface PictureServices extends TakeServices {
  readonly attachments: TakeServices['attachments'] & Pick<Attachments, 'confirm'>;
  readonly files: TakeServices['files'] & Pick<Files, 'read'>;
  readonly dueTasks: Pick<DueTasks, 'note'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Largest picture of a post, in bytes: it is read whole, since anything may stand between its parts. */
const PICTURE_MAX_BYTES = 5_000_000;

/**
 * Takes uploads for a post.
 * @throws {Refusal} `invalid`, `has-place`
 */
export async function takePictures(
  services: PictureServices,
  { owner, id }: Pick<Post, 'owner' | 'id'>,
  ids: readonly string[],
): Promise<readonly TakenFile[]> {
  if (ids.length === 0) return [];
  const taken = await takeUploads(
    services,
    { owner, ids, holder: holderOfPost(id), after: 0, field: 'pictures' },
    (upload, stored) => requirePicture(services, upload, stored),
  );
  // The name of a file often has a date or a place in it.
  return taken.map(({ name: _name, ...picture }) => picture);
}

async function requirePicture(
  { files }: PictureServices,
  { type, bytes, width, incoming }: Attachment,
  { etag }: StoredObject,
): Promise<void> {
  if (!isPictureType(type) || width === undefined || bytes > PICTURE_MAX_BYTES) throw notPicture();
  const segments = segmentsOf(type, await files.read(incoming, bytes, etag));
  if (segments === 'broken') throw notPicture();
  if (segments === 'says-more')
    throw new Refusal(
      'has-place',
      'The picture may say where and when it was taken. Send it without EXIF, XMP and other such data.',
      {
        fields: {
          pictures: {
            code: 'not-allowed',
            words: 'Must be without EXIF, XMP, comments, and anything after the picture',
          },
        },
      },
    );
}

const notPicture = (): Refusal =>
  refuseField(
    'pictures',
    'wrong-form',
    `Must be JPEG, PNG or WebP, with width and height, of at most ${PICTURE_MAX_BYTES / 1_000_000} MB`,
    'Choose another picture.',
  );

/** How long an expired post keeps its pictures: its owner can renew it. */
const RENEWABLE_MS = 30 * 24 * 60 * 60_000;

/** Returns when the pictures of a post have to go. One that is over goes without them: nobody can renew it. */
export const picturesLastUntil = (post: Pick<Post, 'status' | 'lastsUntil'>): number =>
  isClosed(post) ? 0 : post.lastsUntil + RENEWABLE_MS;

/**
 * Notes, before a post is stored, that its pictures have to go some time after it has expired. Those that it has no
 * more by then go by the consumer of posts, and are looked for once more at that time.
 */
export async function notePictures({ dueTasks }: Pick<PictureServices, 'dueTasks'>, post: Post): Promise<void> {
  if (post.pictures) await dueTasks.note({ kind: 'post', due: picturesLastUntil(post), post: post.id });
}

/** Notes, once a post is stored, that its pictures are kept. The sweep makes up for a failure. */
export async function confirmPictures(
  { attachments, clock }: PictureServices,
  { owner, id }: Pick<Post, 'owner' | 'id'>,
  taken: readonly TakenFile[],
): Promise<void> {
  const until = clock.now() + ROW_LASTS_MS;
  const holder = holderOfPost(id);
  try {
    await Promise.all(taken.map((picture) => attachments.confirm(owner, picture.id, holder, picture.file, until)));
  } catch (error) {
    console.error(`The pictures of ${id} are stored, and not noted as kept.`, error);
  }
}

/** Returns a post with these pictures and no others. Keys of those that it has no more are kept until they are gone. */
export function withPictures(post: Post, pictures: readonly TakenFile[]): Post {
  const { pictures: before = [], goneFiles: gone = [], ...others } = post;
  const left = new Set(pictures.map(({ file }) => file));
  const goneFiles = [...gone, ...before.map(({ file }) => file).filter((file) => !left.has(file))];
  return {
    ...others,
    ...(pictures.length > 0 && { pictures }),
    ...(goneFiles.length > 0 && { goneFiles }),
  };
}
