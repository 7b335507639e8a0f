/** The reasons of reports: common ones to choose from, and the reporter's own words. */
import { REASON_MAX_CHARACTERS, cleanText } from '#contract/text.ts';
import { parts } from '../words/parts.ts';
import { lengthProblem } from './length.ts';

/** Each goes before the reporter’s own words. */
export const reportKinds = (): Readonly<Record<string, string>> => ({
  '': parts.choose,
  spam: parts.spam,
  harassment: parts.harassment,
  fraud: parts.fraud,
  danger: parts.danger,
  other: parts.otherReason,
});

export const reportWords = (kind: string, reason: string): string =>
  [kind !== '' && kind !== 'other' && `${reportKinds()[kind]}.`, cleanText(reason)].filter(Boolean).join(' ');

export function reportProblem(kind: string, reason: string): string | undefined {
  if (reportWords(kind, reason) === '') return kind === 'other' ? parts.wordsMissing : parts.reasonMissing;
  return lengthProblem(reportWords(kind, reason), REASON_MAX_CHARACTERS);
}
