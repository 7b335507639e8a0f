/** What administrators do to people and messages. Each act is recorded before it is done: none goes unseen because something failed. */

import { notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { moderateMessage, type ChangeRequest, type ChangeableLog } from './change.ts';
import type { Clock } from './clock.ts';
import { recordId, type Act, type Report } from './moderation.ts';
import type { ProfileChange } from './people.ts';
import { endAllSessions, type Sockets } from './sessions.ts';

/** An account, as its keeper lists it. */
export interface ListedAccount {
  readonly username: string;
  readonly email: string;
  readonly status: 'confirmed' | 'unconfirmed' | 'disabled';
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The keeper of accounts, for administrators. */
export interface AccountDirectory {
  /** @param token of the page before; an unknown one is refused */
  list(
    prefix: string,
    token: string | undefined,
    limit: number,
  ): Promise<{ readonly accounts: readonly ListedAccount[]; readonly next: string | undefined }>;
  exists(username: string): Promise<boolean>;
  disable(username: string): Promise<void>;
  enable(username: string): Promise<void>;
  signOutEverywhere(username: string): Promise<void>;
}

export interface AdministrationServices {
  readonly accounts: AccountDirectory;
  readonly users: { update(username: string, change: ProfileChange): Promise<unknown> };
  readonly log: ChangeableLog;
  readonly moderation: {
    addAct(act: Act): Promise<void>;
    report(id: string): Promise<Report | undefined>;
    /** Resolves a report that is open; a resolved one stays as it is. */
    resolve(id: string, by: string, at: number): Promise<void>;
  };
  readonly sockets: Sockets;
  /** Makes a UUID. */
  readonly newId: () => string;
}

type AccountAct = Extract<Act['act'], 'disable' | 'enable' | 'sign-out'>;

/** @throws {Refusal} `not-found` where there is no such account */
export async function actOnAccount(
  services: AdministrationServices,
  act: AccountAct,
  by: string,
  username: string,
): Promise<void> {
  const { accounts, users, sockets } = services;
  if (!isUserName(username) || !(await accounts.exists(username))) throw notFound();
  await record(services, { by, act, subject: username });
  switch (act) {
    case 'disable':
      await accounts.disable(username);
      await users.update(username, { disabledAt: sockets.clock.now() });
      return endAllSessions(services, username);
    case 'enable':
      await users.update(username, { disabledAt: null });
      return accounts.enable(username);
    case 'sign-out':
      return endAllSessions(services, username);
  }
}

/** Erases a message, unless it is deleted already. @throws {Refusal} `not-found`, `unavailable` */
export async function removeMessage(
  services: AdministrationServices,
  request: ChangeRequest,
  id: string,
  clock: Clock,
): Promise<void> {
  const entry = await services.log.get(request.position, 'strong');
  if (entry?.kind !== 'message') throw notFound();
  if (entry.deletionSeq !== undefined) return;
  await record(services, { by: request.person, act: 'remove-message', subject: id });
  await moderateMessage(services.log, request, clock);
}

/** Says that a report has been dealt with; again, nothing more. @throws {Refusal} `not-found` */
export async function resolveReport(services: AdministrationServices, by: string, id: string): Promise<void> {
  const { moderation, sockets } = services;
  const report = await moderation.report(id);
  if (!report) throw notFound();
  if (report.status === 'resolved') return;
  await record(services, { by, act: 'resolve-report', subject: id });
  await moderation.resolve(id, by, sockets.clock.now());
}

const record = ({ moderation, sockets, newId }: AdministrationServices, act: Omit<Act, 'id'>): Promise<void> =>
  moderation.addAct({ id: recordId(sockets.clock.now(), newId()), ...act });
