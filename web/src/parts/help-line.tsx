/** How much a person has helped, in one line. Nothing while that is not known. */
import { useCallback } from 'react';
import { listThanks } from '#contract/routes/thanks.ts';
import { useFetch } from '../hooks/use-fetch.ts';
import { useSession } from '../state/session.ts';
import { helpText } from '../text/help.ts';

export function HelpLine({ username }: { username: string }) {
  const session = useSession();
  const load = useCallback(
    () => session.call(listThanks, { parameters: { username }, query: { limit: 1 } }),
    [session, username],
  );
  const { value } = useFetch(load);
  return value?.help ? <>{helpText(value.help)}</> : null;
}
