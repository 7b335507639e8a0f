/**
 * Properties are tried with the same values in each run: what fails once fails again, and nothing fails for one of many
 * thousand values while somebody changes something else. `PROPERTY_SEED=$RANDOM npx vitest run …` tries other values.
 */

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) });
