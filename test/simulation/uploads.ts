/** The way of a device's files to the bucket: it takes time and fails, and now and then a form is posted again. */

import type { Environment } from '#client/environment.ts';
import type { Bucket } from './bucket.ts';
import type { Machine } from './web-socket-api.ts';
import { delay, InjectedFault, type World } from './world.ts';

/** How long an upload usually takes, and its answer. */
const UPLOAD_MS = 1_500;
const ANSWER_MS = 60;
/** Share of the forms that are posted again with other bytes, and until when: for as long as they are taken. */
const POSTED_AGAIN = 0.2;
const FORM_LASTS_MS = 10 * 60_000;
/** Share of these that come soon: while the message is sent. */
const SOON = 0.7;
const SOON_MS = 600;

/** What a form that is posted again has in place of its file. */
export const otherThan = (content: string): string => `not ${content}`;

export function createUploads(world: World, bucket: Bucket) {
  const { time, random, strikes } = world;
  const postedAgain = new Set<string>();

  function postAgain(fields: Readonly<Record<string, string>>, { name, size }: File): void {
    const again = (): void => void bucket.post(fields, otherThan(name), size);
    postedAgain.add(name);
    time.timer(again, random.between(0, random.chance(SOON) ? SOON_MS : FORM_LASTS_MS));
  }

  /** What a machine posts files with. The name of a file is its content. */
  const postForm =
    (machine: Machine): Environment['postForm'] =>
    async (url, form, { onProgress, signal }) => {
      const file = form.get('file');
      if (url !== '/files/' || !(file instanceof File)) throw new Error(`${url} takes files alone.`);
      const fields = Object.fromEntries([...form].filter(([name]) => name !== 'file')) as Record<string, string>;
      await time.sleep(delay(random, UPLOAD_MS) / 2);
      onProgress(0.5);
      await time.sleep(delay(random, UPLOAD_MS) / 2);
      if (signal.aborted || !machine.online || strikes('requestLost')) throw new InjectedFault('The upload was lost');
      onProgress(1);
      if (strikes('bucketFails')) return { status: 503 };
      const status = bucket.post(fields, file.name, file.size);
      world.trace(() => `${machine.name} uploads '${file.name}': ${status}`);
      if (random.chance(POSTED_AGAIN)) postAgain(fields, file);
      await time.sleep(delay(random, ANSWER_MS));
      if (!machine.online || strikes('answerLost')) throw new InjectedFault('The answer to an upload was lost');
      return { status };
    };
  return {
    postForm,
    /** The contents of forms that are posted again. */ postedAgain: postedAgain as ReadonlySet<string>,
  };
}
