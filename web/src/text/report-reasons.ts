/** The reasons of reports: common ones to choose from, and the reporter's own words. */
import { ReportKind } from '#contract/report-kind.ts';
import { REASON_MAX_CHARACTERS, cleanText } from '#contract/text.ts';
import { parts } from '../words/parts.ts';
import { lengthProblem } from './length.ts';

export const reportKinds = (): Readonly<Record<ReportKind, string>> => ({
  spam: parts.spam,
  harassment: parts.harassment,
  fraud: parts.fraud,
  danger: parts.danger,
});

/** What a form offers. */
export const reportChoices = (): Readonly<Record<string, string>> => ({
  '': parts.choose,
  ...reportKinds(),
  other: parts.otherReason,
});

/** Returns what the choice and the words of a form say to the API. */
export function reportReason(choice: string, words: string): { readonly kind?: ReportKind; readonly reason?: string } {
  const kind = ReportKind.safeParse(choice).data;
  const reason = cleanText(words);
  return { ...(kind && { kind }), ...(reason !== '' && { reason }) };
}

export function reportProblem(choice: string, words: string): string | undefined {
  const { kind, reason = '' } = reportReason(choice, words);
  if (!kind && reason === '') return choice === 'other' ? parts.wordsMissing : parts.reasonMissing;
  return lengthProblem(reason, REASON_MAX_CHARACTERS);
}
