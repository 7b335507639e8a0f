/** Links to the files of messages, posts and reports, asked for when a file is shown: they last for minutes. */
import type { Mailbox } from '#client/mailbox.ts';
import type { Session } from '#client/session.ts';
import { getMessageAttachments, getPostPictures } from '#contract/routes/attachments.ts';
import { useMailbox } from './mailbox.ts';
import { useSession } from './session.ts';

/** What has the files. */
export interface FilesOf {
  readonly kind: 'message' | 'post' | 'report';
  readonly id: string;
}

/** A file that the server does not hand out. */
export class WithheldFile extends Error {
  override readonly name = 'WithheldFile';
  /** Why: `scan-pending` where it may be handed out soon. */
  readonly code: string;

  constructor(code: string) {
    super(`The file is withheld: ${code}.`);
    this.code = code;
  }
}

/** By id of the file. */
type LinksById = ReadonlyMap<string, Answered>;
type Answered = { readonly url: string; readonly expires: number } | { readonly code: string };

/** What was asked for is kept for this number of messages and posts; the oldest go first. */
const KEPT_MAX = 200;
/** A link that ends this soon is asked for again: its file takes a while to load. */
const MARGIN_MS = 20_000;

export interface Links {
  /**
   * Returns the link to a file; undefined where the file is gone.
   * @param failed a link to it that did not work
   * @throws {WithheldFile}
   * @throws {Failure}
   */
  link(of: FilesOf, file: string, failed?: string): Promise<string | undefined>;
}

function createLinks(session: Session): Links {
  const asked = new Map<string, Promise<LinksById>>();

  async function ask({ kind, id }: FilesOf): Promise<LinksById> {
    const { items, withheld = [] } = await session.call(await routeOf(kind), { parameters: { id } });
    return new Map<string, Answered>([
      ...items.map(({ id: file, url, expires }) => [file, { url, expires: Date.parse(expires) }] as const),
      ...withheld.map(({ id: file, code }) => [file, { code }] as const),
    ]);
  }

  /** The files of a message are shown together: they share one request. */
  function askOnce(of: FilesOf): Promise<LinksById> {
    const key = keyOf(of);
    const answer = ask(of);
    asked.delete(key);
    asked.set(key, answer);
    answer.catch(() => asked.get(key) === answer && asked.delete(key));
    const [oldest] = asked.keys();
    if (asked.size > KEPT_MAX && oldest !== undefined) asked.delete(oldest);
    return answer;
  }

  return {
    async link(of, file, failed) {
      const before = asked.get(keyOf(of));
      const found = before && (await before).get(file);
      const isGood = found !== undefined && 'url' in found && found.expires - MARGIN_MS > Date.now();
      // Of several files that fail together, the first one asks for all.
      if (isGood && found.url !== failed) return found.url;
      // Another file of the same message may have asked meanwhile.
      const now = asked.get(keyOf(of));
      const answer = now && now !== before ? now : askOnce(of);
      const link = (await answer).get(file);
      if (link && 'code' in link) throw new WithheldFile(link.code);
      return link?.url;
    },
  };
}

async function routeOf(kind: FilesOf['kind']) {
  if (kind === 'message') return getMessageAttachments;
  if (kind === 'post') return getPostPictures;
  // Routes of administrators are loaded for them alone.
  return (await import('#contract/routes/admin.ts')).getReportAttachments;
}

const keyOf = ({ kind, id }: FilesOf): string => `${kind} ${id}`;

const ofMailbox = new WeakMap<Mailbox, Links>();

export function useLinks(): Links {
  const session = useSession();
  const { mailbox } = useMailbox();
  const links = ofMailbox.get(mailbox) ?? createLinks(session);
  ofMailbox.set(mailbox, links);
  return links;
}
