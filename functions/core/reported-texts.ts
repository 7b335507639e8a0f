/** The earlier texts that a report of a message keeps: an edit before the report must not hide what was written. */

import { earlierTexts, type EarlierText } from './earlier-texts.ts';
import type { ReportedTexts } from './moderation-record.ts';
import type { Log } from './ports.ts';

/** The size of an item is limited to 400 KB, and a report has the text of today and its reason besides. */
const KEPT_MAX_BYTES = 100_000;

/**
 * Returns the texts that a message had before one of its edits, as many of the newest as a report can hold.
 * @param edit seq of the edit that the report has the text of: another may have come since that was read
 * @throws {Refusal} `not-found`, as {@link earlierTexts}
 */
export async function reportedTexts(
  log: Pick<Log, 'get' | 'getMany'>,
  person: string,
  id: string,
  edit: number,
): Promise<ReportedTexts> {
  const texts: EarlierText[] = [];
  let before: number | undefined = edit;
  do {
    const page = await earlierTexts(log, person, id, before);
    texts.push(...page.texts);
    before = page.next;
  } while (before !== undefined);

  let bytes = 0;
  const tooMany = texts.findIndex(({ body }) => (bytes += Buffer.byteLength(body)) > KEPT_MAX_BYTES);
  const kept = tooMany < 0 ? texts : texts.slice(0, tooMany);
  return {
    ...(kept.length > 0 && { earlierTexts: kept }),
    ...(kept.length < texts.length && { textsNotKept: texts.length - kept.length }),
  };
}
