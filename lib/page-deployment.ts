/** Puts the built page into the bucket of the site, with what it must know of the message center. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { accept, acceptPattern } from './accept.ts';

interface Options {
  /** Folder of the built page. */
  readonly page: string;
  readonly bucket: IBucket;
  /** Content of the page's `config.json`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Deploys the assets, and then the rest of the page.
 * @returns the deployment of the rest
 */
export function deployPage(scope: Construct, { page, bucket, config }: Options): BucketDeployment {
  const built = existsSync(join(page, 'index.html'));
  if (!built)
    Annotations.of(scope).addInfo('The page is not built, so none is deployed. Build it with `npm run build`.');
  const deployment = {
    destinationBucket: bucket,
    // Each deployment would delete the other's files, and open pages still load the assets they were built with.
    prune: false,
    logGroup: new LogGroup(scope, 'DeploymentLogs', {
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  };
  const assets =
    built &&
    new BucketDeployment(scope, 'Assets', {
      ...deployment,
      sources: [Source.asset(join(page, 'assets'))],
      destinationKeyPrefix: 'assets',
      // Their names hold a hash of their content.
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    });
  const files = new BucketDeployment(scope, 'Page', {
    ...deployment,
    sources: [...(built ? [Source.asset(page, { exclude: ['assets'] })] : []), Source.jsonData('config.json', config)],
    cacheControl: [CacheControl.noCache()],
  });
  // A page must never be served before the assets that it names.
  if (assets) files.node.addDependency(assets);
  acceptHandler(files, bucket);
  return files;
}

/** Accepts what the CDK's own function for deployments is like, which all of a stack's deployments share. */
function acceptHandler({ handlerRole }: BucketDeployment, bucket: IBucket): void {
  const handler = handlerRole.node.scope;
  if (!handler) return;
  const { account, region, synthesizer } = Stack.of(handler);
  const assets = `arn:${Aws.PARTITION}:s3:::cdk-${synthesizer.bootstrapQualifier}-assets-${account}-${region}/*`;
  const changing = 'The names of the objects change with each build of the page.';
  acceptPattern(handler, assets, changing);
  acceptPattern(handler, bucket.arnForObjects('*'), changing);
  const actions = ['s3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:Abort*'];
  const reason = 'The CDK makes the function, its role and its grants. It runs during deployments alone.';
  accept(handler, {
    ...Object.fromEntries(actions.map((action) => [`AwsSolutions-IAM5[Action::${action}]`, reason])),
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]': reason,
    'AwsSolutions-L1': reason,
    'Serverless-LambdaLatestVersion': reason,
    'Serverless-LambdaDLQ': reason,
    'Serverless-LambdaTracing': reason,
  });
}
