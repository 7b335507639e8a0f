/** What a browser does with the cookies of the API. Two hosts of one site stand for a page and its neighbour. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { setCookie } from '#functions/api/cookies.ts';

/** Chromium finds all names under `localhost` on this machine, and takes secure cookies from them over http. */
const [OURS, NEIGHBOUR, DOMAIN] = ['ours.app.localhost', 'neighbour.app.localhost', 'app.localhost'];

test('a neighbouring host cannot plant the refresh cookie, as it could without its prefix', async ({ page }) => {
  const received: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.host?.startsWith(OURS)) received.push(request.headers.cookie ?? '');
    const ours = setCookie('refreshToken', 'ours', 60);
    const planted = setCookie('refreshToken', 'planted', 60);
    const cookies: Readonly<Record<string, readonly string[]>> = {
      '/sign-in': [ours],
      '/plant': [planted, `${planted}; Domain=${DOMAIN}`, `refresh=planted; Path=/; Secure; Domain=${DOMAIN}`],
    };
    response
      .writeHead(200, { 'content-type': 'text/html', 'set-cookie': [...(cookies[request.url ?? ''] ?? [])] })
      .end('<!doctype html>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const at = (host: string, path: string) => `http://${host}:${(server.address() as AddressInfo).port}${path}`;

  await page.goto(at(NEIGHBOUR, '/plant'));
  await page.goto(at(OURS, '/before'));
  await page.goto(at(OURS, '/sign-in'));
  await page.goto(at(NEIGHBOUR, '/plant'));
  await page.goto(at(OURS, '/after'));
  server.closeAllConnections();
  server.close();

  const pairs = received.map((cookie) => cookie.split('; ').toSorted());
  expect(pairs[0]).toEqual(['refresh=planted']);
  expect(pairs.at(-1)).toEqual(['__Host-refresh=ours', 'refresh=planted']);
});
