/** The browser's caches in memory, as far as the page and its worker use them. */

interface MemoryCaches extends Pick<CacheStorage, 'open' | 'match' | 'keys' | 'delete'> {
  /** Returns the paths that a cache has, sorted. */
  paths(name: string): Promise<readonly string[]>;
}

/** @param origin which paths are of */
export function memoryCaches(origin: string): MemoryCaches {
  const all = new Map<string, Map<string, Response>>();
  const pathOf = (request: RequestInfo | URL): string =>
    new URL(request instanceof Request ? request.url : String(request), origin).pathname;
  const cacheOf = (kept: Map<string, Response>) => ({
    match: async (request: RequestInfo | URL) => kept.get(pathOf(request))?.clone(),
    put: async (request: RequestInfo | URL, response: Response) => void kept.set(pathOf(request), response),
    keys: async () => [...kept.keys()].map((path) => new Request(new URL(path, origin))),
    delete: async (request: RequestInfo | URL) => kept.delete(pathOf(request)),
  });
  return {
    async open(name) {
      const kept = all.get(name) ?? new Map<string, Response>();
      all.set(name, kept);
      return cacheOf(kept) as unknown as Cache;
    },
    async match(request, options) {
      const asked = [...all].filter(([name]) => (options?.cacheName ?? name) === name);
      return asked
        .map(([, kept]) => kept.get(pathOf(request)))
        .find(Boolean)
        ?.clone();
    },
    keys: async () => [...all.keys()],
    delete: async (name) => all.delete(name),
    paths: async (name) => [...(all.get(name)?.keys() ?? [])].toSorted(),
  };
}
