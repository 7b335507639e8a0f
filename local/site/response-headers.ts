/** The response headers policy of a behaviour: what is set on every answer. */
import type { Stack } from '../template/resource.ts';

interface Overriding {
  readonly Override: boolean;
}

interface PolicyProperties {
  readonly ResponseHeadersPolicyConfig: {
    readonly Name: string;
    readonly SecurityHeadersConfig?: SecurityHeaders;
    readonly CustomHeadersConfig?: { readonly Items: readonly (Overriding & { readonly Header: string; readonly Value: string })[] };
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

type Answered = Readonly<Record<string, string>>;
interface Rule {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

const interpreted = new Set(['Name', 'Comment', 'SecurityHeadersConfig', 'CustomHeadersConfig']);
const interpretedSecurity = new Set(['ContentSecurityPolicy', 'ContentTypeOptions', 'FrameOptions', 'ReferrerPolicy', 'StrictTransportSecurity']);

/** @returns a function that adds the policy's headers to an answer's; those that do not override give way to the origin's */
export function compileResponseHeaders(stack: Stack, policyId: string | undefined): (headers: Answered) => Answered {
  if (policyId === undefined) return (headers) => headers;
  const policy = stack.ofType<PolicyProperties>('AWS::CloudFront::ResponseHeadersPolicy').find(({ ref }) => ref === policyId);
  if (!policy) throw new Error(`The response headers policy ${policyId} is not in the template; the local cloud knows no managed ones.`);
  const config = policy.properties.ResponseHeadersPolicyConfig;
  const { SecurityHeadersConfig = {}, CustomHeadersConfig } = config;
  const unknown = [
    ...Object.keys(config).filter((key) => !interpreted.has(key)),
    ...Object.keys(SecurityHeadersConfig).filter((key) => !interpretedSecurity.has(key)),
  ];
  if (unknown.length > 0) throw new Error(`The local cloud does not interpret ${unknown.join(', ')} (of ${policy.logicalId}). Teach it in local/site/response-headers.ts.`);

  const custom = CustomHeadersConfig?.Items.map(({ Header, Value, Override }) => ({ name: Header.toLowerCase(), value: Value, override: Override }));
  const rules = [...securityRules(SecurityHeadersConfig), ...(custom ?? [])];
  const overriding = toHeaders(rules.filter(({ override }) => override));
  const yielding = toHeaders(rules.filter(({ override }) => !override));
  return (headers) => ({ ...yielding, ...headers, ...overriding });
}

const toHeaders = (rules: readonly Rule[]): Answered => Object.fromEntries(rules.map(({ name, value }) => [name, value]));

function securityRules(config: SecurityHeaders): Rule[] {
  const { ContentSecurityPolicy: csp, ContentTypeOptions: nosniff, FrameOptions: frame, ReferrerPolicy: referrer } = config;
  const { StrictTransportSecurity: transport } = config;
  return [
    ...(csp ? [{ name: 'content-security-policy', value: csp.ContentSecurityPolicy, override: csp.Override }] : []),
    ...(nosniff ? [{ name: 'x-content-type-options', value: 'nosniff', override: nosniff.Override }] : []),
    ...(frame ? [{ name: 'x-frame-options', value: frame.FrameOption, override: frame.Override }] : []),
    ...(referrer ? [{ name: 'referrer-policy', value: referrer.ReferrerPolicy, override: referrer.Override }] : []),
    ...(transport
      ? [
          {
            name: 'strict-transport-security',
            // Browsers ignore it over plain http, so it does no harm here.
            value: `max-age=${transport.AccessControlMaxAgeSec}${transport.IncludeSubdomains ? '; includeSubDomains' : ''}${transport.Preload ? '; preload' : ''}`,
            override: transport.Override,
          },
        ]
      : []),
  ];
}
