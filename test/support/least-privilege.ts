/**
 * Least privilege, shown by the calls of the whole suite: when the tests have ended, no function may have been refused
 * what it tried, and none may have a grant that nothing used. A grant is one action on one resource. It counts as used
 * where a local cloud allowed a call by it, or where the function's entry made the call in a test that mocks AWS. What
 * a part of the suite leaves unused says nothing, so then only refusals count.
 */

import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestModule, TestProject, Vitest } from 'vitest/node';
import { GRANTS_FOLDER, type Finding } from './grant-findings.ts';
import { grantsIn, refusedIn, unusedIn } from './grants-used.ts';

/** The projects whose tests run functions. */
const PROJECTS: readonly string[] = ['functions', 'fresh', 'stack', 'journey', 'whole'];

/** @returns what judges the grants. It follows test/support/assembly.ts, whose assembly it reads. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = project.config.env[GRANTS_FOLDER];
  if (folder === undefined) throw new Error(`The tests' configuration has to set ${GRANTS_FOLDER}.`);
  mkdirSync(folder, { recursive: true });
  return async () => {
    // Several projects share the folder. The first to end judges, when all of them have run.
    const findings = takeFindings(folder);
    if (findings.length === 0) return;
    const { assembly } = project.getProvidedContext();
    const unused = (await isWhole(project.vitest)) ? unusedIn(await grantsIn(assembly), findings) : undefined;
    console.log(
      unused
        ? 'Least privilege: every grant was looked for in the calls of the suite.'
        : 'Least privilege: not all tests ran and passed, so only refused calls were looked for.',
    );
    const complaints = [...refusedIn(findings), ...(unused ?? [])];
    if (complaints.length === 0) return;
    process.exitCode = 1;
    console.error(`\nLeast privilege does not hold:\n${complaints.join('\n')}\n`);
  };
}

function takeFindings(folder: string): readonly Finding[] {
  let files: readonly string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean));
  rmSync(folder, { recursive: true });
  return lines.map((line) => JSON.parse(line) as Finding);
}

/** True if every test of the projects ran and passed. */
async function isWhole(vitest: Vitest): Promise<boolean> {
  const idOf = ({ project, moduleId }: Pick<TestModule, 'project' | 'moduleId'>) => `${project.name} ${moduleId}`;
  const modules = vitest.state.getTestModules();
  const passed = new Set(modules.filter((module) => module.ok() && !hasSkipped(module)).map(idOf));
  const wanted = (await vitest.globTestSpecifications()).filter(({ project }) => PROJECTS.includes(project.name));
  const ran = new Set(vitest.projects.map(({ name }) => name));
  return PROJECTS.every((name) => ran.has(name)) && wanted.every((each) => passed.has(idOf(each)));
}

/** True if tests were left out, as by `-t`. */
const hasSkipped = ({ children }: TestModule): boolean => !children.allTests('skipped').next().done;
