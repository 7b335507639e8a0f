/** How long logs are kept, said once for all groups: those of functions, of both APIs and of deployments. */
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import type { Settings } from './settings.ts';

/** Sets the retention of all log groups within a construct that has all its parts. */
export function keepLogs(scope: IConstruct, { logDays }: Pick<Settings, 'logDays'>): void {
  for (const group of scope.node.findAll()) if (group instanceof CfnLogGroup) group.retentionInDays = logDays;
}
