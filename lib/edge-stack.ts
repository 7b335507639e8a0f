/**
 * What CloudFront takes from us-east-1 alone: the certificate of the site's own name, and a web ACL. It is a stack of
 * its own, so that the message center deploys to any region; its outputs are settings of the other stack.
 */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { SettingError } from './settings.ts';

interface EdgeProps {
  /** Gets a certificate. The operator proves by a DNS record that the name is theirs. */
  readonly domainName?: string;
  /** Whether to make a web ACL. */
  readonly waf?: boolean;
}

/**
 * Requests of one address in five minutes, above which it is refused: ten a second. A page makes some hundred at its
 * start, and an office or a mobile network may be one address.
 */
const REQUESTS_PER_ADDRESS = 3000;

export class EdgeStack extends Stack {
  /** @throws {SettingError} if there is nothing to make */
  constructor(scope: Construct, id: string, { domainName, waf = false }: EdgeProps) {
    super(scope, id, {
      env: { region: 'us-east-1' },
      description: 'Message center: certificate and web ACL of its distribution',
    });
    if (domainName === undefined && !waf) throw new SettingError('Set domainName, or waf to true.');
    if (domainName !== undefined) {
      const certificate = new Certificate(this, 'Certificate', {
        domainName,
        validation: CertificateValidation.fromDns(),
      });
      new CfnOutput(this, 'CertificateArn', { value: certificate.certificateArn, description: 'certificateArn' });
    }
    if (waf) new CfnOutput(this, 'WebAclArn', { value: webAcl(this).attrArn, description: 'webAclArn' });
  }
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
function webAcl(scope: Construct): CfnWebACL {
  const visibility = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName,
    sampledRequestsEnabled: false,
  });
  return new CfnWebACL(scope, 'WebAcl', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: visibility('MessageCenter'),
    rules: [
      {
        name: 'RatePerAddress',
        priority: 0,
        action: { block: {} },
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: REQUESTS_PER_ADDRESS } },
        visibilityConfig: visibility('RatePerAddress'),
      },
      {
        name: 'KnownBadAddresses',
        priority: 1,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesAmazonIpReputationList' },
        },
        visibilityConfig: visibility('KnownBadAddresses'),
      },
    ],
  });
}
