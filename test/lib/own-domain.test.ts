/** A site with a name of its own, behind a web ACL, and the stack in us-east-1 that makes certificate and web ACL. */

import { runInNewContext } from 'node:vm';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { EdgeStack } from '#lib/edge-stack.ts';
import { functionsOf, resourcesOf, synthesize, testApp, written } from './synthesized.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1';
const template = synthesize({ domainName: 'app.example.com', certificateArn, webAclArn });

interface Behavior {
  readonly PathPattern: string;
  readonly TargetOriginId: string;
}
interface Config {
  readonly Origins: readonly { readonly Id: string; readonly DomainName: unknown }[];
  readonly CacheBehaviors: readonly Behavior[];
}
const configOf = (within: Template): Config & Readonly<Record<string, unknown>> =>
  resourcesOf(within, 'AWS::CloudFront::Distribution')[0]?.[1].Properties['DistributionConfig'] as Config &
    Record<string, unknown>;

describe('a site with a name of its own', () => {
  it('has the certificate and the web ACL that the settings give, and TLS 1.2 at least', () => {
    expect(configOf(template)).toMatchObject({
      Aliases: ['app.example.com'],
      WebACLId: webAclArn,
      ViewerCertificate: { AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
  });

  it('serves the WebSocket at its own address, with all headers of the handshake but the host', () => {
    const { CacheBehaviors, Origins } = configOf(template);
    const live = CacheBehaviors.find(({ PathPattern }) => PathPattern === '/live');
    const origin = Origins.find(({ Id }) => Id === live?.TargetOriginId);

    expect(live).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    });
    expect(written(origin?.DomainName)).toBe('{WebSocketApi}.execute-api.{AWS::Region}.{AWS::URLSuffix}');
    expect(configOf(synthesize()).CacheBehaviors.map(({ PathPattern }) => PathPattern)).not.toContain('/live');
  });

  it('tells the page so, and lets it connect there alone', () => {
    const text = JSON.stringify(template.toJSON());

    expect(text).toContain("connect-src 'self' wss://app.example.com;");
    expect(text).toContain('https://app.example.com');
  });

  it('leads from the name that CloudFront made to its own', () => {
    const code = resourcesOf(template, 'AWS::CloudFront::Function')
      .map(([, { Properties }]) => String(Properties['FunctionCode']))
      .find((each) => each.includes('app.example.com'));
    const handle = (host: string, query?: string): unknown =>
      runInNewContext(`${code}; handler(event)`, {
        event: { request: { uri: '/needs', headers: { host: { value: host } }, rawQueryString: () => query } },
      });
    const location = (value: string) => ({ statusCode: 301, headers: { location: { value } } });

    expect(handle('app.example.com')).toMatchObject({ uri: '/index.html' });
    expect(handle('d111111abcdef8.cloudfront.net')).toMatchObject(location('https://app.example.com/needs'));
    expect(handle('d111111abcdef8.cloudfront.net', 'at=a~b.1&x=%3F')).toMatchObject(
      location('https://app.example.com/needs?at=a~b.1&x=%3F'),
    );
  });

  it('needs both a name and its certificate', () => {
    expect(() => synthesize({ domainName: 'app.example.com' })).toThrow('domainName and certificateArn go together');
    expect(() => synthesize({ certificateArn })).toThrow('domainName and certificateArn go together');
  });

  it('lets both APIs answer the distribution alone where a web ACL filters there, and else everybody', () => {
    const requiredIn = (within: Template) =>
      Object.fromEntries(
        [...functionsOf(within)].flatMap(([name, { Properties }]) => {
          const { Variables = {} } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
          return 'REQUIRED_PROOF' in Variables ? [[name, written(Variables['REQUIRED_PROOF'])]] : [];
        }),
      );
    const proof = '{{resolve:secretsmanager:{SecretsDistributionProof}:SecretString:::}}';
    const behindGateways = [...functionsOf(template).keys()].filter(
      (name) => name.startsWith('HttpApi') || name === 'WebSocketApiAuthorize',
    );

    expect(requiredIn(template)).toEqual(Object.fromEntries(behindGateways.map((name) => [name, proof])));
    expect(new Set(Object.values(requiredIn(synthesize())))).toEqual(new Set(['none']));
  });
});

describe('the stack in us-east-1', () => {
  const edge = (props: ConstructorParameters<typeof EdgeStack>[2]) =>
    new EdgeStack(testApp(), 'MessageCenter-edge', props);

  it('makes a certificate, a web ACL, or both, and says their ARNs', () => {
    const both = edge({ domainName: 'app.example.com', waf: true });
    const made = Template.fromStack(both);

    expect(both.region).toBe('us-east-1');
    made.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'app.example.com',
      ValidationMethod: 'DNS',
    });
    made.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
    expect(Object.keys(made.findOutputs('*'))).toEqual(['CertificateArn', 'WebAclArn']);
    expect(Object.keys(Template.fromStack(edge({ waf: true })).findOutputs('*'))).toEqual(['WebAclArn']);
    expect(() => edge({})).toThrow('Set domainName, or waf to true.');
  });
});
