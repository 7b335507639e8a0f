/** Access logs of the APIs' stages. Neither paths nor query strings nor headers: those hold names, ids and tokens. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** @param fields variables of `$context`, by which they are also named in the log */
export function accessLog(scope: Construct, fields: readonly string[]) {
  const logGroup = new LogGroup(scope, 'AccessLog', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const format = Object.fromEntries(fields.map((field) => [field, `$context.${field}`]));
  return { destination: new LogGroupLogDestination(logGroup), format: AccessLogFormat.custom(JSON.stringify(format)) };
}
