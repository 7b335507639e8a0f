/** Which actions on which resources a request needs, as IAM judges DynamoDB's item operations. */
import type { Input } from './dynalite.ts';

export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/**
 * A batch is judged for each of its tables; a Query or Scan of an index for the index.
 * @param arnOf ARN of the table of a name, whether it exists or not
 */
export function permissionsFor(operation: string, input: Input, arnOf: (table: string) => string): Permission[] {
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  const { RequestItems: batch, TableName: table, IndexName: index } = input;
  if (typeof batch === 'object' && batch !== null)
    return Object.keys(batch).map((name) => ({ action, resource: arnOf(name) }));
  const arn = arnOf(String(table));
  return [{ action, resource: typeof index === 'string' ? `${arn}/index/${index}` : arn }];
}
