/** Counters of attempts without a table. */
import type { Attempts } from '#functions/core/attempts.ts';

/** Counters in memory that do what the table does. */
export function memoryAttempts() {
  const counts = new Map<string, { taken: number; until: number }>();
  const attempts: Attempts = {
    take: async (counter, limit, now, until) => {
      const { taken, until: end } = counts.get(counter) ?? { taken: 0, until: 0 };
      const before = end > now ? taken : 0;
      if (before >= limit) return false;
      counts.set(counter, { taken: before + 1, until });
      return true;
    },
    giveBack: async (counter) => {
      const count = counts.get(counter);
      if (count) count.taken -= 1;
    },
  };
  return { attempts, counts };
}
