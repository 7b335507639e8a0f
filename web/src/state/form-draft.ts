/**
 * What is typed in a form and not sent yet: kept as the drafts of messages are, so that it outlives a reload, a look
 * elsewhere, and a session that ends by itself.
 */
import { useMemo } from 'react';
import { readDraft, writeDraft } from './drafts.ts';
import { useMailbox } from './mailbox.ts';

/** Where values that differ from the first ones are kept until they are sent. */
export interface KeptValues {
  read(): Readonly<Record<string, string>>;
  write(values: Readonly<Record<string, string>>): void;
}

/** @param place where it is kept, among the drafts of messages. It begins with a slash, which no user name has. */
export function useFormDraft(place: `/${string}`): KeptValues {
  const { me } = useMailbox();
  return useMemo(
    () => ({
      read() {
        const kept = readDraft(me, place);
        return kept === '' ? {} : (JSON.parse(kept) as Record<string, string>);
      },
      write: (values) => writeDraft(me, place, Object.keys(values).length === 0 ? '' : JSON.stringify(values)),
    }),
    [me, place],
  );
}
