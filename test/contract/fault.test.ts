/** Each fault of a field has a code, beside its English words. */
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { type Issue, faultOf } from '#contract/fault-of.ts';
import { changePassword, signUp } from '#contract/routes/accounts.ts';
import { FileName } from '#contract/routes/attachments.ts';
import { saveSearch } from '#contract/routes/for-you.ts';
import { sendMessage } from '#contract/routes/messages.ts';
import { changePost, createPost } from '#contract/routes/posts.ts';
import { updateMe } from '#contract/routes/users.ts';

const ID = '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e';
const account = { username: 'bob', email: 'bob@example.com', password: 'correct horse battery' };
const message = { recipient: 'bob', body: 'Hi' };
const post = { clientId: ID, kind: 'need' };

const faultsOf = (schema: z.ZodMiniType, value: unknown): unknown =>
  (schema.safeParse(value, { reportInput: true }).error?.issues ?? []).map((issue) => [
    issue.path[0],
    faultOf(issue as Issue),
  ]);

describe('a fault', () => {
  it.each([
    [{ code: 'missing' }, 'password', signUp.body, { ...account, password: undefined }],
    [{ code: 'wrong-form' }, 'username', signUp.body, { ...account, username: 'B' }],
    [{ code: 'wrong-form' }, 'email', signUp.body, { ...account, email: 'bob' }],
    [{ code: 'reserved' }, 'username', signUp.body, { ...account, username: 'admin' }],
    [{ code: 'too-short', limit: 12 }, 'password', signUp.body, { ...account, password: 'too short' }],
    [{ code: 'too-long', limit: 128 }, 'password', signUp.body, { ...account, password: 'x7'.repeat(65) }],
    [{ code: 'outer-spaces' }, 'password', signUp.body, { ...account, password: ' correct horse' }],
    [{ code: 'too-common' }, 'password', signUp.body, { ...account, password: 'password1234' }],
    [{ code: 'guessable' }, 'password', signUp.body, { ...account, username: 'bobbette', password: 'bobbette12345' }],
    [{ code: 'empty' }, 'body', sendMessage.body, { ...message, body: '' }],
    [{ code: 'too-long', limit: 4_000 }, 'body', sendMessage.body, { ...message, body: 'a'.repeat(4_001) }],
    [{ code: 'control-characters' }, 'body', sendMessage.body, { ...message, body: 'a\u0000b' }],
    [{ code: 'ill-formed' }, 'body', sendMessage.body, { ...message, body: 'a\ud800b' }],
    [{ code: 'piled-marks' }, 'body', sendMessage.body, { ...message, body: `x${'\u0323'.repeat(9)}` }],
    [{ code: 'too-low', limit: 0 }, 'after', sendMessage.body, { ...message, after: -1 }],
    [{ code: 'too-few', limit: 1 }, 'attachments', sendMessage.body, { ...message, attachments: [] }],
    [
      { code: 'repeated' },
      'helpers',
      changePost.body,
      { version: 1, status: 'done', helpers: [{ username: 'bob' }, { username: 'bob' }] },
    ],
    [{ code: 'too-long', limit: 80 }, 'title', createPost.body, { ...post, title: 'a'.repeat(81) }],
    [{ code: 'has-digits' }, 'placeName', createPost.body, { ...post, placeName: '12 Main Street' }],
    [{ code: 'no-letter' }, 'words', saveSearch.body, { words: '!?' }],
    [{ code: 'too-high', limit: 50 }, 'radius', saveSearch.body, { near: '38.7,-9.1', radius: 51 }],
    [{ code: 'missing' }, 'words', saveSearch.body, { name: 'Ladders' }],
    [{ code: 'reserved' }, 'displayName', updateMe.body, { displayName: 'Admin' }],
    [{ code: 'wrong-form' }, undefined, FileName, 'a/b.txt'],
    [{ code: 'wrong-form' }, undefined, changePassword.body, 7],
  ])('is %j of the field %s', (fault, field, schema, value) => {
    expect(faultsOf(schema, value)).toContainEqual([field, fault]);
  });
});
