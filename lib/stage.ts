/** What the stages of both APIs share. */
import { Names, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';

/**
 * Without this prefix each log group of an HTTP API adds to one resource policy of the account and region, which
 * may have 5,120 bytes: where many are logged, the next deployment fails.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
const VENDED_LOGS = '/aws/vendedlogs/apigateway/';

/**
 * Makes the options that the stages of both APIs share.
 *
 * A line of the access log is JSON with short names, since every request pays for it: a delivered message has two. It
 * has no time, which CloudWatch keeps with each line.
 * @param settings the limits bound what an attack can cost: above them the gateway refuses everybody
 * @param logged variables of `$context` by their names in the access log. Leave out paths, query strings, headers and
 *   the authorizer's principal: they hold user names, ids and tokens.
 */
export function stageDefaults(
  scope: Construct,
  { requestsPerSecond, requestBurst }: Settings,
  logged: Readonly<Record<string, string>>,
) {
  const logGroup = new LogGroup(scope, 'AccessLog', {
    logGroupName: `${VENDED_LOGS}${Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' })}`,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const format = Object.fromEntries(Object.entries(logged).map(([name, variable]) => [name, `$context.${variable}`]));
  return {
    autoDeploy: true,
    throttle: { rateLimit: requestsPerSecond, burstLimit: requestBurst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(format)),
    },
  };
}
