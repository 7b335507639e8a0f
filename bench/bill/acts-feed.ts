/** The feed: posts that are published, those that watch it, and those that read it. */
import { randomUUID } from 'node:crypto';
import type { UsageRow } from '#local/usage/meter.ts';
import { call } from '../http.ts';
import { watch } from '../notice.ts';
import { newPost } from '../walk-feed.ts';
import type { Stage } from './stage.ts';
import { storedBytes } from './stored-bytes.ts';

const POSTS = 50;
const WATCHERS = 50;
/** Posts that are told singly: several of one second share a notice. */
const NOTICED_POSTS = 5;
const READS = 100;
const NEAR = 'near=38.714063,-9.130121&radius=10';

interface Page {
  readonly items: readonly { readonly id: string }[];
}

/** Publishes posts while nobody watches the feed, and others while many do. @returns what a post leaves in tables */
export async function publish({ cloud, people, measure }: Stage): Promise<number> {
  const post = (index: number): Promise<unknown> => {
    const body = { ...newPost(), clientId: randomUUID(), title: 'A ladder for an hour', category: 'things' };
    return call('POST', `${cloud.apiUrl}/posts`, { token: people[index]?.token ?? '', body });
  };
  const before = await storedBytes(cloud.awsUrl);
  await measure('publishPost', POSTS, async () => {
    for (let index = 0; index < POSTS; index += 1) await post(index);
  });
  const stored = (await storedBytes(cloud.awsUrl)) - before;

  const { sockets } = await watch(
    cloud.webSocketUrl,
    people.slice(0, WATCHERS).map(({ token }) => token),
  );
  const isNotice = ({ route }: UsageRow): boolean => route.includes('Notifier');
  const publishSingly = async (): Promise<void> => {
    for (let index = POSTS; index < POSTS + NOTICED_POSTS; index += 1) {
      await post(index);
      await cloud.idle();
    }
  };
  await measure('postNotice', NOTICED_POSTS * WATCHERS, publishSingly, isNotice);
  for (const socket of sockets) socket.close();
  return stored / POSTS;
}

export async function readFeed({ cloud, people, measure }: Stage): Promise<void> {
  const get = (index: number, path: string): Promise<Page> =>
    call('GET', `${cloud.apiUrl}${path}`, { token: people[index % people.length]?.token ?? '' });
  const readAll = async (path: string): Promise<void> => {
    for (let index = 0; index < READS; index += 1) await get(index, path);
  };
  const [newest] = (await get(0, '/posts')).items;
  await measure('readPosts', READS, () => readAll('/posts'));
  await measure('readPostsNearby', READS, () => readAll(`/posts?${NEAR}`));
  await measure('readPost', READS, () => readAll(`/posts/${newest?.id ?? ''}`));
}
