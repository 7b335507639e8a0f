/** What is different where all functions share one machine with each other, and with what else runs on it. */
import type { Faults } from '#local/faults.ts';

/**
 * A function may take longer than a client waits for its answer, which then tries again: a busy machine makes no answer
 * of 500 of what is only slow.
 */
export const oneMachine: Partial<Faults> = { timeoutFactor: 3 };
