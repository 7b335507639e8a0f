/** The outbox of mails. */
import { describe, expect, it } from 'vitest';
import { openOutbox } from '#local/cognito/outbox.ts';
import { memoryStore } from './user-pool.ts';

const at = '2026-01-01T00:00:00.000Z';
const mail = (code: string, text = 'Your code', to = 'alice@example.com') => ({ to, subject: 'Code', text, code, at });

describe('the outbox', () => {
  it('shows the newest mail first, and logs each in one line', async () => {
    const lines: string[] = [];
    const outbox = await openOutbox(memoryStore(), (line) => lines.push(line));

    await outbox.send(mail('111111'));
    await outbox.send(mail('222222'));

    expect(outbox.mails().map(({ code }) => code)).toEqual(['222222', '111111']);
    expect(lines).toEqual(['Mail to alice@example.com: Code: 111111', 'Mail to alice@example.com: Code: 222222']);
  });

  it('keeps the last 200 mails, even across a restart', async () => {
    const store = memoryStore();
    const before = await openOutbox(store, () => undefined);
    for (let number = 1; number <= 203; number++)
      await before.send(mail(String(number).padStart(6, '0'), 'Your code', `p${number}@example.com`));

    const after = await openOutbox(store, () => undefined);
    await after.send(mail('000204'));

    const codes = after.mails().map(({ code }) => code);
    expect(codes).toHaveLength(200);
    expect([codes[0], codes.at(-1)]).toEqual(['000204', '000005']);
    expect(store.dump.size).toBe(200);
  });

  it('keeps five mails to one address, in whatever case, and those to others beside a flood of them', async () => {
    const store = memoryStore();
    const outbox = await openOutbox(store, () => undefined);
    await outbox.send(mail('000000', 'Your code', 'bob@example.com'));

    for (let number = 1; number <= 300; number++)
      await outbox.send(mail(String(number), 'Your code', number % 2 ? 'alice@example.com' : 'Alice@Example.com'));

    expect(outbox.mails().map(({ code }) => code)).toEqual(['300', '299', '298', '297', '296', '000000']);
    expect(store.dump.size).toBe(6);
  });

  it('is a page without scripts that shows mails as plain text', async () => {
    const outbox = await openOutbox(memoryStore(), () => undefined);
    expect(outbox.page()).toContain('No mail yet');

    await outbox.send(mail('123456', '<script>alert("x")</script>'));

    expect(outbox.page()).toContain('123456');
    expect(outbox.page()).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(outbox.page()).not.toMatch(/<script|onclick|javascript:/);
  });
});
