/** Reporting a message, a person, a post or a thank-you to the administrators. */

import { isMessage } from '#contract/entry-kinds.ts';
import { isMemberOf, messageId, parseMessageId } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import type { ReportKind } from '#contract/report-kind.ts';
import type { ThanksList } from './feed/ports.ts';
import { ownerOf } from './feed/post-id.ts';
import { readPost, type ReadPostServices } from './feed/read-posts.ts';
import { countReporter, type CountReporterServices } from './feed/reported-posts.ts';
import { readThanks } from './feed/thanks.ts';
import type { TakenFile } from './files/attachment.ts';
import { copyEvidence, type CopyEvidenceServices } from './files/evidence.ts';
import { filesOf } from './files/held-files.ts';
import { countReport } from './limits.ts';
import { recordId, reportedPost, type Subject } from './moderation-record.ts';
import type { Counters, Log, Moderation, NewId, Users } from './ports.ts';
import { reportedTexts } from './reported-texts.ts';

export interface ReportServices extends ReadPostServices, CountReporterServices, CopyEvidenceServices {
  readonly posts: CountReporterServices['posts'];
  readonly clock: CountReporterServices['clock'] & CopyEvidenceServices['clock'];
  readonly users: Pick<Users, 'get'>;
  readonly thanks: Pick<ThanksList, 'get'>;
  readonly log: Pick<Log, 'get' | 'getMany'>;
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
  readonly kind?: ReportKind | undefined;
  /** In their own words; empty where the kind says enough. */
  readonly reason: string;
}

/**
 * Files a report of a message, a person, a post or a thank-you, as they are now, with copies of their files.
 * @throws {Refusal} `not-found`, `too-many-requests`
 */
export async function report(services: ReportServices, request: ReportRequest): Promise<void> {
  const { reporter, reported, kind, reason } = request;
  const { moderation, counters, clock, newId } = services;
  const { subject: found, held, edit } = await readReported(services, reporter, reported);
  await countReport(counters, reporter, clock.now());
  // Only now: a message may have two hundred earlier texts.
  const subject = await withEarlierTexts(services, reporter, found, edit);
  const id = recordId(clock.now(), newId());
  // Before the report, which names them: a copy that no report names expires all the same.
  const evidence = await copyEvidence(services, held);
  await moderation.addReport({
    ...{ id, reporter, ...(kind && { kind }), reason, status: 'open' },
    ...{ ...subject, ...evidence },
  });
  if ('post' in subject) await countReporter(services, { post: subject.post.id, reporter, report: id });
}

/** What is reported, and the files that it has. */
interface Reported {
  readonly subject: Subject;
  readonly held: readonly TakenFile[];
  /** Seq of the edit that gave a message the text it has. */
  readonly edit?: number | undefined;
}

async function readReported(
  services: ReportServices,
  reporter: string,
  reported: ReportRequest['reported'],
): Promise<Reported> {
  const { users, log } = services;
  if ('post' in reported) {
    const { post } = await readPost(services, reporter, reported.post);
    return { subject: { post: reportedPost(post) }, held: post.pictures ?? [] };
  }
  if ('thanks' in reported) {
    const { post, helper } = reported.thanks;
    const { thanks } = await readThanks(services, reporter, reported.thanks);
    return { subject: { thanks: { post, giver: ownerOf(post), helper, text: thanks.text } }, held: [] };
  }
  if ('user' in reported) {
    const user = await users.get(reported.user);
    if (!user || user.deletedAt !== undefined) throw notFound();
    const { username, displayName, about } = user;
    return { subject: { user: { username, displayName, ...(about !== undefined && { about }) } }, held: [] };
  }
  const position = parseMessageId(reported.message);
  if (!position || !isMemberOf(position.conversation, reporter)) throw notFound();
  const entry = await log.get(position, 'strong');
  if (!entry || !isMessage(entry)) throw notFound();
  const { sender, timestamp, body, editSeq } = entry;
  return {
    subject: { message: { id: messageId(entry), sender, timestamp, body } },
    held: filesOf(entry),
    edit: editSeq,
  };
}

async function withEarlierTexts(
  { log }: Pick<ReportServices, 'log'>,
  reporter: string,
  subject: Subject,
  edit: number | undefined,
): Promise<Subject> {
  if (edit === undefined || !('message' in subject)) return subject;
  const { message } = subject;
  return { message: { ...message, ...(await reportedTexts(log, reporter, message.id, edit)) } };
}
