/**
 * Mails that anyone can make us send: codes for a new account, and for a new password. They are counted by the network
 * that requests them, and by the mailbox that gets them. Cognito counts by account alone, and a stranger has as many
 * accounts as they like.
 */

import { Refusal } from '#contract/refusal.ts';
import type { Credentials } from './account.ts';
import { type Attempts, hashedName } from './attempts.ts';
import type { Keys } from './keys.ts';
import { countMail } from './limits.ts';
import type { MailLanguage } from './mail-language.ts';
import type { Accounts, Counters, NewId } from './ports.ts';
import { type SignUpServices, findAny, signUp } from './sign-up.ts';
import { networkOf } from './source-address.ts';

export interface MailServices extends SignUpServices {
  readonly accounts: SignUpServices['accounts'] & Pick<Accounts, 'resendCode' | 'forgotPassword'>;
  readonly attempts: Attempts;
  readonly counters: Counters;
  /** Mails that one network may request in an hour. Absent: no limit. */
  readonly mailsPerHour: number | undefined;
  /** Counts a mail that was sent, for the operator: how many may be sent in a day is limited. */
  countSent(): void;
  readonly keys: Keys;
  readonly newId: NewId;
}

/** What a mail is for. Each is counted by itself: another's count would tell which address belongs to which name. */
type Purpose = 'sign-up' | 'resend' | 'password';

/**
 * Mails of one purpose to one mailbox, until an hour has passed without another. A person needs one, and a family that
 * shares a mailbox signs up one after the other. The newest code stays valid for as long (Cognito: an hour for a new
 * password, a day for an address), so a stranger who uses them up keeps nobody from an account that they have.
 */
export const MAILS_TO_MAILBOX = 5;

const HOUR_MS = 60 * 60_000;

/**
 * Counts a request for a mail by the network that it came from, whether or not a mail is sent.
 * @param sourceAddress returns the address that the request came from
 * @throws {Refusal} `too-many-requests`
 */
export async function countMailFrom(
  { counters, mailsPerHour, keys, clock }: Pick<MailServices, 'counters' | 'mailsPerHour' | 'keys' | 'clock'>,
  sourceAddress: () => Promise<string>,
): Promise<void> {
  if (mailsPerHour === undefined) return;
  const network = await hashedName(keys, networkOf(await sourceAddress()));
  await countMail(counters, mailsPerHour, network, clock.now());
}

/**
 * Creates an account, whose address gets a code. Where the address is that of an account, its owner is told.
 * @throws {Refusal} `name-taken`, `invalid`, `too-many-requests` for a mailbox that got many codes, known or not
 */
export async function mailNewAccount(
  services: MailServices,
  credentials: Credentials,
  language: MailLanguage,
): Promise<void> {
  const { accounts, attempts } = services;
  const counter = await counterOf(services, 'sign-up', credentials.email);
  if (!(await takeMail(services, counter)))
    throw new Refusal(
      'too-many-requests',
      'Many codes were mailed to this address. Use the newest one, or try again in an hour.',
      { retryAfter: HOUR_MS / 1000 },
    );
  try {
    const addressIsTaken = await isTaken(accounts, credentials.email);
    await signUp(services, { ...credentials, addressIsTaken, language });
    services.countSent();
  } catch (error) {
    // Refused: no mail was sent. A person may try many names that are taken.
    if (error instanceof Refusal)
      await attempts.giveBack(counter).catch((failed: unknown) => console.error('A mail stays counted.', failed));
    throw error;
  }
}

/** Mails another code to an account that is not confirmed. Tells nothing of the account. */
export async function mailCodeAgain(services: MailServices, username: string, language: MailLanguage): Promise<void> {
  const { accounts } = services;
  const mailbox = await mailboxBehind(accounts, username);
  const addressIsTaken = await isTaken(accounts, mailbox.address);
  await mailSilently(services, 'resend', mailbox, (name) => accounts.resendCode(name, language, addressIsTaken));
}

/** Mails a code for a new password. Tells nothing of the account. @param name a user name or an e-mail address */
export async function mailPasswordCode(services: MailServices, name: string, language: MailLanguage): Promise<void> {
  const mailbox = await mailboxBehind(services.accounts, name);
  await mailSilently(services, 'password', mailbox, (at) => services.accounts.forgotPassword(at, language));
}

/**
 * Sends a mail, unless its mailbox got many. Then it is sent to a name that nobody has, so that the answer comes as
 * late as for any unknown name: a mailbox counts by each name and address of its accounts.
 */
async function mailSilently(
  services: MailServices,
  purpose: Purpose,
  { name, address, exists }: Mailbox,
  send: (name: string) => Promise<void>,
): Promise<void> {
  const mayBeSent = await takeMail(services, await counterOf(services, purpose, address));
  try {
    await send(mayBeSent ? name : `nobody-${services.newId()}`);
    if (mayBeSent && exists) services.countSent();
  } catch (error) {
    if (!(error instanceof Refusal && ['wrong-code', 'too-many-requests'].includes(error.code))) throw error;
  }
}

const takeMail = ({ attempts, clock }: MailServices, counter: string): Promise<boolean> =>
  attempts.take(counter, MAILS_TO_MAILBOX, clock.now(), clock.now() + HOUR_MS);

const counterOf = async ({ keys }: MailServices, purpose: Purpose, address: string): Promise<string> =>
  `mail-${purpose}#${await hashedName(keys, mailboxOf(address))}`;

interface Mailbox {
  /** What the mail was requested by: a user name or an address. */
  readonly name: string;
  /** Where mails to the account go; the name where there is no account, so that it counts alike. */
  readonly address: string;
  readonly exists: boolean;
}

async function mailboxBehind(accounts: Pick<Accounts, 'find'>, name: string): Promise<Mailbox> {
  const account = await findAny(accounts, name);
  return { name, address: account?.email || name, exists: account !== undefined };
}

/** True if an account has confirmed this address. */
const isTaken = async (accounts: Pick<Accounts, 'find'>, address: string): Promise<boolean> =>
  (await findAny(accounts, address))?.confirmed ?? false;

/**
 * Returns what the addresses of one mailbox have in common. Many providers ignore case, dots, and what follows a plus,
 * so a mailbox has any number of addresses.
 */
export function mailboxOf(address: string): string {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at < 0) return lower;
  const local = lower.slice(0, at);
  return `${local.replace(/\+.*$/, '').replaceAll('.', '') || local}${lower.slice(at)}`;
}
