/**
 * The address to which other apps share, as far as the page's service worker does not answer it: it may not be there
 * yet, or have been removed. What was posted is not read; the page says that it did not arrive.
 */
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  type IOrigin,
  type ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** As web/public/manifest.webmanifest has it. */
export const SHARE_PATH = '/share';

/** 303: what follows is a GET. */
const toPage = `
function handler() {
  var location = { value: '/conversations?shared=none' };
  return { statusCode: 303, statusDescription: 'See Other', headers: { location: location } };
}`.trim();

interface Options {
  /** It is never asked: the function answers. */
  readonly origin: IOrigin;
  readonly responseHeadersPolicy: ResponseHeadersPolicy;
}

/**
 * By default the distribution would refuse a POST with a page of CloudFront's own.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html
 */
export const shareBehavior = (scope: Construct, { origin, responseHeadersPolicy }: Options): BehaviorOptions => ({
  origin,
  responseHeadersPolicy,
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  allowedMethods: AllowedMethods.ALLOW_ALL,
  cachePolicy: CachePolicy.CACHING_DISABLED,
  functionAssociations: [
    {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new EdgeFunction(scope, 'Share', {
        code: FunctionCode.fromInline(toPage),
        runtime: FunctionRuntime.JS_2_0,
      }),
    },
  ],
});
