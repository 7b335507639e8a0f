/** English texts of the administration. */
import type { ReactNode } from 'react';
import { plural } from './plural.ts';
import { inLanguage } from './words.ts';

/** By the act, as the audit log has it. A later version may add acts. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['disable', 'disabled'],
  ['enable', 'enabled'],
  ['sign-out', 'signed out'],
  ['resolve-report', 'resolved report'],
  ['remove-message', 'removed message'],
  ['remove-post', 'removed post'],
  ['reset-two-step', 'reset the two-step sign-in of'],
]);

export const admin = inLanguage('admin', {
  administration: 'Administration',
  needTwoStep: (setItUp: ReactNode): readonly ReactNode[] => [
    'Administrators need two-step sign-in. ',
    setItUp,
    ' first.',
  ],
  setItUp: 'Set it up',
  reports: 'Reports',
  reportsLead: 'What people have reported',
  answers: 'Answers',
  answersLead: 'Posts that stay without one',
  people: 'People',
  peopleLead: 'Accounts and their status',
  auditLog: 'Audit log',
  auditLogLead: 'What administrators have done',
  cancel: 'Cancel',
  // Accounts.
  searchAccounts: 'Search accounts by name',
  accounts: 'Accounts',
  noNamesStartWith: (prefix: string) => `No names start with “${prefix}”`,
  noAccounts: 'No accounts yet',
  active: 'Active',
  unconfirmed: 'Unconfirmed',
  disabled: 'Disabled',
  joined: (email: string, date: string) => `${email} · joined ${date}`,
  signOut: 'Sign out',
  signOutPerson: (name: string) => `Sign out ${name}`,
  isSignedOut: (name: string) => `${name} is signed out everywhere.`,
  resetTwoStep: 'Reset two-step',
  resetTwoStepOf: (name: string) => `Reset two-step sign-in of ${name}`,
  isReset: (name: string) => `${name} signs in with the password alone next time.`,
  enable: 'Enable',
  enablePerson: (name: string) => `Enable ${name}`,
  isEnabled: (name: string) => `${name} can sign in again.`,
  disable: 'Disable',
  disablePerson: (name: string) => `Disable ${name}`,
  isDisabled: (name: string) => `${name} is disabled.`,
  disableQuestion: (name: string) => `Disable ${name}?`,
  disableMeans:
    'They are signed out everywhere. They can’t sign in, and nobody can message them, until you enable the account ' +
    'again. Their conversations are kept.',
  // The audit log.
  everythingDone: 'Everything administrators have done. It can’t be edited.',
  noActions: 'No actions yet',
  did: (by: ReactNode, act: string, subject: ReactNode): readonly ReactNode[] => [
    by,
    ` ${VERBS.get(act) ?? 'acted on'} `,
    subject,
  ],
  // How posts are answered.
  figuresLead: 'How many posts stay without an answer. The newest posts of that age count, up to a day older.',
  figuresNotLoaded: 'We couldn’t load the figures',
  noPostsOfThatAge: 'No posts of that age yet',
  postsWithoutAnswer: 'Posts without an answer',
  afterDays: (days: number) => plural(days, { one: 'After one day', other: `After ${days} days` }),
  unansweredOf: (unanswered: number, posts: number) =>
    `${unanswered} of ${plural(posts, { one: '1 post', other: `${posts} posts` })}`,
  percent: (share: number) => `${share} %`,
  // Reports.
  filterReports: 'Filter reports',
  open: 'Open',
  resolved: 'Resolved',
  noOpenReports: 'No open reports',
  noResolvedReports: 'No resolved reports yet',
  reportedPerson: (reporter: ReactNode, reported: ReactNode): readonly ReactNode[] => [
    reporter,
    ' reported ',
    reported,
  ],
  reportedMessage: (reporter: ReactNode, reported: ReactNode): readonly ReactNode[] => [
    reporter,
    ' reported a message from ',
    reported,
  ],
  reportedPost: (reporter: ReactNode, reported: ReactNode): readonly ReactNode[] => [
    reporter,
    ' reported a post of ',
    reported,
  ],
  reportedThanks: (reporter: ReactNode, reported: ReactNode): readonly ReactNode[] => [
    reporter,
    ' reported a thank-you of ',
    reported,
  ],
  reportedOn: (name: string, date: string) => `${name}, reported ${date}`,
  reportedPicture: (number: number, count: number) => `Reported picture ${number} of ${count}`,
  filesNotCopied: (count: number) =>
    plural(count, {
      one: 'One file could not be copied for this report.',
      other: `${count} files could not be copied for this report.`,
    }),
  beforeItsEdits: (count: number) =>
    plural(count, { one: 'What it said before it was edited', other: `What it said before its ${count} edits` }),
  earlierTexts: 'Earlier texts',
  noText: 'No text',
  olderTextsNotKept: (count: number) =>
    plural(count, {
      one: 'One older text was too much for the report.',
      other: `${count} older texts were too much for the report.`,
    }),
  profileAtThatTime: 'Their profile at that time',
  postAtThatTime: (owner: string, status: string) => `${owner}, the post at that time (${status})`,
  thanksAtThatTime: (giver: string, helper: string) => `${giver} to ${helper}, at that time`,
  resolvedBy: (name: string) => `Resolved by ${name}`,
  resolvedByAdministrator: 'Resolved by an administrator',
  resolve: 'Resolve',
  isResolved: 'Report resolved.',
  removeMessage: 'Remove message',
  removeMessageQuestion: 'Remove this message?',
  removeMessageMeans: 'The text is erased for both people. They see that a moderator removed it.',
  messageIsRemoved: 'Message removed. The report stays open until you resolve it.',
  keepPost: 'Keep post',
  postIsKept: 'Post kept: others see it, and reports hide it no more. The report stays open until you resolve it.',
  removeThanks: 'Remove thank-you',
  thanksAreRemoved: 'Thank-you removed. The report stays open until you resolve it.',
  removePost: 'Remove post',
  removePostQuestion: 'Remove this post?',
  removePostMeans: 'Nobody but its owner can see it any more.',
  postIsRemoved: 'Post removed. The report stays open until you resolve it.',
  why: 'Why?',
  whyHint: 'The owner is shown this.',
  sayWhy: 'Say why you remove it.',
  remove: 'Remove',
});
