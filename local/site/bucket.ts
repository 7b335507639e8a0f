/** The content that the template's bucket deployments put into a bucket, in memory. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { matcher } from '../iam/policy.ts';
import type { Stack } from '../template/resource.ts';
import { contentType } from './content-type.ts';
import { replaceMarkers, type Markers, type MarkersConfig } from './markers.ts';

export interface StoredObject {
  readonly content: Buffer;
  /** Content type, cache control and other headers that the deployment sets. */
  readonly headers: Readonly<Record<string, string>>;
  /** With its quotation marks. */
  readonly etag: string;
}

/** Objects by key. Keys have no leading slash. */
export type Bucket = ReadonlyMap<string, StoredObject>;

interface DeploymentProperties {
  readonly DestinationBucketName: string;
  readonly DestinationBucketKeyPrefix?: string;
  readonly SourceObjectKeys: readonly string[];
  readonly SourceMarkers?: readonly Markers[];
  readonly SourceMarkersConfig?: readonly MarkersConfig[];
  readonly SystemMetadata?: Readonly<Record<string, string>>;
  readonly Exclude?: readonly string[];
  readonly Include?: readonly string[];
  readonly Prune?: boolean | string;
}

/** System metadata that become headers of the object. The rest says how the object is stored. */
const METADATA_HEADERS = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
]);

/** Applies all deployments into a bucket, in the template's order. */
export function deployBucket(stack: Stack, bucketName: string): Bucket {
  const objects = new Map<string, StoredObject>();
  for (const { properties } of stack.ofType<DeploymentProperties>('Custom::CDKBucketDeployment')) {
    if (properties.DestinationBucketName === bucketName) deploy(objects, properties, stack);
  }
  return objects;
}

function deploy(objects: Map<string, StoredObject>, properties: DeploymentProperties, stack: Stack): void {
  const prefix = (properties.DestinationBucketKeyPrefix ?? '').replace(/^\/|\/$/g, '');
  const underPrefix = prefix === '' ? '' : `${prefix}/`;
  const isSelected = selection(properties);
  const sources = readSources(properties, stack);

  if (String(properties.Prune ?? true) === 'true') {
    for (const key of objects.keys()) {
      const path = key.slice(underPrefix.length);
      if (key.startsWith(underPrefix) && isSelected(path) && !sources.has(path)) objects.delete(key);
    }
  }
  const metadata = Object.entries(properties.SystemMetadata ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const set = Object.fromEntries(metadata.filter(([name]) => METADATA_HEADERS.has(name)));
  for (const [path, content] of sources) {
    if (!isSelected(path)) continue;
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    objects.set(`${underPrefix}${path}`, { content, headers: { 'content-type': contentType(path), ...set }, etag });
  }
}

/** Reads the files of all sources by path. A later source wins. */
function readSources(
  { SourceObjectKeys, SourceMarkers, SourceMarkersConfig }: DeploymentProperties,
  stack: Stack,
): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [i, s3Key] of SourceObjectKeys.entries()) {
    const folder = stack.assetPath(s3Key);
    const markers = SourceMarkers?.[i] ?? {};
    const config = SourceMarkersConfig?.[i] ?? {};
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const content = replaceMarkers(readFileSync(file), markers, config, (text) => stack.localize(text));
      files.set(relative(folder, file).replaceAll(sep, '/'), content);
    }
  }
  return files;
}

/** Compiles the filters of `aws s3 sync`: a path is selected unless it is excluded. `Include` wins over `Exclude`. */
function selection({ Exclude = [], Include = [] }: DeploymentProperties): (path: string) => boolean {
  const excluded = Exclude.map(matcher);
  const included = Include.map(matcher);
  return (path) => included.some((matches) => matches(path)) || !excluded.some((matches) => matches(path));
}
