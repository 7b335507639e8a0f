/** The service worker, as far as the browser grants one. */

const WORKER_URL = '/sw.js';
/** Between two looks whether there is a new one, while the page stays open. */
const LOOK_INTERVAL_MS = 30 * 60_000;

/** Under the site's policy a browser takes a worker's address only from a policy of this name, which admits one. */
const POLICY = 'worker';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

function createScriptURL(url: string): string {
  if (url !== WORKER_URL) throw new TypeError(`${url} is not the worker.`);
  return url;
}

/** Made once: a second policy of the same name is refused. */
const policy = trustedTypes?.createPolicy(POLICY, { createScriptURL }) ?? { createScriptURL };

/**
 * Registers the worker.
 * @returns undefined where the browser has none, or refuses it, as in a private window
 */
export async function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await navigator.serviceWorker?.register(policy.createScriptURL(WORKER_URL));
  } catch {
    return undefined;
  }
}

/**
 * Calls `listener` once the worker has the files of another build than this page's, which a reload brings.
 * @returns unsubscribe
 */
export function onNewBuild(registration: ServiceWorkerRegistration, listener: () => void): () => void {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? '';
  const look = (): void => void registration.update().catch(() => undefined);
  const onWorker = (): void => {
    // It has dropped the files of all other builds before it takes the page over.
    caches.match(entry).then(
      (kept) => kept ?? listener(),
      () => undefined,
    );
  };
  const onShown = (): void => {
    if (document.visibilityState === 'visible') look();
  };
  const timer = setInterval(look, LOOK_INTERVAL_MS);
  navigator.serviceWorker.addEventListener('controllerchange', onWorker);
  document.addEventListener('visibilitychange', onShown);
  // A slow network may have had the worker answer with the build before, which it has replaced meanwhile.
  if (registration.active && !registration.installing) onWorker();
  return () => {
    clearInterval(timer);
    navigator.serviceWorker.removeEventListener('controllerchange', onWorker);
    document.removeEventListener('visibilitychange', onShown);
  };
}
