/** The list of keys, which Ctrl/⌘+/ shows. */
import { isRightToLeft } from '../hooks/direction.ts';
import { ANYWHERE, type Keys, keyLabel } from '../hooks/shortcuts.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { keys as words } from '../words/keys.ts';
import dialog from '../parts/dialog.module.css';
import styles from './keys-dialog.module.css';

interface Shortcut {
  readonly keys: Keys;
  readonly label: string;
}

const places = (): readonly { readonly place: string; readonly shortcuts: readonly Shortcut[] }[] => [
  {
    place: words.anywhere,
    shortcuts: ANYWHERE.map(({ id, keys }) => ({ keys, label: words.everywhere[id] })),
  },
  {
    place: words.inList,
    shortcuts: [
      { keys: [['↑'], ['↓'], ['Home'], ['End']], label: words.moveThroughList },
      { keys: [[words.pageUp], [words.pageDown]], label: words.previousOrNextPost },
      { keys: [['Enter']], label: words.open },
    ],
  },
  {
    place: words.inConversation,
    shortcuts: [
      { keys: [['Enter']], label: words.send },
      { keys: [['Shift', 'Enter']], label: words.newLine },
      { keys: [['↑']], label: words.editLastMessage },
      { keys: [['↑'], ['↓']], label: words.previousOrNextMessage },
      { keys: [['Esc']], label: words.endReplyOrEdit },
    ],
  },
  {
    place: words.inPicture,
    shortcuts: [
      {
        keys: isRightToLeft(document.documentElement) ? [['→'], ['←']] : [['←'], ['→']],
        label: words.previousOrNextPicture,
      },
      { keys: [['+'], ['-'], ['0']], label: words.zoom },
    ],
  },
];

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={words.keyboardShortcuts} onClose={onClose}>
      <div className={styles.keys} role="group" aria-label={words.allKeys} tabIndex={0}>
        {places().map(({ place, shortcuts }) => (
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
          {words.close}
        </Button>
      </div>
    </Dialog>
  );
}
