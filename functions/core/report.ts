/** Reporting a message or a person to the administrators. */

import { isMessage } from '#contract/entry-kinds.ts';
import { isMemberOf, messageId, parseMessageId } from '#contract/message-id.ts';
import { notFound } from '#contract/refusal.ts';
import { countReport } from './limits.ts';
import { recordId, type Subject } from './moderation-record.ts';
import type { Clock, Counters, Log, Moderation, NewId, Users } from './ports.ts';

export interface ReportServices {
  readonly users: Pick<Users, 'get'>;
  readonly log: Pick<Log, 'get'>;
  readonly moderation: Pick<Moderation, 'addReport'>;
  readonly counters: Counters;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: NewId;
}

export interface ReportRequest {
  /** May report only what they can see. */
  readonly reporter: string;
  readonly reported: { readonly message: string } | { readonly user: string };
  readonly reason: string;
}

/** Files a report of a message or a person, as they are now. @throws {Refusal} `not-found`, `too-many-requests` */
export async function report(services: ReportServices, { reporter, reported, reason }: ReportRequest): Promise<void> {
  const { moderation, counters, clock, newId } = services;
  const subject = await subjectOf(services, reporter, reported);
  await countReport(counters, reporter, clock.now());
  await moderation.addReport({ id: recordId(clock.now(), newId()), reporter, reason, status: 'open', ...subject });
}

async function subjectOf(
  { users, log }: Pick<ReportServices, 'users' | 'log'>,
  reporter: string,
  reported: ReportRequest['reported'],
): Promise<Subject> {
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
