/**
 * What the mails with codes say. Each says what its code is for, so that nobody is talked out of one for something
 * else.
 */

import { isUserName } from '#contract/user-name.ts';

interface MailText {
  readonly subject: string;
  readonly html: string;
}

/** What a code does; `taken-address`: nothing, since another account has confirmed the address. */
export type CodePurpose = 'new-account' | 'taken-address' | 'new-address' | 'new-password';

const NEVER_TELL = 'Enter it only on our page, and tell it to nobody: we never ask for it.';

const texts: Readonly<Record<CodePurpose, (account: string) => { subject: string; before: string; after: string }>> = {
  'new-account': (account) => ({
    subject: 'Your code for a new account',
    before: `Somebody signed up${account} with this address. To confirm that it is yours, the code is`,
    after: `${NEVER_TELL} If you did not sign up, ignore this mail: without the code there will be no account.`,
  }),
  'taken-address': (account) => ({
    subject: 'Somebody signed up with your address',
    before:
      `Somebody signed up${account} with this address, which belongs to your account already. Nothing changes, and ` +
      'you need not do anything. If it was you, sign in with this address instead, or set a new password there. ' +
      'The code of the other account, which opens nothing, is',
    after: 'Tell it to nobody all the same.',
  }),
  'new-address': (account) => ({
    subject: 'Your code for a new address',
    before: `Somebody gave this address as the new one of their account${account}. To confirm it, the code is`,
    after: `${NEVER_TELL} If it was not you, ignore this mail: without the code the address stays as it was.`,
  }),
  'new-password': (account) => ({
    subject: 'Your code for a new password',
    before: `Somebody requested a new password for your account${account}. To set it, the code is`,
    after:
      `${NEVER_TELL} With it, anyone can take over your account. If it was not you, ignore this mail: your ` +
      'password stays as it is.',
  }),
};

/**
 * Returns the mail for a code.
 * @param username of the account; only a valid one is named, since the text is HTML
 * @param code what stands for the code in the text
 */
export function mailText(purpose: CodePurpose, username: string, code: string): MailText {
  const { subject, before, after } = texts[purpose](isUserName(username) ? ` (${username})` : '');
  return {
    subject: `${subject} at the message center`,
    html: `<p>${before} <b>${code}</b>.</p>\n<p>${after}</p>`,
  };
}
