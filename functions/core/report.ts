/** Reporting a message, a person, a post or a thank-you to the administrators. */

import { isMessage } from '#contract/entry-kinds.ts';
import { isMemberOf, messageId, parseMessageId } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import type { ThanksList } from './feed/ports.ts';
import { ownerOf } from './feed/post-id.ts';
import { readPost, type ReadPostServices } from './feed/read-posts.ts';
import { countReporter, type CountReporterServices } from './feed/reported-posts.ts';
import { readThanks } from './feed/thanks.ts';
import { countReport } from './limits.ts';
import { recordId, reportedPost, type Subject } from './moderation-record.ts';
import type { Counters, Log, Moderation, NewId, Users } from './ports.ts';

export interface ReportServices extends ReadPostServices, CountReporterServices {
  readonly posts: CountReporterServices['posts'];
  readonly clock: CountReporterServices['clock'];
  readonly users: Pick<Users, 'get'>;
  readonly thanks: Pick<ThanksList, 'get'>;
  readonly log: Pick<Log, 'get'>;
  readonly moderation: Pick<Moderation, 'addReport'>;
  readonly counters: Counters;
  readonly newId: NewId;
}

export interface ReportRequest {
  /** May report only what they can see. */
  readonly reporter: string;
  readonly reported:
    | { readonly message: string }
    | { readonly user: string }
    | { readonly post: string }
    | { readonly thanks: { readonly post: string; readonly helper: string } };
  readonly reason: string;
}

/**
 * Files a report of a message, a person, a post or a thank-you, as they are now.
 * @throws {Refusal} `not-found`, `too-many-requests`
 */
export async function report(services: ReportServices, { reporter, reported, reason }: ReportRequest): Promise<void> {
  const { moderation, counters, clock, newId } = services;
  const subject = await subjectOf(services, reporter, reported);
  await countReport(counters, reporter, clock.now());
  const id = recordId(clock.now(), newId());
  await moderation.addReport({ id, reporter, reason, status: 'open', ...subject });
  if ('post' in subject) await countReporter(services, { post: subject.post.id, reporter, report: id });
}

async function subjectOf(
  services: ReportServices,
  reporter: string,
  reported: ReportRequest['reported'],
): Promise<Subject> {
  const { users, log } = services;
  if ('post' in reported) {
    const { post } = await readPost(services, reporter, reported.post);
    return { post: reportedPost(post) };
  }
  if ('thanks' in reported) {
    const { post, helper } = reported.thanks;
    const { thanks } = await readThanks(services, reporter, reported.thanks);
    return { thanks: { post, giver: ownerOf(post), helper, text: thanks.text } };
  }
  if ('user' in reported) {
    const user = await users.get(reported.user);
    if (!user || user.deletedAt !== undefined) throw notFound();
    const { username, displayName, about } = user;
    return { user: { username, displayName, ...(about !== undefined && { about }) } };
  }
  const position = parseMessageId(reported.message);
  if (!position || !isMemberOf(position.conversation, reporter)) throw notFound();
  const entry = await log.get(position, 'strong');
  if (!entry || !isMessage(entry)) throw notFound();
  const { sender, timestamp, body } = entry;
  return { message: { id: messageId(entry), sender, timestamp, body } };
}
