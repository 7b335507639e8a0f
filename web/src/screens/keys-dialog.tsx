/** The list of keys, which Ctrl/⌘+/ shows. */
import { ANYWHERE, type Shortcut, keyLabel } from '../hooks/shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import dialog from '../parts/dialog.module.css';
import styles from './keys-dialog.module.css';

const PLACES: readonly { readonly place: string; readonly shortcuts: readonly Shortcut[] }[] = [
  { place: 'Anywhere', shortcuts: ANYWHERE },
  {
    place: 'In a list',
    shortcuts: [
      { keys: [['↑'], ['↓'], ['Home'], ['End']], label: 'Move through the list' },
      { keys: [['Page Up'], ['Page Down']], label: 'Previous or next post' },
      { keys: [['Enter']], label: 'Open' },
    ],
  },
  {
    place: 'In a conversation',
    shortcuts: [
      { keys: [['Enter']], label: 'Send' },
      { keys: [['Shift', 'Enter']], label: 'New line' },
      { keys: [['↑']], label: 'Edit your last message, where nothing is typed' },
      { keys: [['↑'], ['↓']], label: 'Previous or next message, from a message’s menu' },
      { keys: [['Esc']], label: 'End the reply or the edit' },
    ],
  },
  {
    place: 'In a picture',
    shortcuts: [
      { keys: [['←'], ['→']], label: 'Previous or next picture' },
      { keys: [['+'], ['-'], ['0']], label: 'Larger, smaller, or as it was' },
    ],
  },
];

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div className={styles.keys} role="group" aria-label="All keys" tabIndex={0}>
        {PLACES.map(({ place, shortcuts }) => (
          <section key={place} className={styles.place}>
            <h3>{place}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={label} className={styles.shortcut}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((together) => (
                      <span key={together.join()}>
                        {together.map((name) => (
                          <kbd key={name}>{keyLabel(name)}</kbd>
                        ))}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className={dialog.actions}>
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
