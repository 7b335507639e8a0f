/** Stands beside the inbox or the people while nobody is selected. */
import { useState } from 'react';
import { keyLabel } from '../hooks/shortcuts.ts';
import { type Area, paths } from '../paths.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { BrandMark } from './brand-mark.tsx';
import { Button, ButtonLink } from './button.tsx';
import styles from './empty-state.module.css';

export function NothingSelected({ area }: { area: Area }) {
  const isNewcomer = useMailboxState(({ inbox, inboxLoaded }) => inboxLoaded && inbox.length === 0);
  return (
    <div className={styles.empty}>
      <span className={styles.mark}>
        <BrandMark size={48} />
      </span>
      {isNewcomer ? <FirstSteps /> : <Choose title={area === 'people' ? 'Select a person' : 'Select a conversation'} />}
    </div>
  );
}

function Choose({ title }: { title: string }) {
  return (
    <>
      <h2>{title}</h2>
      <p>
        Or press <kbd>{keyLabel('Mod')}</kbd> <kbd>K</kbd> to find someone, and <kbd>{keyLabel('Mod')}</kbd>{' '}
        <kbd>/</kbd> for all keys.
      </p>
    </>
  );
}

/** For people without a conversation, who have none to select. */
function FirstSteps() {
  const address = location.origin + paths.signUp;
  const [note, setNote] = useState<string>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setNote('Copied. Send it to somebody you know.');
    } catch {
      setNote(`Your browser didn’t allow copying. The link is ${address}`);
    }
  };
  return (
    <>
      <h2>Good to have you here</h2>
      <p>See what people need and offer nearby, or invite somebody you know.</p>
      <div className={styles.action}>
        <ButtonLink href={paths.needs} variant="primary">
          See what people need
        </ButtonLink>{' '}
        <Button variant="secondary" onClick={() => void copy()}>
          Copy invite link
        </Button>
      </div>
      <p role="status">{note}</p>
    </>
  );
}
