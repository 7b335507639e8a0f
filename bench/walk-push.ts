/** The walk over the routes of being told by push. */
import * as push from '#contract/routes/push.ts';
import type { Step } from './step.ts';

/** The keys of the example in RFC 8291, section 5. */
const keys = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
/** Nothing is sent there. */
const body = { endpoint: 'https://fcm.googleapis.com/fcm/send/walk', keys };

export const pushRequests = {
  getPush: async ({ member }) => {
    const { session } = await member();
    await session.call(push.putPush, { body });
    return () => session.call(push.getPush, {});
  },
  putPush: async ({ member }) => {
    const { session } = await member();
    return () => session.call(push.putPush, { body });
  },
  deletePush: async ({ member }) => {
    const { session } = await member();
    await session.call(push.putPush, { body });
    return () => session.call(push.deletePush, {});
  },
} as const satisfies Readonly<Record<string, Step>>;
