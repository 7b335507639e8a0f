/**
 * Commands in any order, against a model of conversations. A failure is reduced to the fewest commands that show it,
 * and prints them. To replay it, pass what fast-check prints beside them:
 * MODEL_SEED=<seed> MODEL_PATH=<path> MODEL_REPLAY_PATH=<replayPath> npx vitest run test/simulation/model
 * MODEL_SEED alone tries other histories.
 */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { intact, mutants } from '../mutants.ts';
import type { Mutant } from '../world.ts';
import { histories } from './commands.ts';
import { Conversations } from './conversations.ts';
import { DEVICES, setStage } from './stage.ts';

const { MODEL_SEED = '1', MODEL_PATH, MODEL_REPLAY_PATH, MODEL_RUNS } = process.env;
/** Lists of commands, a sixth of those of `npm run test:simulation`. */
const RUNS = Number(MODEL_RUNS ?? 40);
/** A list of commands takes a third of a second, and several times that where the machine has other work. */
const TIMEOUT_MS = 180_000 + RUNS * 10_000;
/** Lists of commands within which a missing defence must show. */
const MUTANT_RUNS = 120;

const asModelled = (mutant: Mutant) =>
  fc.asyncProperty(histories(MODEL_REPLAY_PATH), fc.noShrink(fc.nat()), (commands, seed) =>
    fc.asyncModelRun(async () => ({ model: new Conversations(DEVICES), real: await setStage(seed, mutant) }), commands),
  );

it('conversations are as their model says, whatever people do', { timeout: TIMEOUT_MS }, async () => {
  const replayed = MODEL_PATH === undefined ? {} : { path: MODEL_PATH };

  await expect(
    fc.assert(asModelled(intact), { numRuns: RUNS, seed: Number(MODEL_SEED), ...replayed }),
  ).resolves.toBeUndefined();
});

it.each([
  'the search for an earlier copy of a message, by its clientId',
  "the rows of both people's inboxes",
  'strong reads in the catch-up',
  'the erasure of the texts of edits',
])('a few commands show that the product is without %s', async (without) => {
  const mutant = mutants.find((each) => each.without === without) ?? intact;

  const { failed, counterexample } = await fc.check(asModelled(mutant), { numRuns: MUTANT_RUNS, seed: 1 });

  expect(failed).toBe(true);
  expect([...(counterexample?.[0] ?? [])].length).toBeLessThanOrEqual(5);
});
