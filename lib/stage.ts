/** What the stages of both APIs share. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Requests a second, of all people together, at which the gateway begins to refuse: a bound on what an attack can cost. */
const throttle = { rateLimit: 500, burstLimit: 1000 };

/**
 * @param logged variables of `$context`, by which they are also named in the access log. Neither paths nor query strings nor
 *   headers: those hold names, ids and tokens.
 */
export function stageDefaults(scope: Construct, logged: readonly string[]) {
  const logGroup = new LogGroup(scope, 'AccessLog', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const format = Object.fromEntries(logged.map((variable) => [variable, `$context.${variable}`]));
  return {
    autoDeploy: true,
    throttle,
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(format)),
    },
  };
}
