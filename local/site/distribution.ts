/** Reads the template's distribution: its behaviours, and the origin and policies of each. */
import { matcher } from '../iam/policy.ts';
import type { Stack } from '../template/resource.ts';

/**
 * Id of AWS's managed cache policy.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
export const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

export interface Distribution {
  /** Key of the object served at `/`. */
  readonly rootObject: string;
  /** In the order in which they are tried. The last one matches every path. */
  readonly behaviors: readonly Behavior[];
  /** Error caching minimum TTLs that the template sets, in seconds, by status code. */
  readonly errorTtlSeconds: ReadonlyMap<number, number>;
}

export interface Behavior {
  readonly matches: (path: string) => boolean;
  readonly methods: ReadonlySet<string>;
  /** Host name of the origin. */
  readonly origin: string;
  /** True if CloudFront signs its requests to the origin itself. */
  readonly signsRequests: boolean;
  /** Headers that are added to requests to the origin, by lower-case name. */
  readonly originHeaders: Readonly<Record<string, string>>;
  readonly compress: boolean;
  readonly cachePolicyId: string | undefined;
  readonly originRequestPolicyId: string | undefined;
  readonly responseHeadersPolicyId: string | undefined;
  /** ARN of the CloudFront function for viewer requests. */
  readonly viewerRequestArn: string | undefined;
}

interface DistributionProperties {
  readonly DistributionConfig: {
    readonly DefaultRootObject?: string;
    readonly CacheBehaviors?: readonly BehaviorProperties[];
    readonly DefaultCacheBehavior: BehaviorProperties;
    readonly Origins: readonly OriginProperties[];
    readonly CustomErrorResponses?: readonly ErrorResponse[];
  };
}

interface OriginProperties {
  readonly Id: string;
  readonly DomainName: string;
  readonly OriginPath?: string;
  readonly OriginAccessControlId?: string;
  readonly OriginCustomHeaders?: readonly { readonly HeaderName: string; readonly HeaderValue: string }[];
}

interface ErrorResponse {
  readonly ErrorCode: number;
  readonly ErrorCachingMinTTL?: number;
}

interface BehaviorProperties {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly AllowedMethods?: readonly string[];
  readonly CachePolicyId?: string;
  readonly Compress?: boolean;
  readonly FunctionAssociations?: readonly { readonly EventType: string; readonly FunctionARN: string }[];
  readonly LambdaFunctionAssociations?: readonly unknown[];
  readonly OriginRequestPolicyId?: string;
  readonly ResponseHeadersPolicyId?: string;
}

/** True if the template has a distribution. */
export const hasDistribution = (stack: Stack): boolean => stack.ofType('AWS::CloudFront::Distribution').length > 0;

/** @throws {Error} when the template has not exactly one distribution, or a setting that is not interpreted */
export function readDistribution(stack: Stack): Distribution {
  const distributions = stack.ofType<DistributionProperties>('AWS::CloudFront::Distribution');
  const [distribution] = distributions;
  if (!distribution || distributions.length > 1) {
    throw new Error(`The local cloud serves exactly one distribution, but the template has ${distributions.length}.`);
  }
  const config = distribution.properties.DistributionConfig;
  const { DefaultRootObject = '', CacheBehaviors = [], DefaultCacheBehavior, Origins } = config;
  const { CustomErrorResponses = [] } = config;
  const notInterpreted = (what: string): Error =>
    new Error(
      `The local cloud does not interpret ${what} (of ${distribution.logicalId}). ` +
        'Teach it in local/site/distribution.ts.',
    );
  const unknown = CustomErrorResponses.flatMap(Object.keys).find(
    (key) => key !== 'ErrorCode' && key !== 'ErrorCachingMinTTL',
  );
  if (unknown !== undefined) throw notInterpreted(`${unknown} in CustomErrorResponses`);

  return {
    rootObject: DefaultRootObject,
    behaviors: [...CacheBehaviors, DefaultCacheBehavior].map(readBehavior),
    errorTtlSeconds: new Map(
      CustomErrorResponses.flatMap(({ ErrorCode, ErrorCachingMinTTL: seconds }) =>
        seconds === undefined ? [] : [[ErrorCode, seconds]],
      ),
    ),
  };

  function readBehavior(behavior: BehaviorProperties): Behavior {
    const { PathPattern = '*', TargetOriginId, AllowedMethods = ['GET', 'HEAD'], FunctionAssociations = [] } = behavior;
    const origin = Origins.find(({ Id }) => Id === TargetOriginId);
    if (!origin) throw new Error(`The distribution has no origin ${TargetOriginId}.`);
    if (origin.OriginPath) throw notInterpreted('OriginPath');
    if (behavior.LambdaFunctionAssociations) throw notInterpreted('LambdaFunctionAssociations');
    const other = FunctionAssociations.find(({ EventType }) => EventType !== 'viewer-request');
    if (other) throw notInterpreted(`functions for the event type ${other.EventType}`);
    return {
      matches: matcher(PathPattern === '*' || PathPattern.startsWith('/') ? PathPattern : `/${PathPattern}`),
      methods: new Set(AllowedMethods),
      origin: origin.DomainName,
      signsRequests: origin.OriginAccessControlId !== undefined,
      originHeaders: Object.fromEntries(
        (origin.OriginCustomHeaders ?? []).map(({ HeaderName, HeaderValue }) => [
          HeaderName.toLowerCase(),
          HeaderValue,
        ]),
      ),
      compress: behavior.Compress ?? false,
      cachePolicyId: behavior.CachePolicyId,
      originRequestPolicyId: behavior.OriginRequestPolicyId,
      responseHeadersPolicyId: behavior.ResponseHeadersPolicyId,
      viewerRequestArn: FunctionAssociations[0]?.FunctionARN,
    };
  }
}
