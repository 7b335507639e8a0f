/** Removing the pictures that a post has no more. */

import type { Posts } from '../feed/ports.ts';
import type { Post } from '../feed/post.ts';
import type { Files } from './ports.ts';

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
