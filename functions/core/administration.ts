/**
 * What administrators do to people, messages and posts. Each act is recorded before it is done, so that none goes
 * unseen because something failed.
 */

import { isMessage } from '#contract/entry-kinds.ts';
import { notFound, refuseField } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';
import { deleteAsModerator, type ChangeRequest, type ChangeableLog, type DeleteServices } from './change-message.ts';
import { removePost as remove, removeThankYou, thankYouTo, type ClosePostServices } from './feed/close-post.ts';
import type { Owners } from './feed/ports.ts';
import { showAgain, type ReportedPosts } from './feed/reported-posts.ts';
import type { Ledger } from './ledger.ts';
import { RESOLVED_LIFETIME_MS, recordId, type Act } from './moderation-record.ts';
import type { AccountDirectory, Moderation, NewId, Users } from './ports.ts';
import { endAllSessions, type SocketServices } from './sessions.ts';

export interface AdministrationServices extends SocketServices, ClosePostServices {
  readonly accounts: AccountDirectory;
  readonly users: Pick<Users, 'update'>;
  readonly log: ChangeableLog;
  readonly ledger: Ledger;
  readonly dueTasks: DeleteServices['dueTasks'];
  readonly moderation: Pick<Moderation, 'addAct' | 'getReport' | 'resolveReport'>;
  readonly reportedPosts: Pick<ReportedPosts, 'removeHidden'>;
  readonly owners: Pick<Owners, 'remaining'>;
  readonly newId: NewId;
}

type Recording = Pick<AdministrationServices, 'moderation' | 'clock' | 'newId'>;

/**
 * Locks a person out: every session ends.
 * @throws {Refusal} `not-found` where there is no such account, `invalid` for oneself
 */
export async function disableAccount(services: AdministrationServices, by: string, username: string): Promise<void> {
  const { accounts, users, clock } = services;
  refuseOneself(by, username, 'You cannot disable yourself.');
  await requireAccount(services, username);
  await record(services, { by, act: 'disable', subject: username });
  await accounts.disable(username);
  await users.update(username, { disabledAt: clock.now() });
  await endAllSessions(services, username);
}

/** Lets a disabled person in again. @throws {Refusal} `not-found` where there is no such account */
export async function enableAccount(services: AdministrationServices, by: string, username: string): Promise<void> {
  const { accounts, users } = services;
  await requireAccount(services, username);
  await record(services, { by, act: 'enable', subject: username });
  await users.update(username, { disabledAt: null });
  await accounts.enable(username);
}

/** Ends every session of a person. @throws {Refusal} `not-found` where there is no such account */
export async function signOutAccount(services: AdministrationServices, by: string, username: string): Promise<void> {
  await requireAccount(services, username);
  await record(services, { by, act: 'sign-out', subject: username });
  await endAllSessions(services, username);
}

/**
 * Turns off the two-step sign-in of a person who lost their device. Ends every session, since the device may be in
 * other hands. Administrators cannot reset their own: the settings ask for the password and a code, this route for a
 * token alone.
 * @throws {Refusal} `not-found` where there is no such account, `invalid` for oneself
 */
export async function resetTwoStep(services: AdministrationServices, by: string, username: string): Promise<void> {
  refuseOneself(by, username, 'You cannot reset your own two-step sign-in. Turn it off in the settings.');
  await requireAccount(services, username);
  await record(services, { by, act: 'reset-two-step', subject: username });
  await services.accounts.turnOffSecondFactor(username);
  await endAllSessions(services, username);
}

/** Erases a message, unless it is deleted already. @throws {Refusal} `not-found`, `unavailable` */
export async function removeMessage(
  services: AdministrationServices,
  request: ChangeRequest,
  id: string,
): Promise<void> {
  const entry = await services.log.get(request.position, 'strong');
  if (!entry || !isMessage(entry)) throw notFound();
  if (entry.deletionSeq !== undefined) return;
  await record(services, { by: request.person, act: 'remove-message', subject: id });
  await deleteAsModerator(services, request);
}

/**
 * Takes a post from everybody but its owner, who is told the reason. The first reason stays.
 * @throws {Refusal} `not-found`, `unavailable`
 */
export async function removePost(
  services: ClosePostServices & Recording & Pick<AdministrationServices, 'reportedPosts' | 'ledger'>,
  by: string,
  id: string,
  reason: string,
): Promise<void> {
  const post = await services.posts.get(id);
  if (!post || post.erasedAt !== undefined) throw notFound();
  if (post.status !== 'removed') await record(services, { by, act: 'remove-post', subject: id });
  await services.ledger.note({ kind: 'removed-post', post: id }, services.clock.now());
  // Also for a repeat: the first copy may have died before the post was out of the lists.
  await remove(services, id, reason);
  await services.reportedPosts.removeHidden(id);
}

/**
 * Keeps a post: if reports hide it, it is shown again, and reports hide it no more. A repeat is fine.
 * @throws {Refusal} `not-found`, `unavailable`
 */
export async function keepPost(
  services: ClosePostServices & Recording & Pick<AdministrationServices, 'reportedPosts'>,
  by: string,
  id: string,
): Promise<void> {
  const post = await services.posts.get(id);
  const isThere = post !== undefined && post.erasedAt === undefined;
  if (isThere) {
    if (post.keptAt === undefined) await record(services, { by, act: 'keep-post', subject: id });
    await showAgain(services, id);
  }
  // Last: until then the post is on the list of what is to be looked at.
  await services.reportedPosts.removeHidden(id);
  if (!isThere) throw notFound();
}

/** Erases a thank-you to a helper of a post. @throws {Refusal} `not-found`, `unavailable` */
export async function removeThanks(
  services: ClosePostServices & Recording & Pick<AdministrationServices, 'owners' | 'ledger'>,
  by: string,
  id: string,
  helper: string,
): Promise<void> {
  const post = await services.posts.get(id);
  const given = post && thankYouTo(post, helper);
  if (!given) throw notFound();
  if (given.thanks !== undefined) await record(services, { by, act: 'remove-thanks', subject: `${id}/${helper}` });
  await services.ledger.note({ kind: 'removed-thanks', post: id, helper }, services.clock.now());
  // Also for a repeat: the first copy may have died before the helper's copy was erased.
  await removeThankYou(services, id, helper);
}

/** Marks a report as resolved. Does nothing where it is resolved already. @throws {Refusal} `not-found` */
export async function resolveReport(services: AdministrationServices, by: string, id: string): Promise<void> {
  const { moderation, clock } = services;
  const report = await moderation.getReport(id);
  if (!report) throw notFound();
  if (report.status === 'resolved') return;
  await record(services, { by, act: 'resolve-report', subject: id });
  const now = clock.now();
  await moderation.resolveReport(id, by, now, now + RESOLVED_LIFETIME_MS);
}

/** @throws {Refusal} `invalid` */
function refuseOneself(by: string, username: string, detail: string): void {
  if (username === by) throw refuseField('username', 'oneself', 'This is you', detail);
}

async function requireAccount({ accounts }: AdministrationServices, username: string): Promise<void> {
  if (!isUserName(username) || !(await accounts.exists(username))) throw notFound();
}

const record = ({ moderation, clock, newId }: Recording, act: Omit<Act, 'id'>): Promise<void> =>
  moderation.addAct({ id: recordId(clock.now(), newId()), ...act });
