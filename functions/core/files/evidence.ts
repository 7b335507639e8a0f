/**
 * Copies of the files of what is reported. Administrators see them after the original was deleted. They expire by
 * themselves.
 */

import type { Evidence } from '../moderation-record.ts';
import type { Clock } from '../ports.ts';
import type { TakenFile } from './attachment.ts';
import type { Files } from './ports.ts';

/** How long a report waits for its copies: storing it afterwards still fits into the time of one request. */
const COPIES_WAIT_MS = 4_000;

export interface CopyEvidenceServices {
  readonly files: Pick<Files, 'copy'>;
  readonly clock: Pick<Clock, 'sleep'>;
}

/**
 * Returns the key of a file's copy, which has the random part of the original's. So each file has one copy, however
 * often it is reported: another report replaces it, and S3 keeps it for its whole time again. The content is the same,
 * since nothing writes to the original's key twice.
 */
const evidenceKeyOf = (kept: string): string => `evidence/${kept.slice(kept.indexOf('/') + 1)}`;

/**
 * Copies files that are reported, at most those of one message. Never throws: a report is worth more than its pictures.
 * A file that is gone already is left out. A copy that is made too late belongs to no report, and expires like the
 * others.
 */
export async function copyEvidence(
  { files, clock }: CopyEvidenceServices,
  held: readonly TakenFile[],
): Promise<Evidence> {
  if (held.length === 0) return {};
  const late = clock.sleep(COPIES_WAIT_MS).then(() => 'failed' as const);
  const outcomes = await Promise.all(
    held.map((original) => {
      const file = evidenceKeyOf(original.file);
      const copied = files.copy(original.file, file, undefined).then(
        (isThere) => (isThere ? { ...original, file } : ('gone' as const)),
        (error: unknown) => {
          console.error('A file of a report could not be copied.', error);
          return 'failed' as const;
        },
      );
      return Promise.race([copied, late]);
    }),
  );
  const attachments = outcomes.filter((outcome) => typeof outcome === 'object');
  const filesNotCopied = outcomes.filter((outcome) => outcome === 'failed').length;
  return { ...(attachments.length > 0 && { attachments }), ...(filesNotCopied > 0 && { filesNotCopied }) };
}
