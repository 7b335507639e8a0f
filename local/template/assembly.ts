/** Reads a cloud assembly, which `cdk synth` writes: the manifest, the one stack's template and its file assets. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Condition?: string }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  /** Name of a condition. The resource exists only if it is true. */
  readonly Condition?: string;
}

export interface Assembly {
  readonly template: Template;
  readonly region: string;
  readonly accountId: string;
  assetPath(s3Key: string): string;
}

interface Manifest {
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: { readonly templateFile: string };
}

interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

/** The environment of an environment-agnostic stack. */
const DEFAULT_REGION = 'us-east-1';
const DEFAULT_ACCOUNT = '000000000000';

/** @throws {Error} when the folder has no assembly, or an assembly with not exactly one stack */
export async function readAssembly(folder: string): Promise<Assembly> {
  const read = async <T>(file: string): Promise<T> => JSON.parse(await readFile(resolve(folder, file), 'utf8')) as T;

  const manifest = await read<Manifest>('manifest.json');
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, artifact]) => artifact.type === 'aws:cloudformation:stack',
  );
  const [name, stack] = stacks[0] ?? [];
  if (!name || !stack?.properties || stacks.length > 1) {
    throw new Error(`The local cloud runs exactly one stack, but the assembly in ${folder} has ${stacks.length}.`);
  }

  const template = await read<Template>(stack.properties.templateFile);
  const assets = await read<AssetManifest>(`${name}.assets.json`);
  return { template, ...environmentOf(stack.environment), assetPath };

  function assetPath(s3Key: string): string {
    const asset = assets.files[s3Key.replace(/\.[^.]+$/, '')];
    if (!asset) throw new Error(`The assembly in ${folder} has no asset ${s3Key}. Synthesize the stack again.`);
    return resolve(folder, asset.source.path);
  }
}

/** Reads `aws://<account>/<region>`. An environment-agnostic stack has `unknown-account` and `unknown-region`. */
function environmentOf(environment = ''): { accountId: string; region: string } {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  return {
    accountId: account && account !== 'unknown-account' ? account : DEFAULT_ACCOUNT,
    region: region && region !== 'unknown-region' ? region : DEFAULT_REGION,
  };
}
