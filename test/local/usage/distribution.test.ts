/** The usage of the distribution: what viewers request, and what it sends them. */
import { describe, expect, it } from 'vitest';
import { totalOf } from '#local/usage/meter.ts';
import { deployment, folder, startSite } from '../site/site.ts';

describe('the distribution', () => {
  it('is billed for requests and for bytes, and reads no object for the files of the page', async () => {
    const assets = { 'page.zip': folder({ 'index.html': '<!doctype html>', 'icon.svg': '<svg/>' }) };
    const { url, meter } = await startSite({ assets, deployments: [deployment('page.zip', {})] });

    const { headers } = await fetch(`${url}/icon.svg`);

    const sent = Number(headers.get('content-length'));
    await expect.poll(() => totalOf(meter.snapshot()).viewerBytes).toBeGreaterThan(sent);
    expect(totalOf(meter.snapshot())).toMatchObject({ viewerRequests: 1, viewerReads: 0, viewerWrites: 0 });
  });
});
