/** Measures the cost of every route and every socket event, with all that follows: triggers, streams, posts. */
import { usageBetween } from '#local/usage/meter.ts';
import { byRoute, type Cost, COST_COLUMNS, costCells, costOf, operationsOf } from './cost.ts';
import { settledUsage } from './local-usage.ts';
import { progress } from './progress.ts';
import { createScene } from './scene.ts';
import { socketEvents } from './socket-walk.ts';
import type { Step } from './step.ts';
import { createTable } from './table.ts';
import { firsts, requests } from './walk.ts';

export interface StepCost extends Cost {
  readonly step: string;
  /** AWS calls by operation. */
  readonly operations: string;
  readonly routes: Readonly<Record<string, Cost>>;
}

/** What exists before anything is measured: messages from Ann to Ben, and conversations of Ann. */
const MESSAGES = 20;
const CONVERSATIONS = 10;

export async function walkRoutes(siteUrl: string): Promise<StepCost[]> {
  progress(`Signing people up, with ${CONVERSATIONS} conversations …`);
  const scene = await createScene(siteUrl);
  for (let index = 1; index < CONVERSATIONS; index += 1) await scene.message((await scene.member()).username);
  for (let index = 0; index < MESSAGES; index += 1) await scene.message();

  const steps = Object.entries<Step>({ ...requests, ...firsts, ...socketEvents });
  const costs: StepCost[] = [];
  for (const [index, [step, prepare]] of steps.entries()) {
    progress(`${index + 1} of ${steps.length}: ${step}`);
    const act = await prepare(scene);
    const before = await settledUsage(siteUrl);
    await act();
    const used = usageBetween(before, await settledUsage(siteUrl));
    costs.push({ step, ...costOf(used), operations: operationsOf(used), routes: byRoute(used) });
  }
  return costs;
}

export function printUsage(costs: readonly StepCost[]): void {
  const table = createTable(36);
  console.log(table('once', COST_COLUMNS));
  for (const { step, routes, operations, ...cost } of costs) {
    console.log(`${table(step, costCells(cost))}   ${operations}`);
    const parts = Object.entries(routes);
    if (parts.length > 1) for (const [route, part] of parts) console.log(table(`  ${route}`, costCells(part)));
  }
}
