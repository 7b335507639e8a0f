/** The reasons of reports: common ones to choose from, and the reporter's own words. */
import { REASON_MAX_CHARACTERS, cleanText } from '#contract/text.ts';
import { parts } from '../words/parts.ts';
import { lengthProblem } from './length.ts';

/** Each goes before the reporter’s own words. */
export const reportKinds = (): Readonly<Record<string, string>> => ({
  '': parts.choose,
  spam: parts.spamOrAdvertising,
  harassment: parts.harassmentHateOrThreats,
  fraud: parts.fraudOrFalseName,
  danger: parts.somethingIllegalOrDangerous,
  other: parts.somethingElse,
});

export const reportWords = (kind: string, reason: string): string =>
  [kind !== '' && kind !== 'other' && `${reportKinds()[kind]}.`, cleanText(reason)].filter(Boolean).join(' ');

export function reportProblem(kind: string, reason: string): string | undefined {
  if (reportWords(kind, reason) === '')
    return kind === 'other' ? parts.describeWhatsWrongIn : parts.chooseReasonOrDescribe;
  return lengthProblem(reportWords(kind, reason), REASON_MAX_CHARACTERS);
}
