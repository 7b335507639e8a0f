/** Stands beside the inbox or the people while nobody is selected. */
import { useState } from 'react';
import { keyLabel } from '../hooks/shortcuts.ts';
import { type Area, paths } from '../paths.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { parts } from '../words/parts.ts';
import { BrandMark } from './brand-mark.tsx';
import { Button, ButtonLink } from './button.tsx';
import { Sentence } from './sentence.tsx';
import styles from './empty-state.module.css';

export function NothingSelected({ area }: { area: Area }) {
  const isNewcomer = useMailboxState(({ inbox, inboxLoaded }) => inboxLoaded && inbox.length === 0);
  return (
    <div className={styles.empty}>
      <span className={styles.mark}>
        <BrandMark size={48} />
      </span>
      {isNewcomer ? (
        <FirstSteps />
      ) : (
        <Choose title={area === 'people' ? parts.selectAPerson : parts.selectAConversation} />
      )}
    </div>
  );
}

function Choose({ title }: { title: string }) {
  return (
    <>
      <h2>{title}</h2>
      <p>
        <Sentence of={parts.orPress(<Keys letter="K" />, <Keys letter="/" />)} />
      </p>
    </>
  );
}

const Keys = ({ letter }: { letter: string }) => (
  <>
    <kbd>{keyLabel('Mod')}</kbd> <kbd>{letter}</kbd>
  </>
);

/** For people without a conversation, who have none to select. */
function FirstSteps() {
  const address = location.origin + paths.signUp;
  const [note, setNote] = useState<string>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setNote(parts.linkCopied);
    } catch {
      setNote(parts.linkNotCopied(address));
    }
  };
  return (
    <>
      <h2>{parts.welcome}</h2>
      <p>{parts.firstSteps}</p>
      <div className={styles.action}>
        <ButtonLink href={paths.needs} variant="primary">
          {parts.seeNeeds}
        </ButtonLink>{' '}
        <Button variant="secondary" onClick={() => void copy()}>
          {parts.copyInviteLink}
        </Button>
      </div>
      <p role="status">{note}</p>
    </>
  );
}
