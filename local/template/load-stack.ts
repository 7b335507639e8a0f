/** Creates the `Stack` that every part of the local cloud reads, from a synthesized assembly. */
import { PUSH_HOST, createLocalize, localizeDeep, type Addresses } from './addresses.ts';
import { readAssembly, type Assembly, type TemplateResource } from './assembly.ts';
import { resolve, type References } from './intrinsics.ts';
import { checkProperties } from './known-properties.ts';
import { resourceType, type Naming, type ResourceType } from './resource-types.ts';
import type { Resource, Stack } from './resource.ts';

interface Known {
  readonly type: ResourceType;
  readonly naming: Naming;
}

/**
 * @param options.assembly the folder that `cdk synth` wrote
 * @param options.addresses the addresses of the local listeners
 * @throws {Error} that names an unknown resource type, property, intrinsic function, attribute or reference
 */
export async function loadStack(options: { assembly: string; addresses: Addresses }): Promise<Stack> {
  const assembly = await readAssembly(options.assembly);
  const references = createReferences(assembly);
  const resolved = conditionalResources(assembly, references).map(([logicalId, resource]) =>
    describe(logicalId, resource, references),
  );
  const localize = createLocalize(hostsOf(resolved, references, assembly.region, options.addresses));
  const resources = resolved.map((resource) => ({
    ...resource,
    properties: localizeDeep(resource.properties, localize) as Resource['properties'],
  }));
  checkProperties(resources);

  return {
    region: assembly.region,
    accountId: assembly.accountId,
    resources,
    outputs: outputsOf(assembly, references),
    ofType: <Properties>(type: string) =>
      resources.filter((resource) => resource.type === type) as unknown as Resource<Properties>[],
    assetPath: (s3Key) => assembly.assetPath(s3Key),
    localize,
  };
}

/** Returns the template's resources, except those whose condition is false. */
function conditionalResources({ template }: Assembly, references: References): [string, TemplateResource][] {
  return Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || references.condition(Condition),
  );
}

function outputsOf({ template }: Assembly, references: References): Stack['outputs'] {
  const existing = Object.entries(template.Outputs ?? {}).filter(
    ([, { Condition }]) => Condition === undefined || references.condition(Condition),
  );
  return Object.fromEntries(existing.map(([name, { Value }]) => [name, resolve(Value, references)]));
}

function describe(logicalId: string, resource: TemplateResource, references: References): Resource {
  const { attributes } = resourceType(logicalId, resource.Type);
  return {
    logicalId,
    type: resource.Type,
    properties: resolve(resource.Properties ?? {}, references) as Resource['properties'],
    ref: references.ref(logicalId),
    arn: attributes['Arn'] ? references.getAtt(logicalId, 'Arn') : '',
  };
}

function createReferences({ template, region, accountId }: Assembly): References {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  function find(logicalId: string): Known {
    const resource = template.Resources[logicalId];
    if (!resource) throw new Error(`The template refers to ${logicalId}, which it does not define.`);
    const text = (property: string): string | undefined => {
      const value = resource.Properties?.[property];
      return typeof value === 'string' ? value : undefined;
    };
    return { type: resourceType(logicalId, resource.Type), naming: { logicalId, region, accountId, text } };
  }

  const references: References = {
    ref(name) {
      const known = pseudo[name];
      if (known !== undefined) return known;
      const { type, naming } = find(name);
      return type.ref(naming);
    },
    getAtt(logicalId, attribute) {
      const { type, naming } = find(logicalId);
      const value = type.attributes[attribute];
      if (!value)
        throw new Error(
          `The local cloud does not know the attribute ${attribute} of ${template.Resources[logicalId]?.Type} ` +
            `(${logicalId}). Teach it in local/template/resource-types.ts.`,
        );
      return value(naming);
    },
    condition(name) {
      const condition = template.Conditions?.[name];
      if (condition === undefined)
        throw new Error(`The template refers to the condition ${name}, which it does not define.`);
      return resolve(condition, references);
    },
  };
  return references;
}

/** Returns the host names of the stack's resources in the cloud, each with the address of its local listener. */
function hostsOf(
  resources: readonly Resource[],
  { getAtt }: References,
  region: string,
  addresses: Addresses,
): Map<string, string> {
  const hosts = new Map([
    [`cognito-idp.${region}.amazonaws.com`, addresses.aws],
    [`sqs.${region}.amazonaws.com`, addresses.aws],
    [PUSH_HOST, addresses.site],
  ]);
  for (const { logicalId, type, ref, properties } of resources) {
    if (type === 'AWS::ApiGatewayV2::Api') {
      const address = properties['ProtocolType'] === 'WEBSOCKET' ? addresses.webSocketApi : addresses.httpApi;
      hosts.set(`${ref}.execute-api.${region}.amazonaws.com`, address);
    }
    if (type === 'AWS::CloudFront::Distribution') {
      const { DistributionConfig } = properties as { DistributionConfig?: { Aliases?: readonly string[] } };
      for (const host of [getAtt(logicalId, 'DomainName'), ...(DistributionConfig?.Aliases ?? [])])
        hosts.set(host, addresses.site);
    }
  }
  return hosts;
}
