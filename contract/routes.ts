/** All routes, by the function that serves them: `functions/http/<name>.ts`. */

import { accountRoutes } from './routes/accounts.ts';
import { adminRoutes } from './routes/admin.ts';
import { attachmentRoutes } from './routes/attachments.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { exportRoutes } from './routes/export.ts';
import { forYouRoutes } from './routes/for-you.ts';
import { meRoutes } from './routes/me.ts';
import { messageRoutes } from './routes/messages.ts';
import { openapiRoutes } from './routes/openapi.ts';
import { postRoutes } from './routes/posts.ts';
import { pushRoutes } from './routes/push.ts';
import { safetyRoutes } from './routes/safety.ts';
import { thanksRoutes } from './routes/thanks.ts';
import { twoStepRoutes } from './routes/two-step.ts';
import { userRoutes } from './routes/users.ts';

export const routes = {
  accounts: [...accountRoutes, ...twoStepRoutes, ...meRoutes],
  users: [...userRoutes, ...exportRoutes],
  messages: messageRoutes,
  attachments: attachmentRoutes,
  conversations: conversationRoutes,
  posts: [...postRoutes, ...thanksRoutes, ...forYouRoutes],
  safety: safetyRoutes,
  push: pushRoutes,
  admin: adminRoutes,
  openapi: openapiRoutes,
} as const;
