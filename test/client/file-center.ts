/** The server's part in attachments, as a sender sees it: places, the storage of files, and which ids it takes. */

import type { PostForm } from '#client/post-form.ts';
import type { Call, Fault, memoryCloud } from './memory-cloud.ts';
import type { VirtualTime } from './virtual-time.ts';

const PLACE_MS = 10 * 60_000;
const FILE_MS = 24 * 60 * 60_000;

/** What becomes of a form on its way to the storage. */
export type FormFault = 'lost halfway' | 'answer lost' | 'stalls' | { readonly status: number };

/** Stands in for `cloud`'s server where attachments are concerned. Its own faults come first. */
export function fileCenter(cloud: ReturnType<typeof memoryCloud>, time: VirtualTime) {
  const places = new Map<string, { readonly bytes: number; readonly expires: number }>();
  const stored = new Map<string, { readonly text: string; readonly at: number }>();
  let count = 0;
  const center = {
    /** The texts of the files that have arrived, in order: one that arrived twice is there twice. */
    arrived: [] as string[],
    places,
    stored,
    fault: (_call: Call): Fault | undefined => undefined,
    formFault: (_text: string): FormFault | undefined => undefined,
    /** The answer to a request for a place, where it is refused. */
    refusal: (): Response | undefined => undefined,
  };

  const grant = (body: string): Response => {
    const id = `attachment-${String(++count).padStart(11, '0')}`;
    const { bytes, from } = JSON.parse(body) as { bytes: number; from?: { id: string } };
    const expires = time.now() + PLACE_MS;
    const answer = { id, expires: new Date(expires).toISOString(), left: { uploads: 50 - count } };
    const options = { status: 201, headers: { 'x-version': '5' } };
    if (from) {
      stored.set(id, { text: `copy of ${from.id}`, at: time.now() });
      return Response.json(answer, options);
    }
    places.set(id, { bytes, expires });
    return Response.json(
      { ...answer, upload: { url: '/files/incoming', fields: { key: id, policy: 'signed' } } },
      options,
    );
  };

  const refuseIds = (body: string): Response | undefined => {
    const { attachments = [] } = JSON.parse(body) as { attachments?: string[] };
    const isThere = (id: string): boolean => (stored.get(id)?.at ?? -Infinity) + FILE_MS > time.now();
    if (attachments.every(isThere)) return undefined;
    const problem = {
      ...{ type: 'urn:problem:invalid', code: 'invalid', title: 'Invalid', status: 400, detail: 'It is not uploaded.' },
      ...{ requestId: 'request', errors: { attachments: 'Must be uploaded' } },
    };
    return Response.json(problem, { status: 400, headers: { 'x-version': '5' } });
  };

  cloud.fault = (call) => {
    const isAsk = call.method === 'POST' && call.path === '/attachments';
    const fault = center.fault(call);
    if (isAsk && fault === 'answer lost') grant(call.body ?? '');
    if (fault) return isAsk && fault === 'answer lost' ? 'request lost' : fault;
    if (isAsk) return center.refusal() ?? grant(call.body ?? '');
    return call.method === 'POST' && call.path === '/messages' ? refuseIds(call.body ?? '') : undefined;
  };

  // The server under test has no files: it is given their ids for a text.
  cloud.received = ({ method, path, body = '{}' }) => {
    const { attachments, ...message } = JSON.parse(body) as { attachments?: string[] };
    const isWithFiles = method === 'POST' && path === '/messages' && attachments !== undefined;
    return isWithFiles ? JSON.stringify({ ...message, body: attachments.join(' ') }) : body;
  };

  const postForm: PostForm = async (_url, form, { onProgress, signal }) => {
    const id = form.get('key') as string;
    const file = form.get('file') as File;
    const text = await file.text();
    const fault = center.formFault(text);
    onProgress(0.5);
    if (fault === 'lost halfway') throw new TypeError('lost');
    if (fault === 'stalls') {
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new TypeError('aborted')));
      });
    }
    onProgress(1);
    const place = places.get(id);
    if (typeof fault === 'object') return fault;
    if (!place || place.expires <= time.now() || place.bytes !== file.size) return { status: 403 };
    stored.set(id, { text, at: time.now() });
    center.arrived.push(text);
    if (fault === 'answer lost') throw new TypeError('lost');
    return { status: 204 };
  };
  cloud.postForm = postForm;
  return center;
}
