/**
 * A dialog that chooses from groups of hits by the keyboard. It lies over what is open, which Esc returns to. The first
 * hit is chosen from the start (WAI-ARIA APG, combobox with a list).
 */
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { isComposing } from '../hooks/keys.ts';
import { shell } from '../words/shell.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './chooser.module.css';

export interface Choice {
  readonly key: string;
  readonly content: ReactNode;
  onChoose(): void;
}

export interface ChoiceGroup {
  readonly label: string;
  readonly choices: readonly Choice[];
}

interface ChooserProps {
  readonly title: string;
  /** The name of the field. */
  readonly label: string;
  readonly placeholder: string;
  /** The name of the list. */
  readonly listLabel: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** True where Enter was pressed before the field was there. */
  readonly isEntered?: boolean;
  readonly groups: readonly ChoiceGroup[];
  /** Stands above the field: what it is about. */
  readonly children?: ReactNode;
  /** Stands below the list: what was not found, and where to go on. */
  readonly footer?: ReactNode;
  /** Called where nothing was chosen. */
  readonly onClose: () => void;
}

export function Chooser({
  title,
  label,
  placeholder,
  listLabel,
  typed,
  onType,
  isEntered = false,
  groups,
  children,
  footer,
  onClose,
}: ChooserProps) {
  const [moved, setMoved] = useState(0);
  /** True where Enter was pressed and nothing was found yet: the first hit is meant, unless more is typed. */
  const [isAwaited, setAwaited] = useState(false);
  const shown = groups.filter(({ choices }) => choices.length > 0);
  const all = shown.flatMap(({ choices }) => choices);
  const active = Math.min(moved, all.length - 1);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // A browser may return a promise here, which would be taken for what ends the effect.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (choice: Choice): void => {
    setMoved(0);
    choice.onChoose();
  };

  useEffect(() => setAwaited(isEntered), [isEntered]);
  const isFound = isAwaited && all.length > 0;
  const chooseFirst = useEffectEvent(() => {
    setAwaited(false);
    if (all[0]) choose(all[0]);
  });
  useEffect(() => {
    if (isFound) chooseFirst();
  }, [isFound]);

  const onKeyDown = (event: KeyboardEvent): void => {
    // The keys of the messenger rest meanwhile.
    event.stopPropagation();
    if (event.target !== field.current || isComposing(event.nativeEvent)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    const chosen = all[active];
    if (!chosen) return setAwaited(step === undefined);
    if (step === undefined) choose(chosen);
    else setMoved((active + step + all.length) % all.length);
  };

  // The arrows go on from the field. A finger would open the keyboard over the list.
  const onFooterClick = ({ detail }: MouseEvent): void => {
    if (detail === 0) field.current?.focus();
  };

  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className={styles.chooser} onKeyDown={onKeyDown}>
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={all.length > 0 ? `${id}-${active}` : undefined}
          placeholder={placeholder}
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          value={typed}
          onChange={(event) => {
            onType(event.target.value);
            setMoved(0);
            setAwaited(false);
          }}
        />
        <div ref={list} id={id} className={styles.hits} role="listbox" aria-label={listLabel}>
          {shown.map((group) => (
            <div key={group.label} role="group" aria-label={group.label}>
              <p aria-hidden="true">{group.label}</p>
              {group.choices.map((choice) => {
                const index = all.indexOf(choice);
                return (
                  <div
                    key={choice.key}
                    id={`${id}-${index}`}
                    role="option"
                    aria-selected={index === active}
                    onPointerMove={() => setMoved(index)}
                    onClick={() => choose(choice)}
                  >
                    {choice.content}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
        {footer && (
          <div className={styles.footer} onClick={onFooterClick}>
            {footer}
          </div>
        )}
        {/* A finger has no Esc. */}
        <div className={styles.cancel}>
          <Button variant="quiet" onClick={onClose}>
            {shell.cancel}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
