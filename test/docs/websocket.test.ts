/** The frames and the example client of docs/websocket.md, compared with the product. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { ClientFrame, ServerFrame } from '#contract/frames.ts';
import { signUpAndIn, startTestCloud } from '../support/cloud.ts';

/** Long enough for a handshake and a ping on a busy machine: without a pong, the client backs off. */
const SOCKET_LIFE_MS = 2_000;

const text = readFileSync('docs/websocket.md', 'utf8');
const blocksOf = (language: string): string[] =>
  [...text.matchAll(/^```(\w+)\n([^]*?)^```/gm)].flatMap(([, of, block]) => (of === language && block ? [block] : []));

describe('docs/websocket.md', () => {
  it('shows every frame, as it is', () => {
    const shown = blocksOf('json').map((block) => JSON.parse(block) as { type?: string; action?: string });

    for (const frame of shown)
      expect((frame.type === undefined ? ClientFrame : ServerFrame).parse(frame)).toEqual(frame);
    const kinds = [
      ...ServerFrame.def.options.map(({ shape }) => shape.type.def.values),
      ...ClientFrame.def.options.map(({ shape }) => shape.action.def.values),
    ];
    expect(shown.map(({ type, action }) => type ?? action)).toEqual(kinds.flat());
  });

  it('has a client that shows everything once, in order, whenever its socket closes', async () => {
    const cloud = await startTestCloud({ faults: { socketMaxDurationMs: SOCKET_LIFE_MS } });
    const [alice, bob] = [await signUpAndIn(cloud, 'alice'), await signUpAndIn(cloud, 'bob')];
    const say = async (body: string): Promise<void> =>
      void (await alice.fetch('POST', '/messages', { recipient: bob.username, body }));
    await say('before');
    const folder = await mkdtemp(join(tmpdir(), 'message-center-client-'));
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'client.mjs'), blocksOf('js').join('\n'));

    const client = spawn(process.execPath, ['client.mjs', cloud.siteUrl, 'bob', 'correct horse battery'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    const bodies = ['before', 'while it is open', 'while it is closed'];
    try {
      for await (const line of createInterface({ input: client.stdout })) {
        lines.push(line);
        const next = bodies[lines.length];
        if (next === undefined) break;
        // By then the socket is closed, and the client waits at least half a second before it dials again.
        if (next === bodies[2]) await new Promise((wait) => setTimeout(wait, SOCKET_LIFE_MS));
        await say(next);
      }
    } finally {
      client.kill();
      await cloud.close();
    }

    expect(lines).toEqual(bodies.map((body, index) => `alice~bob.${index + 1} alice message ${body}`));
  });
});
