/** Links to the terms of use, the privacy policy and the imprint, as far as the operator has set them. */
import { rememberedConfig } from '../state/config.ts';
import { parts } from '../words/parts.ts';
import styles from './legal-links.module.css';

export function LegalLinks() {
  const { termsUrl, privacyUrl, imprintUrl } = rememberedConfig() ?? {};
  const links = [
    [parts.terms, termsUrl],
    [parts.privacy, privacyUrl],
    [parts.imprint, imprintUrl],
  ].flatMap(([label, url]) => (url === undefined ? [] : [{ label, url }]));
  if (links.length === 0) return null;
  return (
    <ul className={styles.links} aria-label={parts.legal}>
      {links.map(({ label, url }) => (
        <li key={label}>
          <a href={url} target="_blank" rel="noreferrer">
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
