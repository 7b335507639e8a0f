/** A few acts behind a button: buttons among which Tab and the arrows move. */
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import styles from './menu.module.css';
import { usePopover } from '../state/popover.ts';

interface MenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  /** Buttons; each closes the menu. */
  readonly children: ReactNode;
}

export function Menu({ label, icon, children }: MenuProps) {
  const { open, id, close, root, opener } = usePopover();
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const index = buttons.findIndex((button) => button === document.activeElement);
    buttons.at((index + (event.key === 'ArrowDown' ? 1 : -1)) % buttons.length)?.focus();
  };

  return (
    <div className={styles.menu} {...root}>
      <button type="button" className={styles.opener} aria-label={label} title={label} {...opener}>
        {icon}
      </button>
      {open && (
        <div ref={list} id={id} className={styles.list} role="group" aria-label={label} onKeyDown={onKeyDown} onClick={close}>
          {children}
        </div>
      )}
    </div>
  );
}
