/** The schemas of reports, as administrators read them. */

import * as z from 'zod/mini';
import { Attachment } from './attachments.ts';
import { described, named } from './described.ts';
import { PostStatus } from './posts.ts';
import { ReportKind } from './report-kind.ts';
import { EntryId, Timestamp, UserName } from './values.ts';

export const ReportStatus = z.enum(['open', 'resolved']);

export const ReportedPost = z.object({
  id: z.string(),
  owner: UserName,
  title: z.string(),
  description: z.string(),
  reward: z.optional(z.string()),
  placeName: z.optional(z.string()),
  status: PostStatus,
});

const ReportedMessage = z.object({
  id: EntryId,
  sender: UserName,
  timestamp: Timestamp,
  body: z.string(),
  earlierTexts: z.optional(
    described(
      'What it said before it was edited, newest first.',
      z.array(z.object({ body: z.string(), timestamp: Timestamp })),
    ),
  ),
  textsNotKept: z.optional(described('How many texts older than these it had, which did not fit.', z.int())),
});

export const Report = named(
  'Report',
  'A message, a person, a post or a thank-you, as they were when they were reported.',
  z.object({
    id: z.string(),
    at: Timestamp,
    reporter: UserName,
    kind: z.optional(ReportKind),
    reason: described(
      "The reporter's own words; empty where the kind says enough. Those of reports before there were kinds may begin " +
        'with one, in the language of the reporter.',
      z.string(),
    ),
    message: z.optional(ReportedMessage),
    user: z.optional(z.object({ username: UserName, displayName: z.string(), about: z.optional(z.string()) })),
    post: z.optional(ReportedPost),
    thanks: z.optional(z.object({ post: z.string(), giver: UserName, helper: UserName, text: z.string() })),
    attachments: z.optional(
      described('The files of the message or post. `getReportAttachments` has the links.', z.array(Attachment)),
    ),
    filesNotCopied: z.optional(described('How many more files it had, of which the copy failed.', z.int())),
    status: ReportStatus,
    resolvedBy: z.optional(UserName),
    resolvedAt: z.optional(Timestamp),
  }),
);
export type Report = z.infer<typeof Report>;
