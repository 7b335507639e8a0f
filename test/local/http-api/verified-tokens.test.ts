/** What is remembered of verified tokens, and what is not. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { createVerifier } from '#local/http-api/verified-tokens.ts';

const KEPT = 5_000;
const issuer = 'https://issuer.example';
const exp = Math.floor(Date.now() / 1000) + 600;

function createIssuer() {
  const key = createSecretKey(randomBytes(32));
  let verified = 0;
  const verify = createVerifier(
    () => {
      verified += 1;
      return key;
    },
    { issuer, algorithms: ['HS256'], requiredClaims: ['exp'] },
  );
  const sign = (claims: object) =>
    new SignJWT({ iss: issuer, exp, ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(key);
  return { verify, sign, verified: () => verified };
}

it('A token with the claims or the signature of a known one, and not with both, is refused', async () => {
  const { verify, sign } = createIssuer();
  const token = await sign({ sub: 'ann' });
  const [header = '', claims = '', signature = ''] = token.split('.');
  const [, others = ''] = (await sign({ sub: 'ben' })).split('.');
  await verify(token);

  await expect(verify(`${header}.${claims}.${signature.split('').toReversed().join('')}`)).rejects.toThrow('signature');
  await expect(verify(`${header}.${others}.${signature}`)).rejects.toThrow('signature');
  expect(await verify(token)).toMatchObject({ sub: 'ann' });
});

it('What was refused is not remembered, and is refused again', async () => {
  const { verify, sign } = createIssuer();
  const late = await sign({ exp: 1 });
  const other = await sign({ iss: 'https://other.example' });

  for (const token of [late, late, other, other]) await expect(verify(token)).rejects.toThrow(/exp|iss/);
});

it(`No more than ${KEPT} tokens are remembered`, async () => {
  const { verify, sign, verified } = createIssuer();
  const first = await sign({ sub: '0' });
  await verify(first);
  await verify(first);
  expect(verified()).toBe(1);

  for (let sub = 1; sub <= KEPT; sub++) await verify(await sign({ sub: `${sub}` }));
  await verify(first);

  expect(verified()).toBe(KEPT + 2);
});
