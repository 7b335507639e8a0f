/** Takes what another app shares with this one: a form that the browser posts, and that only the worker answers. */

interface SharingParts {
  /** Keeps what a form has. @returns its id */
  readonly keep: (form: FormData) => Promise<string>;
}

/** The page says that it has nothing where nothing was kept. */
const NOTHING = 'none';

/** @returns where the browser goes on: the page, which asks whom it is for */
export async function takeShared(request: Request, { keep }: SharingParts): Promise<Response> {
  const id = await request
    .formData()
    .then(keep)
    .catch(() => NOTHING);
  // 303: what follows is a GET, and a reload posts nothing again.
  return Response.redirect(new URL(`/conversations?shared=${id}`, request.url), 303);
}
