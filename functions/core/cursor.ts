/**
 * Cursors of lists: opaque to clients, and bound to the person and the query they were made for. They are not signed: a
 * cursor only selects a position in a list that its bearer may read anyway.
 */

import { refuseField } from '#contract/refusal.ts';

/** What a cursor is bound to: the person who lists, and what they list. */
type Scope = readonly string[];

export const encodeCursor = (scope: Scope, position: string): string =>
  Buffer.from(JSON.stringify([...scope, position])).toString('base64url');

/**
 * Returns the position in a cursor.
 * @param isPosition true if the list could have given out this position: anyone can make up a cursor
 * @throws {Refusal} `invalid` for a cursor of another list, or anything that is not a cursor
 */
export function decodeCursor(scope: Scope, cursor: string, isPosition: (position: string) => boolean): string {
  const parts = parse(cursor);
  const position = parts.at(-1);
  const matches = parts.length === scope.length + 1 && scope.every((part, i) => parts[i] === part);
  if (!matches || typeof position !== 'string' || !isPosition(position)) {
    const problem = 'This cursor belongs to another list. Start again without a cursor.';
    throw refuseField('cursor', 'not-allowed', problem, 'The request is not valid.');
  }
  return position;
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
