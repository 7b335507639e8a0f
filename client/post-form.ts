/** Posts a form with a file, and tells how much of it has left. */

interface PostFormOptions {
  /** Called with the share of the form that has left, from 0 to 1, as far as that can be known. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Posts a form.
 * @returns the answer
 * @throws {Error} where no answer came
 */
export type PostForm = (url: string, form: FormData, options: PostFormOptions) => Promise<{ readonly status: number }>;

/** Browsers tell the progress of an upload by this interface alone. */
export const postFormByXhr: PostForm = (url, form, { onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (): void => reject(new TypeError('The form was not answered.'));
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.upload.addEventListener('load', () => onProgress(1));
    request.addEventListener('load', () => resolve({ status: request.status }));
    for (const type of ['error', 'abort', 'timeout'] as const) request.addEventListener(type, fail);
    signal.addEventListener('abort', () => request.abort());
    request.open('POST', url);
    request.send(form);
  });

export const postFormByFetch: PostForm = async (url, form, { signal }) => {
  const response = await fetch(url, { method: 'POST', body: form, signal });
  await response.arrayBuffer();
  return { status: response.status };
};
