/** The walk over the sockets: one event of every kind, each with its preparation. */
import type { ClientFrame } from '#contract/frames.ts';
import type { Step } from './step.ts';

/** Frames from a person to whom Ann has written one message. */
const frames: Readonly<Record<ClientFrame['action'], (ann: string) => ClientFrame>> = {
  ping: () => ({ action: 'ping' }),
  typing: (ann) => ({ action: 'typing', to: ann }),
  read: (ann) => ({ action: 'read', target: ann, seq: 1 }),
  feed: () => ({ action: 'feed', area: { near: '38.714063,-9.130121', radius: 10 } }),
  'feed-stop': () => ({ action: 'feed-stop' }),
  sight: () => ({ action: 'sight', visible: true }),
};

const sendFrame =
  (action: ClientFrame['action']): Step =>
  async (scene) => {
    const { username, session } = await scene.member();
    await scene.message(username);
    const socket = await scene.connect(session);
    return () => socket.send(JSON.stringify(frames[action](scene.ann.username)));
  };

export const socketEvents: Readonly<Record<string, Step>> = {
  connect: async ({ connect, member }) => {
    const { session } = await member();
    await session.accessToken();
    return () => connect(session);
  },
  ...Object.fromEntries(Object.keys(frames).map((action) => [action, sendFrame(action as ClientFrame['action'])])),
  disconnect: async ({ connect, member }) => {
    const socket = await connect((await member()).session);
    return () => new Promise((resolve) => socket.once('close', resolve).close());
  },
};
