/** The actions and resources that a request needs permission for, as IAM checks DynamoDB's item operations. */
import type { Input } from './dynalite.ts';

export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/**
 * A batch needs permission on each of its tables; a Query or Scan of an index needs it on the index.
 * @param arnOf returns the ARN of a table by its name, whether or not the table exists
 */
export function permissionsFor(operation: string, input: Input, arnOf: (table: string) => string): Permission[] {
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  const { RequestItems: batch, SourceTableName: source, TableName: table = source, IndexName: index } = input;
  if (typeof batch === 'object' && batch !== null)
    return Object.keys(batch).map((name) => ({ action, resource: arnOf(name) }));
  const arn = arnOf(String(table));
  return [{ action, resource: typeof index === 'string' ? `${arn}/index/${index}` : arn }];
}
