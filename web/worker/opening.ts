/** Shows an address of the site after a tap: in a page that is open, or in a new one. */

/** A page that listens answers at once. One that is still starting, or where nobody is signed in, does not. */
export const ANSWER_TIMEOUT_MS = 1_000;

/** An open page, as the worker sees it. */
export interface OpenPage {
  postMessage(message: { readonly open: string }, ports: Transferable[]): void;
  focus(): Promise<unknown>;
  navigate(path: string): Promise<unknown>;
}

export interface OpeningParts {
  readonly pages: () => Promise<readonly OpenPage[]>;
  readonly openWindow: (path: string) => Promise<unknown>;
}

export async function open(path: string, { pages, openWindow }: OpeningParts): Promise<void> {
  const [page] = await pages();
  if (!page) return void (await openWindow(path));
  // A browser lets the worker focus only soon after the tap.
  const focused = page.focus().catch(() => undefined);
  // The page goes there without being loaded again.
  if (!(await goesThere(page, path))) await page.navigate(path).catch(() => openWindow(path));
  await focused;
}

/** Asks a page to go to an address. @returns whether it has answered in time */
async function goesThere(page: OpenPage, path: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answer = new Promise<boolean>((resolve) => {
    port1.addEventListener('message', () => resolve(true));
    timer = setTimeout(() => resolve(false), ANSWER_TIMEOUT_MS);
  });
  port1.start();
  page.postMessage({ open: path }, [port2]);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    port1.close();
  }
}
