/** The response headers policy of a behaviour, which applies to every response. */
import type { Stack } from '../template/resource.ts';

interface Overriding {
  readonly Override: boolean;
}

interface PolicyProperties {
  readonly ResponseHeadersPolicyConfig: {
    readonly Name: string;
    readonly SecurityHeadersConfig?: SecurityHeaders;
    readonly CustomHeadersConfig?: {
      readonly Items: readonly (Overriding & { readonly Header: string; readonly Value: string })[];
    };
  };
}

interface SecurityHeaders {
  readonly ContentSecurityPolicy?: Overriding & { readonly ContentSecurityPolicy: string };
  readonly ContentTypeOptions?: Overriding;
  readonly FrameOptions?: Overriding & { readonly FrameOption: string };
  readonly ReferrerPolicy?: Overriding & { readonly ReferrerPolicy: string };
  readonly StrictTransportSecurity?: Overriding & {
    readonly AccessControlMaxAgeSec: number;
    readonly IncludeSubdomains?: boolean;
    readonly Preload?: boolean;
  };
}

type Headers = Readonly<Record<string, string>>;
interface Rule {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

const interpreted = new Set(['Name', 'Comment', 'SecurityHeadersConfig', 'CustomHeadersConfig']);
const interpretedSecurity = new Set([
  'ContentSecurityPolicy',
  'ContentTypeOptions',
  'FrameOptions',
  'ReferrerPolicy',
  'StrictTransportSecurity',
]);

/** @returns a function that adds the policy's headers to a response's. Without Override, the origin's header wins. */
export function compileResponseHeaders(stack: Stack, policyId: string | undefined): (headers: Headers) => Headers {
  if (policyId === undefined) return (headers) => headers;
  const policy = stack
    .ofType<PolicyProperties>('AWS::CloudFront::ResponseHeadersPolicy')
    .find(({ ref }) => ref === policyId);
  if (!policy)
    throw new Error(
      `The template has no response headers policy ${policyId}, and the local cloud knows no managed ones. ` +
        'Declare one in the template, or teach it in local/site/response-headers.ts.',
    );
  const config = policy.properties.ResponseHeadersPolicyConfig;
  const { SecurityHeadersConfig = {}, CustomHeadersConfig } = config;
  const unknown = [
    ...Object.keys(config).filter((key) => !interpreted.has(key)),
    ...Object.keys(SecurityHeadersConfig).filter((key) => !interpretedSecurity.has(key)),
  ];
  if (unknown.length > 0) {
    const what = `${unknown.join(', ')} (of ${policy.logicalId})`;
    throw new Error(`The local cloud does not interpret ${what}. Teach it in local/site/response-headers.ts.`);
  }

  const custom = (CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) =>
    rule(Header.toLowerCase(), Value, Override),
  );
  const rules = [...securityRules(SecurityHeadersConfig), ...custom];
  const overriding = toHeaders(rules.filter(({ override }) => override));
  const yielding = toHeaders(rules.filter(({ override }) => !override));
  return (headers) => ({ ...yielding, ...headers, ...overriding });
}

const toHeaders = (rules: readonly Rule[]): Headers =>
  Object.fromEntries(rules.map(({ name, value }) => [name, value]));

const rule = (name: string, value: string, override: boolean): Rule => ({ name, value, override });

function securityRules(config: SecurityHeaders): Rule[] {
  const {
    ContentSecurityPolicy: csp,
    ContentTypeOptions: nosniff,
    FrameOptions: frame,
    ReferrerPolicy: referrer,
  } = config;
  const { StrictTransportSecurity: transport } = config;
  return [
    csp && rule('content-security-policy', csp.ContentSecurityPolicy, csp.Override),
    nosniff && rule('x-content-type-options', 'nosniff', nosniff.Override),
    frame && rule('x-frame-options', frame.FrameOption, frame.Override),
    referrer && rule('referrer-policy', referrer.ReferrerPolicy, referrer.Override),
    // Browsers ignore it over plain http.
    transport && rule('strict-transport-security', transportSecurity(transport), transport.Override),
  ].filter((one) => one !== undefined);
}

function transportSecurity(config: NonNullable<SecurityHeaders['StrictTransportSecurity']>): string {
  const { AccessControlMaxAgeSec, IncludeSubdomains = false, Preload = false } = config;
  const directives = [
    `max-age=${AccessControlMaxAgeSec}`,
    IncludeSubdomains && 'includeSubDomains',
    Preload && 'preload',
  ];
  return directives.filter(Boolean).join('; ');
}
