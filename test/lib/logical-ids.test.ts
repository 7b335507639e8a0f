/**
 * Pins the logical ids of the resources that hold data or are an address. CloudFormation knows a resource by this
 * id alone. Under another id it would create a new, empty table, pool or bucket, and delete or abandon the old one;
 * a new API or distribution would have a new address. Renaming a construct's id, or wrapping another construct
 * around it, changes these ids: then change the code back, not this test. New resources are added here.
 */
import type { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { synthesize, synthesizeInOwnStack } from './synthesized.ts';

const pinnedTypes = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::S3::Bucket',
  'AWS::ApiGatewayV2::Api',
  'AWS::CloudFront::Distribution',
  // The root of all keys. Under another id it would be another one.
  'AWS::SecretsManager::Secret',
];

const pinnedIn = (synthesized: Template): string[] =>
  pinnedTypes.flatMap((type) => Object.keys(synthesized.findResources(type)).map((id) => `${type} ${id}`));

const template = synthesize();
const { template: ownTemplate } = synthesizeInOwnStack();

it("are pinned in the app's stack", () => {
  expect(pinnedIn(template)).toEqual([
    'AWS::DynamoDB::GlobalTable TablesUsersBA34CAA2',
    'AWS::DynamoDB::GlobalTable TablesConnectionsF6D675B1',
    'AWS::DynamoDB::GlobalTable TablesMessages5F3A57D1',
    'AWS::DynamoDB::GlobalTable TablesConversationsDFBD939C',
    'AWS::DynamoDB::GlobalTable TablesModeration0C45F652',
    'AWS::DynamoDB::GlobalTable TablesPosts0238BDBA',
    'AWS::DynamoDB::GlobalTable TablesPostIndexEA4D1C93',
    'AWS::DynamoDB::GlobalTable TablesWatchersACADF32F',
    'AWS::DynamoDB::GlobalTable TablesLedgerF9806C8B',
    'AWS::DynamoDB::GlobalTable TablesAttachments5F89D159',
    'AWS::Cognito::UserPool IdentityUserPool96FE3B9B',
    'AWS::Cognito::UserPoolClient IdentityClient148304DC',
    'AWS::Cognito::UserPoolGroup IdentityAdminsE2F26A9D',
    'AWS::S3::Bucket Files8E6940B8',
    'AWS::S3::Bucket MessageStreamDeadLetterBucket7B06822C',
    'AWS::S3::Bucket AccountExportsBucketBD1EA4CD',
    'AWS::S3::Bucket SiteFiles975A43CF',
    'AWS::ApiGatewayV2::Api WebSocketApi2C7AF84E',
    'AWS::ApiGatewayV2::Api HttpApi9292168F',
    'AWS::CloudFront::Distribution SiteDistribution390DED28',
    'AWS::SecretsManager::Secret SecretsRoot4CA034A6',
    'AWS::SecretsManager::Secret SecretsDistributionProofCCDF51FA',
  ]);
});

it("are pinned in a stack of one's own, below the construct's id", () => {
  expect(pinnedIn(ownTemplate)).toEqual([
    'AWS::DynamoDB::GlobalTable MessagesTablesUsers56C484AF',
    'AWS::DynamoDB::GlobalTable MessagesTablesConnections39D6B393',
    'AWS::DynamoDB::GlobalTable MessagesTablesMessagesE1AA3558',
    'AWS::DynamoDB::GlobalTable MessagesTablesConversations114CB364',
    'AWS::DynamoDB::GlobalTable MessagesTablesModeration10B5FA99',
    'AWS::DynamoDB::GlobalTable MessagesTablesPosts14B89DB4',
    'AWS::DynamoDB::GlobalTable MessagesTablesPostIndexA56A1C4A',
    'AWS::DynamoDB::GlobalTable MessagesTablesWatchers13512B78',
    'AWS::DynamoDB::GlobalTable MessagesTablesLedgerB676174F',
    'AWS::DynamoDB::GlobalTable MessagesTablesAttachments467B4A3F',
    'AWS::Cognito::UserPool MessagesIdentityUserPool4761E645',
    'AWS::Cognito::UserPoolClient MessagesIdentityClient81B44D32',
    'AWS::Cognito::UserPoolGroup MessagesIdentityAdmins7B7BF836',
    'AWS::S3::Bucket MessagesFiles594613F5',
    'AWS::S3::Bucket MessagesMessageStreamDeadLetterBucketABA53ED3',
    'AWS::S3::Bucket MessagesAccountExportsBucket6AAC9625',
    'AWS::S3::Bucket MessagesSiteFilesA58F1EDA',
    'AWS::ApiGatewayV2::Api MessagesWebSocketApiF2612260',
    'AWS::ApiGatewayV2::Api MessagesHttpApi4F5E3EC7',
    'AWS::CloudFront::Distribution MessagesSiteDistribution769A4CD9',
    'AWS::SecretsManager::Secret MessagesSecretsRoot79AAC3FD',
    'AWS::SecretsManager::Secret MessagesSecretsDistributionProofBD606B75',
  ]);
});
