/** Contacts in texts that everybody can read. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strikeContacts, STRUCK } from '#contract/contacts.ts';

describe('a contact is struck out', () => {
  it.each([
    'bob@example.org',
    'BOB.B+need@mail.example.co.uk',
    'bob (at) example (dot) org',
    'bob [at] example [dot] org',
    'zoë@münchen.example',
    'https://example.org/a?b=c#d',
    'HTTP://EXAMPLE.ORG',
    'tg://resolve?domain=bob',
    'www.example.org/bob',
    'example.com',
    'shop.example.co.uk/bike?id=3',
    't.me/bob_b',
    'wa.me/491701234567',
    '+49 170 1234567',
    '0170/123 45 67',
    '(0)20 7946-0958',
    '+1 (415) 555-2671',
    '01.70.12.34.56',
    '１２３４５６７８９',
    '٠١٢٣٤٥٦٧٨٩',
  ])('%s', (contact) => {
    expect(strikeContacts(contact)).toBe(STRUCK);
    expect(strikeContacts(`Before ${contact} after`)).toBe(`Before ${STRUCK} after`);
  });
});

describe('other text stays', () => {
  it.each([
    'I need help!',
    'I will buy you a coffee.',
    'e.g. 3.5 kg, z.B. 2,50 €',
    'From 10:00 to 12:30, room 4.12',
    'On 2026-03-01',
    'Am 1.3.2026',
    '01/03/2026 - 04/03/2026',
    'Ende.Der Anfang fehlt',
    'Come @ noon',
    'Vue.js and Node.js',
    'Flat 12, size 42/44',
    '2 000 €',
  ])('%s', (text) => {
    expect(strikeContacts(text)).toBe(text);
  });

  it('once struck, however often it is struck again', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.constantFrom('a@b.org', '0170 1234567', 'x.com', '•', '@', '.', '(at)', ' '), fc.string()),
        ),
        (parts) => {
          const once = strikeContacts(parts.join(''));

          expect(strikeContacts(once)).toBe(once);
        },
      ),
    );
  });
});
