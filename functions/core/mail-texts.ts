/**
 * What the mails with codes say, in each language. Each says what its code is for, so that nobody is talked out of one
 * for something else.
 */

import { isUserName } from '#contract/user-name.ts';
import type { MailLanguage } from './mail-language.ts';

interface MailText {
  readonly subject: string;
  readonly html: string;
}

/** What a code does; `taken-address`: nothing, since another account has confirmed the address. */
export type CodePurpose = 'new-account' | 'taken-address' | 'new-address' | 'new-password';

interface Words {
  readonly subject: string;
  /** The code follows. */
  readonly before: string;
  readonly after: string;
}

/** @param account its name in parentheses, with a space before them; or nothing */
type MailWords = Readonly<Record<CodePurpose, (account: string) => Words>>;

const NEVER_TELL = 'Enter it only on our page, and tell it to nobody: we never ask for it.';

const english: MailWords = {
  'new-account': (account) => ({
    subject: 'Your code for a new account at the message center',
    before: `Somebody signed up${account} with this address. To confirm that it is yours, the code is`,
    after: `${NEVER_TELL} If you did not sign up, ignore this mail: without the code there will be no account.`,
  }),
  'taken-address': (account) => ({
    subject: 'Somebody signed up with your address at the message center',
    before:
      `Somebody signed up${account} with this address, which belongs to your account already. Nothing changes, and ` +
      'you need not do anything. If it was you, sign in with this address instead, or set a new password there. ' +
      'The code of the other account, which opens nothing, is',
    after: 'Tell it to nobody all the same.',
  }),
  'new-address': (account) => ({
    subject: 'Your code for a new address at the message center',
    before: `Somebody gave this address as the new one of their account${account}. To confirm it, the code is`,
    after: `${NEVER_TELL} If it was not you, ignore this mail: without the code the address stays as it was.`,
  }),
  'new-password': (account) => ({
    subject: 'Your code for a new password at the message center',
    before: `Somebody requested a new password for your account${account}. To set it, the code is`,
    after:
      `${NEVER_TELL} With it, anyone can take over your account. If it was not you, ignore this mail: your ` +
      'password stays as it is.',
  }),
};

const NEVER_TELL_IN_TURKISH = 'Kodu yalnızca bizim sayfamıza gir ve kimseye söyleme: biz onu asla sormayız.';

const turkish: MailWords = {
  'new-account': (account) => ({
    subject: 'Message Center: yeni hesabın için kodun',
    before: `Birisi bu adresle kaydoldu${account}. Adresin sana ait olduğunu doğrulamak için kod:`,
    after: `${NEVER_TELL_IN_TURKISH} Sen kaydolmadıysan bu e-postayı dikkate alma: kod olmadan hesap açılmaz.`,
  }),
  'taken-address': (account) => ({
    subject: 'Message Center: birisi senin adresinle kaydoldu',
    before:
      `Birisi, zaten senin hesabına ait olan bu adresle kaydoldu${account}. Hiçbir şey değişmez ve bir şey yapman ` +
      'gerekmez. O kişi sensen bu adresle giriş yap ya da giriş ekranında yeni bir parola belirle. Diğer hesabın ' +
      'hiçbir işe yaramayan kodu:',
    after: 'Yine de bunu kimseye söyleme.',
  }),
  'new-address': (account) => ({
    subject: 'Message Center: yeni adresin için kodun',
    before: `Birisi bu adresi hesabının yeni adresi olarak verdi${account}. Doğrulamak için kod:`,
    after: `${NEVER_TELL_IN_TURKISH} Bu kişi sen değilsen bu e-postayı dikkate alma: kod olmadan adres değişmez.`,
  }),
  'new-password': (account) => ({
    subject: 'Message Center: yeni parolan için kodun',
    before: `Birisi hesabın${account} için yeni bir parola istedi. Parolayı belirlemek için kod:`,
    after:
      `${NEVER_TELL_IN_TURKISH} Bu kodu bilen herkes hesabını ele geçirebilir. Sen istemediysen bu e-postayı ` +
      'dikkate alma: parolan olduğu gibi kalır.',
  }),
};

const texts: Readonly<Record<MailLanguage, MailWords>> = { en: english, tr: turkish };

/**
 * Returns the mail for a code.
 * @param username of the account; only a valid one is named, since the text is HTML
 * @param code what stands for the code in the text
 */
export function mailText(purpose: CodePurpose, language: MailLanguage, username: string, code: string): MailText {
  const { subject, before, after } = texts[language][purpose](isUserName(username) ? ` (${username})` : '');
  return { subject, html: `<p>${before} <b>${code}</b>.</p>\n<p>${after}</p>` };
}
