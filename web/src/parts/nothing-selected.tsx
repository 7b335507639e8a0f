/** Stands beside the inbox or the people while nobody is selected. */
import { keyLabel } from '../hooks/shortcuts.ts';
import { type Area, paths } from '../paths.ts';
import { useMailboxState } from '../state/mailbox.ts';
import { parts } from '../words/parts.ts';
import { ButtonLink } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { InviteButton } from './invite-button.tsx';
import { Sentence } from './sentence.tsx';
import styles from './nothing-selected.module.css';

export function NothingSelected({ area }: { area: Area }) {
  const isNewcomer = useMailboxState(({ inbox, inboxLoaded }) => inboxLoaded && inbox.length === 0);
  if (isNewcomer) return <FirstSteps />;
  return (
    <EmptyState
      marked
      title={area === 'people' ? parts.selectPerson : parts.selectConversation}
      text={<Sentence of={parts.orPress(<Keys letter="K" />, <Keys letter="/" />)} />}
    >
      <Elsewhere />
    </EmptyState>
  );
}

const Keys = ({ letter }: { letter: string }) => (
  <>
    <kbd>{keyLabel('Mod')}</kbd> <kbd>{letter}</kbd>
  </>
);

/** For people without a conversation, who have none to select. */
function FirstSteps() {
  return (
    <EmptyState marked title={parts.welcome} text={parts.firstSteps}>
      <Elsewhere isFirst />
    </EmptyState>
  );
}

/** What else there is to do. */
const Elsewhere = ({ isFirst = false }: { isFirst?: boolean }) => (
  <div className={styles.elsewhere}>
    <ButtonLink href={paths.needs} variant={isFirst ? 'primary' : 'secondary'}>
      {parts.seeNeeds}
    </ButtonLink>
    <InviteButton />
  </div>
);
