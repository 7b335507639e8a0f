/**
 * The known properties of the resource types that decide who may do what, and where requests go: those that the local
 * cloud interprets, and those that make no difference here. Any other property stops the start, since it might be the
 * one that keeps somebody out.
 */
import type { Resource } from './resource.ts';

const descriptive = ['Description', 'Tags'];

const properties: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns', ...descriptive],
  'AWS::IAM::Policy': ['PolicyName', 'PolicyDocument', 'Roles'],
  'AWS::Lambda::Function': [
    'FunctionName',
    'Code',
    'Handler',
    'Runtime',
    'Architectures',
    'Role',
    'Timeout',
    'MemorySize',
    'Environment',
    'LoggingConfig',
    'ReservedConcurrentExecutions',
    ...descriptive,
  ],
  'AWS::Lambda::Permission': ['Action', 'FunctionName', 'Principal', 'SourceArn'],
  'AWS::Events::Rule': ['Name', 'ScheduleExpression', 'State', 'Targets', ...descriptive],
  'AWS::ApiGatewayV2::Api': ['Name', 'ProtocolType', 'RouteSelectionExpression', 'CorsConfiguration', ...descriptive],
  'AWS::ApiGatewayV2::Stage': [
    'ApiId',
    'StageName',
    'AutoDeploy',
    'AccessLogSettings',
    'DefaultRouteSettings',
    ...descriptive,
  ],
  'AWS::ApiGatewayV2::Route': [
    'ApiId',
    'RouteKey',
    'Target',
    'AuthorizationType',
    'AuthorizerId',
    'AuthorizationScopes',
    'OperationName',
  ],
  'AWS::ApiGatewayV2::Integration': [
    'ApiId',
    'IntegrationType',
    'IntegrationUri',
    'PayloadFormatVersion',
    'TimeoutInMillis',
    'Description',
  ],
  'AWS::ApiGatewayV2::Authorizer': [
    'ApiId',
    'Name',
    'AuthorizerType',
    'AuthorizerUri',
    'IdentitySource',
    'JwtConfiguration',
  ],
  'AWS::DynamoDB::GlobalTable': [
    'TableName',
    'KeySchema',
    'AttributeDefinitions',
    'GlobalSecondaryIndexes',
    'LocalSecondaryIndexes',
    'StreamSpecification',
    'TimeToLiveSpecification',
    'BillingMode',
    'Replicas',
  ],
  'AWS::SQS::Queue': [
    'QueueName',
    'FifoQueue',
    'DelaySeconds',
    'VisibilityTimeout',
    'MessageRetentionPeriod',
    'RedrivePolicy',
    'SqsManagedSseEnabled',
    ...descriptive,
  ],
  'AWS::S3::Bucket': [
    'BucketName',
    'BucketEncryption',
    'LifecycleConfiguration',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'ReplicationConfiguration',
    'VersioningConfiguration',
    ...descriptive,
  ],
  'AWS::GuardDuty::MalwareProtectionPlan': ['Actions', 'ProtectedResource', 'Role', ...descriptive],
  'AWS::Backup::BackupVault': ['AccessPolicy', 'BackupVaultName'],
  'AWS::Backup::BackupPlan': ['BackupPlan'],
  'AWS::Backup::BackupSelection': ['BackupPlanId', 'BackupSelection'],
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::SecretsManager::Secret': ['Name', 'GenerateSecretString', ...descriptive],
};

/** @throws {Error} that names the resource and the property when the local cloud does not know the property */
export function checkProperties(resources: readonly Resource[]): void {
  // The functions behind CDK's custom resources do not run here.
  const providers = new Set(resources.map((resource) => resource.properties['ServiceToken']));
  for (const { logicalId, type, arn, properties: given } of resources) {
    const known = properties[type];
    const unknown = Object.keys(given).find((name) => known && !known.includes(name));
    if (unknown === undefined || providers.has(arn)) continue;
    throw new Error(
      `The local cloud does not know the property ${unknown} of ${type} (of ${logicalId}). ` +
        'Teach it, and add the property in local/template/known-properties.ts.',
    );
  }
}
