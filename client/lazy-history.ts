/** Many visits read the newest messages alone: what pages through the others is loaded by those who do. */

import type { HistoryPages, HistoryPagesOptions } from './history-pages.ts';
import { lazily } from './lazily.ts';
import { asFailure } from './problem.ts';

export function lazyHistory(options: HistoryPagesOptions): HistoryPages {
  const { opened } = options.store;
  const load = lazily(async () => (await import('./history-pages.ts')).createHistoryPages(options));
  /** Shows why the part could not be loaded, like a page that could not be read. */
  const run = async (peer: string, act: (pages: HistoryPages) => Promise<void>): Promise<void> => {
    let pages: HistoryPages;
    try {
      pages = await load();
    } catch (thrown) {
      return opened.failLoading(peer, asFailure(thrown));
    }
    await act(pages);
  };
  return {
    loadOlder: (peer, limit) => run(peer, (pages) => pages.loadOlder(peer, limit)),
    loadNewer: (peer) => run(peer, (pages) => pages.loadNewer(peer)),
    showAround: (peer, seq) => run(peer, (pages) => pages.showAround(peer, seq)),
    async showNewest(peer) {
      if (opened.extent(peer)?.until !== undefined) await run(peer, (pages) => pages.showNewest(peer));
    },
  };
}
