/** The reasons of reports: common ones to choose from, and the reporter's own words. */
import { REASON_MAX_CHARACTERS, cleanText } from '#contract/text.ts';
import { lengthProblem } from './length.ts';

/** Each goes before the reporter’s own words. */
export const REPORT_KINDS: Readonly<Record<string, string>> = {
  '': 'Choose…',
  spam: 'Spam or advertising',
  harassment: 'Harassment, hate or threats',
  fraud: 'Fraud or a false name',
  danger: 'Something illegal or dangerous',
  other: 'Something else',
};

export const reportWords = (kind: string, reason: string): string =>
  [kind !== '' && kind !== 'other' && `${REPORT_KINDS[kind]}.`, cleanText(reason)].filter(Boolean).join(' ');

export function reportProblem(kind: string, reason: string): string | undefined {
  if (reportWords(kind, reason) === '')
    return kind === 'other' ? 'Describe what’s wrong in a few words.' : 'Choose a reason, or describe what’s wrong.';
  return lengthProblem(reportWords(kind, reason), REASON_MAX_CHARACTERS);
}
