/** Routes of what became of a post: who was chosen, and who is thanked. */

import * as z from 'zod/mini';
import { described } from '../described.ts';
import { Outcome } from '../posts.ts';
import { route } from '../route.ts';
import { THANKS_PER_PAGE, ThanksPage } from '../thanks.ts';
import { cursorOf, limitUpTo, userNameParameter } from '../values.ts';

const post = z.strictObject({ id: described("A post's id.", z.string(), ['alice.k3J9x0aB7QeWm1Zs4TtYvA']) });

export const getOutcome = route({
  method: 'GET',
  path: '/posts/{id}/outcome',
  operation: 'getOutcome',
  summary: 'What became of a post for which I made an offer',
  description: 'Also of a post that is over, unless it was deleted or removed.',
  access: 'person',
  parameters: post,
  answers: { 200: Outcome },
  refusals: ['not-found'],
});

export const listThanks = route({
  method: 'GET',
  path: '/users/{username}/thanks',
  operation: 'listThanks',
  summary: 'How much a person has helped, and the thank-yous they show',
  description:
    'My own are all there, shown or not. In the order of the givers. A page may be short, or even empty, ' +
    'although there ' +
    'are more: read on while there is a `next`.',
  access: 'person',
  parameters: z.strictObject({ username: userNameParameter }),
  query: z.strictObject({ limit: limitUpTo(THANKS_PER_PAGE, 20), cursor: cursorOf(500) }),
  answers: { 200: ThanksPage },
  refusals: ['not-found'],
});

export const showThanks = route({
  method: 'PUT',
  path: '/me/thanks/{id}',
  operation: 'showThanks',
  summary: 'Show or hide a thank-you that I was given',
  description: 'It is hidden until I show it. `id` is that of the post.',
  access: 'person',
  parameters: post,
  body: z.strictObject({ shown: described('Whether others see it on my profile.', z.boolean()) }),
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'too-many-requests'],
});

export const thanksRoutes = [getOutcome, listThanks, showThanks] as const;
