/** Saves a file to the device. Its link is asked for at the press: it lasts for minutes. */
import { useState } from 'react';
import type { RowAttachment } from '#client/mailbox.ts';
import { type FilesOf, WithheldFile, useLinks } from '../state/links.ts';
import { localUrl } from '../state/local-files.ts';
import { explain } from '../text/explain.ts';
import { withheldText } from '../text/withheld.ts';
import { files } from '../words/files.ts';
import { heldAt } from './use-source.ts';

interface Download {
  readonly busy: boolean;
  /** Why it failed, as a sentence. */
  readonly problem: string | undefined;
  start(): void;
}

export function useDownload(own: FilesOf | undefined, file: RowAttachment): Download {
  const { key, name } = file;
  const { of, id } = heldAt(own, file);
  const links = useLinks();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const addressOf = async (): Promise<string | undefined> => {
    if (of && id !== undefined) return links.link(of, id);
    return key === undefined ? undefined : localUrl(key);
  };

  return {
    busy,
    problem,
    start() {
      setBusy(true);
      setProblem(undefined);
      addressOf()
        .then(
          (url) => (url === undefined ? setProblem(files.fileNoLongerThere) : save(url, name)),
          (reason: unknown) =>
            setProblem(reason instanceof WithheldFile ? withheldText(reason.code) : explain(reason).detail),
        )
        .finally(() => setBusy(false));
    },
  };
}

/** The server's answer has the name of the file; the one given here is for files that the page has itself. */
function save(url: string, name = ''): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
