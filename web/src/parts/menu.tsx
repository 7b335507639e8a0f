/** A button that opens a short list of actions, among which Tab and the arrow keys move. */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isPlain } from '../hooks/keys.ts';
import { usePopover } from '../hooks/use-popover.ts';
import { IconButton } from './button.tsx';
import styles from './menu.module.css';

interface MenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Each {@link MenuItem} closes the menu. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
  /** Of the button. */
  readonly tabIndex?: number;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function Menu({ label, icon, children, className = '', tabIndex }: MenuProps) {
  const { open, id, close, root, opener } = usePopover();
  const list = useRef<HTMLDivElement>(null);
  const [opensUp, setOpensUp] = useState(false);

  // Before paint: it opens towards the larger half of the window.
  useLayoutEffect(() => {
    const top = root.ref.current?.getBoundingClientRect().top ?? 0;
    if (open) setOpensUp(top > innerHeight / 2);
  }, [open, root.ref]);

  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = STEPS[event.key];
    if (step === undefined || !isPlain(event)) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const index = buttons.findIndex((button) => button === document.activeElement);
    buttons.at((index + step) % buttons.length)?.focus();
  };

  return (
    <div className={`${styles.menu} ${className}`} {...root}>
      <IconButton label={label} tabIndex={tabIndex} {...opener}>
        {icon}
      </IconButton>
      {open && (
        <div
          ref={list}
          id={id}
          className={styles.list}
          role="group"
          aria-label={label}
          data-up={opensUp || undefined}
          onKeyDown={onKeyDown}
          onClick={close}
        >
          {children}
        </div>
      )}
    </div>
  );
}

interface MenuItemProps {
  readonly icon: ReactNode;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ icon, onSelect, children }: MenuItemProps) {
  return (
    <button type="button" onClick={onSelect}>
      {icon}
      {children}
    </button>
  );
}
