/** The distribution of the synthesized stack, as the tests of its parts read it. */

import { resourcesOf, synthesize } from './synthesized.ts';

export const template = synthesize();
/** The properties of the first resource of a type. */
export const only = (type: string) => resourcesOf(template, type)[0]?.[1].Properties ?? {};

interface Behavior {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly AllowedMethods?: readonly string[];
  readonly ViewerProtocolPolicy: string;
  readonly CachePolicyId: string;
  readonly OriginRequestPolicyId?: string;
  readonly ResponseHeadersPolicyId: unknown;
  readonly FunctionAssociations?: readonly unknown[];
}
interface DistributionConfig {
  readonly CustomErrorResponses?: readonly { ErrorCode: number; ErrorCachingMinTTL?: number }[];
  readonly Origins: readonly {
    Id: string;
    DomainName: unknown;
    OriginPath?: string;
    OriginCustomHeaders?: readonly { HeaderName: string; HeaderValue: unknown }[];
  }[];
  readonly CacheBehaviors: readonly Behavior[];
  readonly DefaultCacheBehavior: Behavior;
}
export const distribution = only('AWS::CloudFront::Distribution')['DistributionConfig'] as DistributionConfig;
export const originOf = ({ TargetOriginId }: Behavior) => distribution.Origins.find(({ Id }) => Id === TargetOriginId);

/** The headers policy of a name. */
export const headersOf = (name: string) => {
  const [, policy] =
    resourcesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy').find(([id]) => id.startsWith(`Site${name}`)) ?? [];
  return policy?.Properties['ResponseHeadersPolicyConfig'] as {
    SecurityHeadersConfig: Record<string, Record<string, unknown>>;
    CustomHeadersConfig: { Items: { Header: string; Value: string; Override: boolean }[] };
  };
};

/** The code of a CloudFront function. */
export const functionCode = (name: string): string => {
  const [, found] =
    resourcesOf(template, 'AWS::CloudFront::Function').find(([id]) => id.startsWith(`Site${name}`)) ?? [];
  return String(found?.Properties['FunctionCode']);
};
