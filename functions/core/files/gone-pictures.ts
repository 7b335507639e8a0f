/** Removing the pictures that a post has no more. */

import type { Posts } from '../feed/ports.ts';
import type { Post } from '../feed/post.ts';
import type { Clock } from '../ports.ts';
import type { DueTasks, Files } from './ports.ts';

export interface GonePicturesServices {
  readonly posts: Pick<Posts, 'forgetFiles'>;
  readonly files: Pick<Files, 'remove'>;
}

/** Removes them, then the keys that the post has kept for that. A repeat is fine. */
export async function removeGonePictures({ posts, files }: GonePicturesServices, post: Post): Promise<void> {
  const { goneFiles } = post;
  if (!goneFiles) return;
  await Promise.all(goneFiles.map((file) => files.remove(file)));
  await posts.forgetFiles(post);
}

export interface GonePicturesSoonServices extends GonePicturesServices {
  readonly dueTasks: Pick<DueTasks, 'note'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Removes them, or leaves it to the sweep: where the bucket fails, a stream must go on.
 * @throws where that could not be noted either
 */
export async function removeGonePicturesSoon(services: GonePicturesSoonServices, post: Post): Promise<void> {
  try {
    await removeGonePictures(services, post);
  } catch (error) {
    console.error(`The pictures that ${post.id} has no more could not be removed. The sweep tries again.`, error);
    await services.dueTasks.note({ kind: 'post', due: services.clock.now(), post: post.id });
  }
}
