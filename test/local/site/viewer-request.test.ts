/** The CloudFront function of the site. */
import { expect, it } from 'vitest';
import { deployment, folder, startSite } from './site.ts';

const assets = { 'page.zip': folder({ 'index.html': 'page', 'icon.svg': '<svg/>' }) };

it('rewrites a path, or responds itself', async () => {
  const functionCode = `async function handler(event) {
    const { headers, cookies } = event.request;
    const query = event.request.rawQueryString();
    const to = '/' + cookies.to?.value + (query === undefined ? '' : '?' + query);
    if (headers['x-stop']) return { statusCode: 302, headers: { location: { value: to } } };
    return { ...event.request, uri: '/' + event.request.querystring.file.value };
  }`;
  const { url } = await startSite({ assets, deployments: [deployment('page.zip')], functionCode });

  const rewritten = await fetch(`${url}/anything?file=icon.svg`);
  const headers = { 'x-stop': '1', cookie: 'a=b; to=there' };
  const redirected = await fetch(url, { headers, redirect: 'manual' });
  const withQuery = await fetch(`${url}/?at=a~b.1&q=1?2`, { headers, redirect: 'manual' });

  expect(await rewritten.text()).toBe('<svg/>');
  expect([redirected.status, redirected.headers.get('location')]).toEqual([302, '/there']);
  expect(withQuery.headers.get('location')).toBe('/there?at=a~b.1&q=1?2');
});

it('is answered by 500 if it throws', async () => {
  const { url, lines } = await startSite({ functionCode: 'function handler() { throw new Error("boom"); }' });

  expect((await fetch(url)).status).toBe(500);
  expect(lines.join()).toContain('boom');
});
