/**
 * Every resource type that the local cloud knows, with the values of its `Ref` and `Fn::GetAtt` in the cloud's own
 * form. A type that is not here stops the start. known-properties.ts lists the known properties of some types; of the
 * others, the part that interprets them checks what it reads. local/README.md says which types have no effect here.
 */
import { createHash } from 'node:crypto';

/** The input of names. Physical ids depend on the logical id alone, so that tokens and data survive a restart. */
export interface Naming {
  readonly logicalId: string;
  readonly region: string;
  readonly accountId: string;
  /** Returns a property that is a plain string in the template, or undefined. */
  text(property: string): string | undefined;
}

type Name = (naming: Naming) => string;

export interface ResourceType {
  readonly ref: Name;
  readonly attributes: Readonly<Record<string, Name>>;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Derives an id of the given length that looks like one of AWS's. */
const id =
  (length: number, alphabet = LOWER): Name =>
  (naming) => {
    const digest = createHash('sha256').update(naming.logicalId).digest();
    return Array.from({ length }, (_, i) => alphabet[digest.readUInt8(i % digest.length) % alphabet.length]).join('');
  };

const ownName: Name = (naming) => naming.logicalId;
const named =
  (property: string): Name =>
  (naming) =>
    naming.text(property) ?? naming.logicalId;
const bucketName: Name = (naming) => naming.text('BucketName') ?? naming.logicalId.toLowerCase();
const arn =
  (service: string, resource: Name): Name =>
  (naming) =>
    `arn:aws:${service}:${naming.region}:${naming.accountId}:${resource(naming)}`;
/** Builds an ARN without a region. */
const globalArn =
  (service: string, resource: Name): Name =>
  (naming) =>
    `arn:aws:${service}::${naming.accountId}:${resource(naming)}`;

const apiId = id(10);
const apiScheme: Name = (naming) => (naming.text('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https');
const poolId: Name = (naming) => `${naming.region}_${id(9)(naming)}`;
const issuer: Name = (naming) => `cognito-idp.${naming.region}.amazonaws.com/${poolId(naming)}`;
const tableName = named('TableName');
const functionName = named('FunctionName');
const roleName = named('RoleName');
const topicName = named('TopicName');
const queueName = named('QueueName');
const vaultName = named('BackupVaultName');
const secretArn = arn('secretsmanager', (naming) => `secret:${named('Name')(naming)}-${id(6)(naming)}`);
const distributionId: Name = (naming) => `E${id(13, UPPER)(naming)}`;

const plain = (ref: Name, attributes: ResourceType['attributes'] = {}): ResourceType => ({ ref, attributes });

const types: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::GlobalTable': plain(tableName, {
    Arn: arn('dynamodb', (naming) => `table/${tableName(naming)}`),
    StreamArn: arn('dynamodb', (naming) => `table/${tableName(naming)}/stream/2020-01-01T00:00:00.000`),
  }),
  'AWS::Lambda::Function': plain(functionName, { Arn: arn('lambda', (naming) => `function:${functionName(naming)}`) }),
  'AWS::Lambda::EventSourceMapping': plain(ownName),
  'AWS::Lambda::Permission': plain(ownName),
  'AWS::Lambda::LayerVersion': plain(arn('lambda', (naming) => `layer:${naming.logicalId}:1`)),
  'AWS::Events::Rule': plain(named('Name'), { Arn: arn('events', (naming) => `rule/${named('Name')(naming)}`) }),
  'AWS::IAM::Role': plain(roleName, { Arn: globalArn('iam', (naming) => `role/${roleName(naming)}`) }),
  'AWS::IAM::Policy': plain(named('PolicyName')),
  'AWS::ApiGatewayV2::Api': plain(apiId, {
    ApiId: apiId,
    ApiEndpoint: (naming) => `${apiScheme(naming)}://${apiId(naming)}.execute-api.${naming.region}.amazonaws.com`,
  }),
  'AWS::ApiGatewayV2::Stage': plain(named('StageName')),
  'AWS::ApiGatewayV2::Route': plain(id(7)),
  'AWS::ApiGatewayV2::Integration': plain(id(7)),
  'AWS::ApiGatewayV2::Authorizer': plain(id(6), { AuthorizerId: id(6) }),
  'AWS::ApiGateway::Account': plain(ownName),
  'AWS::Cognito::UserPool': plain(poolId, {
    Arn: arn('cognito-idp', (naming) => `userpool/${poolId(naming)}`),
    ProviderName: issuer,
    ProviderURL: (naming) => `https://${issuer(naming)}`,
    UserPoolId: poolId,
  }),
  'AWS::Cognito::UserPoolClient': plain(id(26), { ClientId: id(26) }),
  'AWS::Cognito::UserPoolGroup': plain(named('GroupName')),
  'AWS::CloudFront::Distribution': plain(distributionId, {
    Id: distributionId,
    DomainName: (naming) => `d${id(13)(naming)}.cloudfront.net`,
  }),
  'AWS::CloudFront::Function': plain(
    globalArn('cloudfront', (naming) => `function/${naming.logicalId}`),
    {
      FunctionARN: globalArn('cloudfront', (naming) => `function/${naming.logicalId}`),
    },
  ),
  'AWS::CloudFront::ResponseHeadersPolicy': plain(ownName, { Id: ownName }),
  'AWS::CloudFront::OriginRequestPolicy': plain(ownName, { Id: ownName }),
  'AWS::CloudFront::OriginAccessControl': plain(ownName, { Id: ownName }),
  'AWS::S3::Bucket': plain(bucketName, {
    Arn: (naming) => `arn:aws:s3:::${bucketName(naming)}`,
    DomainName: (naming) => `${bucketName(naming)}.s3.amazonaws.com`,
    RegionalDomainName: (naming) => `${bucketName(naming)}.s3.${naming.region}.amazonaws.com`,
  }),
  'AWS::S3::BucketPolicy': plain(ownName),
  'AWS::Backup::BackupVault': plain(vaultName, {
    BackupVaultArn: arn('backup', (naming) => `backup-vault:${vaultName(naming)}`),
    BackupVaultName: vaultName,
  }),
  'AWS::Backup::BackupPlan': plain(id(36), { BackupPlanId: id(36) }),
  'AWS::Backup::BackupSelection': plain(ownName),
  'AWS::GuardDuty::MalwareProtectionPlan': plain(id(32), {
    Arn: arn('guardduty', (naming) => `malware-protection-plan/${id(32)(naming)}`),
    MalwareProtectionPlanId: id(32),
  }),
  'AWS::SecretsManager::Secret': plain(secretArn, { Id: secretArn }),
  'AWS::SQS::Queue': plain(
    (naming) => `https://sqs.${naming.region}.amazonaws.com/${naming.accountId}/${queueName(naming)}`,
    { Arn: arn('sqs', queueName), QueueName: queueName },
  ),
  'AWS::SQS::QueuePolicy': plain(ownName),
  'AWS::SNS::Topic': plain(arn('sns', topicName), { TopicArn: arn('sns', topicName), TopicName: topicName }),
  'AWS::SNS::Subscription': plain(ownName),
  'AWS::Budgets::Budget': plain(ownName),
  'AWS::CloudWatch::Dashboard': plain(named('DashboardName')),
  'AWS::CloudWatch::Alarm': plain(named('AlarmName'), {
    Arn: arn('cloudwatch', (naming) => `alarm:${named('AlarmName')(naming)}`),
  }),
  'AWS::Logs::LogGroup': plain(named('LogGroupName'), {
    Arn: arn('logs', (naming) => `log-group:${named('LogGroupName')(naming)}:*`),
  }),
  'Custom::CDKBucketDeployment': plain(ownName),
  'Custom::S3AutoDeleteObjects': plain(ownName),
};

/** @throws {Error} that names the resource and its type when the local cloud does not know the type */
export function resourceType(logicalId: string, type: string): ResourceType {
  const known = types[type];
  if (!known)
    throw new Error(
      `The local cloud does not know the resource type ${type} (of ${logicalId}). ` +
        'Teach it in local/template/resource-types.ts; local/README.md says how.',
    );
  return known;
}
