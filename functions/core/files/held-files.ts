/** The files that messages hold: their links, and what is left of them when the message is deleted. */

import { isMessage } from '#contract/entry-kinds.ts';
import type { MessageEntry } from '../entry.ts';
import { getMessage } from '../get-message.ts';
import type { Clock, Log } from '../ports.ts';
import type { TakenFile } from './attachment.ts';
import type { FileScans, Files, Withheld } from './ports.ts';

/** Returns the files of a message with their keys; none where it was deleted. */
export const filesOf = ({ attachments = [], files = [] }: MessageEntry): readonly TakenFile[] =>
  attachments.flatMap((attachment, i) => {
    const file = files[i];
    return file === undefined ? [] : [{ ...attachment, file }];
  });

export interface Link {
  readonly id: string;
  readonly url: string;
  readonly expires: number;
}

/** A file that is not handed out. */
export interface WithheldFile {
  readonly id: string;
  readonly withheld: Withheld;
}

/** How long a link works: time enough to load a file over a slow line, and to watch a film to its end. */
const LINK_LASTS_MS = 10 * 60_000;

export interface LinkServices {
  readonly log: Pick<Log, 'get'>;
  readonly files: Pick<Files, 'link'>;
  readonly scans: FileScans;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Returns links to the attachments of a message.
 * @throws {Refusal} `not-found` where there is none, and for everyone but the two people of the conversation
 */
export async function linksOfMessage(
  services: LinkServices,
  person: string,
  id: string,
): Promise<readonly (Link | WithheldFile)[]> {
  const entry = await getMessage(services.log, person, id);
  return isMessage(entry) ? linksTo(services, filesOf(entry)) : [];
}

/**
 * Returns links to files that the caller has found the reader may load. A scan for malware ends some time after a file
 * was taken, so it is asked for when a file is to be handed out: until then, and where it found something, there is no
 * link.
 */
export function linksTo(
  { files, scans, clock }: Omit<LinkServices, 'log'>,
  held: readonly TakenFile[],
): Promise<readonly (Link | WithheldFile)[]> {
  const expires = clock.now() + LINK_LASTS_MS;
  return Promise.all(
    held.map(async ({ id, type, name, file }) => {
      const withheld = await scans.withheld(file);
      return withheld ? { id, withheld } : { id, url: await files.link(file, { type, name }, expires), expires };
    }),
  );
}
