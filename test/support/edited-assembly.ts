/** Variants of the tests' assembly, such as another deployment of the product would have. */

import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}
export type Resources = Record<string, Resource>;

export interface Edit {
  readonly edit: (resources: Resources) => void;
  /** The one that is edited: that of all tests by default. */
  readonly assembly?: string;
  /** Sources (`index.mjs`) of additional assets, by name. */
  readonly bundles?: Readonly<Record<string, string>>;
}

/** @returns a folder with a copy of the assembly whose template is edited */
export async function editAssembly({ edit, assembly = inject('assembly'), bundles = {} }: Edit): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'message-center-edited-'));
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(assembly, file), 'utf8'));
  const replace = async (file: string, content: object): Promise<void> => {
    await rm(join(folder, file));
    await writeFile(join(folder, file), JSON.stringify(content));
  };

  for (const entry of await readdir(assembly)) await symlink(join(assembly, entry), join(folder, entry));
  const template = (await read('MessageCenter.template.json')) as { Resources: Resources };
  edit(template.Resources);
  await replace('MessageCenter.template.json', template);
  const assets = (await read('MessageCenter.assets.json')) as { files: Record<string, object> };
  for (const [name, source] of Object.entries(bundles)) {
    assets.files[name] = { source: { path: `asset.${name}` } };
    await mkdir(join(folder, `asset.${name}`));
    await writeFile(join(folder, `asset.${name}/index.mjs`), source);
  }
  await replace('MessageCenter.assets.json', assets);
  return folder;
}

/**
 * Returns the assembly with other settings. It changes the environment of the functions, since a synthesis takes
 * seconds.
 * @param edit for settings that change more than that
 * @throws {Error} if no function has a variable
 */
export function assemblyWith(
  variables: Readonly<Record<string, string>>,
  edit: Edit['edit'] = () => undefined,
): Promise<string> {
  return editAssembly({
    edit: (resources) => {
      edit(resources);
      const environments = Object.values(resources).map(
        ({ Properties }) => (Properties as { Environment?: { Variables?: Record<string, unknown> } }).Environment,
      );
      for (const [name, value] of Object.entries(variables)) {
        const holders = environments.flatMap((environment) =>
          environment?.Variables && name in environment.Variables ? [environment.Variables] : [],
        );
        if (holders.length === 0) throw new Error(`No function has the variable ${name}.`);
        for (const holder of holders) holder[name] = value;
      }
    },
  });
}

/** Returns the assembly with `notify` as `inline`, and other settings. */
export const inlineAssemblyWith = (variables: Readonly<Record<string, string>>): Promise<string> =>
  assemblyWith({ ...variables, NOTIFY: 'inline' }, readEntries);

/** What the setting changes beside the environment: the consumer may read entries with the sockets. */
function readEntries(resources: Resources): void {
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    if (Type !== 'AWS::IAM::Policy' || !id.startsWith('MessageStreamConsumer')) continue;
    const { Statement } = Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] };
    for (const statement of Statement)
      if (statement.Action.includes('dynamodb:GetItem'))
        statement.Action = [statement.Action, 'dynamodb:BatchGetItem'].flat();
  }
}
