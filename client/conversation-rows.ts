/** The rows of one conversation, made from the server's messages and my own unsent ones. */
import type { Message, Quote } from '#contract/schemas.ts';
import type { LogReplica } from './log-replica.ts';
import type { MessageRow } from './mailbox.ts';
import type { UnsentMessage } from './unsent.ts';

export type RowsOf = (replica: LogReplica | undefined, unsent: readonly UnsentMessage[]) => readonly MessageRow[];

/**
 * @param mine whether a clientId is one this device has given, so that the row it became keeps its key
 * @returns what makes a conversation's rows: of the same message always the same row, so that it need not be drawn anew
 */
export function createRows(me: string, mine: (clientId: string) => boolean): RowsOf {
  const stored = new WeakMap<Message, MessageRow>();

  function rowOf(message: Message): MessageRow {
    const row = stored.get(message) ?? sentRow(message);
    stored.set(message, row);
    return row;
  }

  function sentRow({ kind: _kind, recipient: _recipient, ...message }: Message): MessageRow {
    const { id, clientId } = message;
    return { key: clientId !== undefined && mine(clientId) ? clientId : id, ...message, state: 'sent' };
  }

  function unsentRow(
    { clientId, body, timestamp, replyTo, problem, delay }: UnsentMessage,
    messages: readonly Message[],
  ): MessageRow {
    const answered = replyTo === undefined ? undefined : messages.find(({ id }) => id === replyTo);
    const outcome = problem
      ? { state: 'failed' as const, problem }
      : { state: 'pending' as const, ...(delay && { delay }) };
    return {
      key: clientId,
      sender: me,
      body,
      timestamp,
      clientId,
      ...(answered && { quote: quoteOf(answered) }),
      ...outcome,
    };
  }

  return (replica, unsent) => {
    const messages = replica?.messages ?? [];
    return [...messages.map(rowOf), ...unsent.map((item) => unsentRow(item, messages))];
  };
}

const quoteOf = ({ id, sender, body, deleted }: Message): Quote => ({ id, sender, body, ...(deleted && { deleted }) });
