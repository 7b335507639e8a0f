/**
 * The site: the page's files, under `/api/` the HTTP API, and under `/files/` what people attach. They share one
 * origin, so there is no CORS.
 */
import { Aws, Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { LEAST_VERSION, VERSION } from '#contract/version.ts';
import { DISTRIBUTION_PROOF_HEADER } from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import { filesBehavior } from './files-behavior.ts';
import type { FilesBucket } from './files-bucket.ts';
import type { HttpApi } from './http-api.ts';
import { deployPage } from './page-deployment.ts';
import type { Secrets } from './secrets.ts';
import { SettingError, type Settings, socketsThroughSite } from './settings.ts';
import { SHARE_PATH, shareBehavior } from './share-behavior.ts';
import type { WebSocketApi } from './web-socket-api.ts';

/**
 * Serves index.html at all addresses of the page. Files are under /assets/ and in the root. A dot alone does not make a
 * file, since message ids have one (`alice~bob.42`), though never followed by letters.
 */
const singlePage = (domainName?: string) =>
  `
function handler(event) {
  var request = event.request;${domainName === undefined ? '' : redirectTo(domainName)}
  if (!/^\\/assets\\/|^\\/[a-z0-9-]+\\.[a-z]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`.trim();

/**
 * The site has one address, since cookies and the origin of the page depend on it. Links keep their query, which may
 * name a message or a search.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/general-helper-methods.html
 */
const redirectTo = (domainName: string): string => `
  var site = 'https://${domainName}';
  if (request.headers.host.value !== site.split('://')[1]) {
    var query = request.rawQueryString();
    return {
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      headers: { location: { value: site + request.uri + (query ? '?' + query : '') } },
    };
  }`;

/**
 * Every status that CloudFront can be told how long to cache. By default it keeps an error for ten seconds under
 * its path, whatever `no-store` says, so that one person's 503 would answer everybody. No page takes an error's
 * place: the setting is of the whole distribution, and would turn the API's 404 into the page.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const cacheableErrors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

const transportSecurity = {
  strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
  contentTypeOptions: { override: true },
};

interface Props {
  /** Folder of the built page. */
  readonly page: string;
  readonly files: FilesBucket;
  readonly secrets: Pick<Secrets, 'distributionProof'>;
  readonly settings: Pick<
    Settings,
    'domainName' | 'certificateArn' | 'webAclArn' | 'termsUrl' | 'privacyUrl' | 'imprintUrl' | 'attachmentMegabytes'
  >;
  readonly httpApi: Pick<HttpApi, 'host'>;
  readonly webSocketApi: Pick<WebSocketApi, 'host' | 'path' | 'origin' | 'url'>;
}

export class WebSite extends Construct {
  readonly distribution: Distribution;
  /** Holds the page's files. */
  readonly bucket: IBucket;
  /** `https://<host>` */
  readonly origin: string;
  readonly #files: BucketDeployment;

  constructor(scope: Construct, id: string, { page, files, secrets, httpApi, webSocketApi, settings }: Props) {
    super(scope, id);
    const { domainName, webAclArn, termsUrl, privacyUrl, imprintUrl, attachmentMegabytes } = settings;
    this.bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      // CDK's own declarations of the two disagree under exactOptionalPropertyTypes.
    }) as IBucket;
    // A reference that CloudFormation resolves: the template does not hold the value. CloudFront replaces a header of
    // this name that a client sends.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
    const customHeaders = { [DISTRIBUTION_PROOF_HEADER]: secrets.distributionProof.secretValue.unsafeUnwrap() };
    const socketPath = webSocketApi.path;
    const servesSocket = socketsThroughSite(settings);
    const pageOrigin = S3BucketOrigin.withOriginAccessControl(this.bucket, {
      originAccessControl: new S3OriginAccessControl(this, 'OriginAccess', {
        originAccessControlName: globalName(this, 'OriginAccess'),
      }),
    });
    const headers = pageHeaders(this, servesSocket ? ownSocketOrigin(domainName) : webSocketApi.origin);
    this.distribution = new Distribution(this, 'Distribution', {
      ...ownDomain(this, settings),
      ...(webAclArn !== undefined && { webAclId: webAclArn }),
      // No default root object: the function serves the page at `/` too. CloudFront would put the object in the place
      // of the bucket's root, to which files are posted, once `/files` is off their path.
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: pageOrigin,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: headers,
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'SinglePage', {
              code: FunctionCode.fromInline(singlePage(domainName)),
              runtime: FunctionRuntime.JS_2_0,
            }),
          },
        ],
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin(httpApi.host, { customHeaders }),
          // No redirect: it would lose the body of a POST, and the token was already sent in the clear.
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: new ResponseHeadersPolicy(this, 'ApiHeaders', {
            responseHeadersPolicyName: globalName(this, 'ApiHeaders'),
            securityHeadersBehavior: transportSecurity,
            customHeadersBehavior: { customHeaders: [{ header: 'Cache-Control', value: 'no-store', override: true }] },
          }),
        },
        ...(servesSocket && {
          [socketPath]: {
            origin: new HttpOrigin(webSocketApi.host, { customHeaders }),
            viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
            // The policy passes on all headers of the handshake, the token among them, but not the host. A socket on
            // which nothing comes from its origin for ten minutes is closed, as the API itself closes an idle one.
            cachePolicy: CachePolicy.CACHING_DISABLED,
            originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          },
        }),
        '/files/*': filesBehavior(this, {
          bucket: files,
          security: transportSecurity,
          nameOf: (policy) => globalName(this, policy),
        }),
        [SHARE_PATH]: shareBehavior(this, { origin: pageOrigin, responseHeadersPolicy: headers }),
      },
      errorResponses: cacheableErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
    accept(this.bucket, {
      'AwsSolutions-S1': 'It holds what everybody may read, and the distribution alone reads it.',
    });
    accept(this.distribution, {
      'AwsSolutions-CFR1': 'People of all countries may write to each other.',
      'AwsSolutions-CFR3': 'Paths hold the names of people. The APIs log every request by its route.',
      'AwsSolutions-CFR7': 'The page has an origin access control. Requests for files carry a signature of their own.',
      ...(webAclArn === undefined && { 'AwsSolutions-CFR2': 'A web ACL costs every month: webAclArn sets it.' }),
      ...(domainName === undefined && {
        'AwsSolutions-CFR4': 'CloudFront decides the least version of TLS for its own name: domainName sets another.',
      }),
    });
    const host = domainName ?? this.distribution.distributionDomainName;
    this.origin = `https://${host}`;

    this.#files = deployPage(this, {
      page,
      bucket: this.bucket,
      config: {
        apiUrl: `${this.origin}/api`,
        webSocketUrl: servesSocket ? `wss://${host}${socketPath}` : webSocketApi.url,
        version: VERSION,
        leastVersion: LEAST_VERSION,
        termsUrl,
        privacyUrl,
        imprintUrl,
        attachmentMegabytes,
      },
    });
  }

  /** Deploys the page after these: it may need what only their new version knows. */
  deployPageAfter(...parts: readonly Construct[]): void {
    this.#files.node.addDependency(...parts);
  }
}

/**
 * Returns what the page's policy says of a WebSocket at the site's own address. `'self'` includes it (CSP level 3,
 * section 6.7.2.8); where the site has a name, it is named as well, for browsers of level 2. Naming the distribution's
 * own host would make a circle in the template.
 */
const ownSocketOrigin = (domainName: string | undefined): string =>
  domainName === undefined ? '' : `wss://${domainName}`;

/**
 * Returns the options of the site's own name. With a certificate, the least version of TLS is 1.2; for its own name,
 * CloudFront decides.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html
 * @throws {SettingError} for a name without a certificate, or the reverse
 */
function ownDomain(scope: Construct, { domainName, certificateArn }: Props['settings']) {
  if (domainName === undefined && certificateArn === undefined) return {};
  if (domainName === undefined || certificateArn === undefined)
    throw new SettingError('The settings domainName and certificateArn go together: docs/operations.md says how.');
  return {
    domainNames: [domainName],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}

/** CloudFront's names are unique in an account. With the region in them, a stack can stand in several regions. */
const globalName = (scope: Construct, id: string): string =>
  `${Aws.REGION}-${Names.uniqueResourceName(scope, { maxLength: 32 })}-${id}`;

function pageHeaders(scope: Construct, webSocketOrigin: string): ResponseHeadersPolicy {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Links to files are of this origin. A picture that is being sent is shown from a blob.
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    `connect-src 'self' ${webSocketOrigin}`.trimEnd(),
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    // The one policy admits the address of the service worker.
    'trusted-types worker',
  ];
  return new ResponseHeadersPolicy(scope, 'PageHeaders', {
    responseHeadersPolicyName: globalName(scope, 'PageHeaders'),
    securityHeadersBehavior: {
      ...transportSecurity,
      contentSecurityPolicy: { contentSecurityPolicy: policy.join('; '), override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
        // The page asks for the position after a click, and sends no more of it than its square of the grid.
        { header: 'Permissions-Policy', value: 'camera=(), geolocation=(self), microphone=()', override: true },
      ],
    },
  });
}
