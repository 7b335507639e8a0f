/** The part of the walk that concerns attachments. */

import { randomUUID } from 'node:crypto';
import * as attachments from '#contract/routes/attachments.ts';
import * as posts from '#contract/routes/posts.ts';
import type { Step } from './step.ts';

type Operation = (typeof attachments.attachmentRoutes)[number]['operation'];

const PICTURE = { type: 'image/jpeg', bytes: 200_000, width: 1_600, height: 1_200 };

export const attachmentRequests: Readonly<Record<Operation, Step>> = {
  createAttachment: async ({ member }) => {
    const { session } = await member();
    return () => session.call(attachments.createAttachment, { body: PICTURE });
  },
  getMessageAttachments: async ({ ben, message }) => {
    const { id } = await message();
    return () => ben.session.call(attachments.getMessageAttachments, { parameters: { id } });
  },
  getPostPictures: async ({ member }) => {
    const { session } = await member();
    const { id } = await session.call(posts.createPost, { body: { clientId: randomUUID(), kind: 'need' } });
    return () => session.call(attachments.getPostPictures, { parameters: { id } });
  },
};
