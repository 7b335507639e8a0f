/** Reads what `cdk synth` leaves behind: the manifest, the one stack's template and the folders of its file assets. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  /** Name of an entry in `Conditions`; the resource exists only where that holds. */
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

/** Stand for what an environment-agnostic stack leaves open. */
const REGION = 'us-east-1';
const ACCOUNT = '000000000000';

/** @throws {Error} when the folder holds no assembly, or not exactly one stack */
export async function readAssembly(folder: string): Promise<Assembly> {
  const read = async <T>(file: string): Promise<T> => JSON.parse(await readFile(resolve(folder, file), 'utf8')) as T;

  const manifest = await read<Manifest>('manifest.json');
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, artifact]) => artifact.type === 'aws:cloudformation:stack',
  );
  const [name, stack] = stacks[0] ?? [];
  if (!name || !stack?.properties || stacks.length > 1) {
    throw new Error(`The local cloud runs exactly one stack; the assembly in ${folder} has ${stacks.length}.`);
  }

  const template = await read<Template>(stack.properties.templateFile);
  const assets = await read<AssetManifest>(`${name}.assets.json`);
  return { template, ...environmentOf(stack.environment), assetPath };

  function assetPath(s3Key: string): string {
    const asset = assets.files[s3Key.replace(/\.[^.]+$/, '')];
    if (!asset) throw new Error(`The assembly has no asset ${s3Key}.`);
    return resolve(folder, asset.source.path);
  }
}

/** `aws://<account>/<region>`, with `unknown-account` and `unknown-region` where the stack leaves them open. */
function environmentOf(environment = ''): { accountId: string; region: string } {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  return {
    accountId: account && account !== 'unknown-account' ? account : ACCOUNT,
    region: region && region !== 'unknown-region' ? region : REGION,
  };
}
