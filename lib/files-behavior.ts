/**
 * The files under `/files/` of the site: the distribution sends requests on to their bucket, whose own address nobody
 * needs to know. What allows a request is its signature: in the query of a link, or in the form of an upload.
 */
import { Duration } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  OriginProtocolPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import type { FilesBucket } from './files-bucket.ts';

/**
 * Takes `/files` off the path, since a link is signed for the path in the bucket; a form is posted to `/files/`, the
 * bucket's root. CloudFront takes `Authorization` out of GET and HEAD, and leaves it in a POST, where S3 would find two
 * signatures and refuse both.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
const toBucket = `
function handler(event) {
  var request = event.request;
  var isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && request.method !== 'POST')
    return { statusCode: 405, headers: { allow: { value: 'GET, HEAD, POST' } } };
  if (isRead === (request.uri === '/files/')) return { statusCode: 404 };
  delete request.headers.authorization;
  request.uri = request.uri.slice('/files'.length);
  return request;
}`.trim();

interface Options {
  readonly bucket: FilesBucket;
  readonly security: Pick<ResponseSecurityHeadersBehavior, 'strictTransportSecurity' | 'contentTypeOptions'>;
  /** Names a policy of the distribution. */
  readonly nameOf: (id: string) => string;
}

export function filesBehavior(scope: Construct, { bucket, security, nameOf }: Options): BehaviorOptions {
  return {
    // The host that links are signed for. Not as an S3 origin: CloudFront could sign requests to one itself, which S3
    // refuses beside the signature of a link.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    origin: new HttpOrigin(bucket.bucketRegionalDomainName, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      // S3 answers an upload once all of it has arrived and is stored.
      readTimeout: Duration.seconds(60),
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    // CloudFront has a choice of three sets of methods. The function refuses those that nothing here is signed for.
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    compress: false,
    originRequestPolicy: new OriginRequestPolicy(scope, 'FilesRequests', {
      originRequestPolicyName: nameOf('FilesRequests'),
      comment: 'The signature is in the query. Host is that of the bucket, and cookies are not its business.',
      queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      headerBehavior: OriginRequestHeaderBehavior.none(),
      cookieBehavior: OriginRequestCookieBehavior.none(),
    }),
    responseHeadersPolicy: filesHeaders(scope, security, nameOf),
    functionAssociations: [
      {
        eventType: FunctionEventType.VIEWER_REQUEST,
        function: new EdgeFunction(scope, 'ToBucket', {
          code: FunctionCode.fromInline(toBucket),
          runtime: FunctionRuntime.JS_2_0,
        }),
      },
    ],
  };
}

/** Whatever somebody uploads, a browser that opens it here runs nothing of it and shows it in no other page. */
function filesHeaders(
  scope: Construct,
  security: Options['security'],
  nameOf: Options['nameOf'],
): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, 'FilesHeaders', {
    responseHeadersPolicyName: nameOf('FilesHeaders'),
    securityHeadersBehavior: {
      ...security,
      contentSecurityPolicy: {
        contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
        override: true,
      },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override: true },
        // A link is good for minutes. What it showed is not to stay on the disk after its person signed out.
        { header: 'Cache-Control', value: 'no-store', override: true },
      ],
    },
  });
}
