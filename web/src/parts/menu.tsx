/** A button that opens a short list of actions, among which Tab and the arrow keys move. */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { isPlain, stepInLine } from '../hooks/keys.ts';
import { usePopover } from '../hooks/use-popover.ts';
import { IconButton } from './button.tsx';
import { type Box, placeMenu } from './place-menu.ts';
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

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
/** The first and the last item, by `at`. */
const ENDS: Readonly<Record<string, number>> = { Home: 0, End: -1 };

/** Moves the focus: by the arrow keys around the ends, to an end by Home and End, to an item by its first letter. */
export function moveInMenu(event: KeyboardEvent<HTMLDivElement>): void {
  const { key, currentTarget } = event;
  if (!isPlain(event)) return;
  const buttons = [...currentTarget.querySelectorAll('button')];
  const index = buttons.findIndex((button) => button === document.activeElement);
  const step = STEPS[key] ?? stepInLine(event, currentTarget);
  const place = step === undefined ? ENDS[key] : (index + step) % buttons.length;
  const next = place === undefined ? beginningWith(key, buttons, index) : buttons.at(place);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Returns the next item after one, around the end, whose text begins with a letter. */
function beginningWith(letter: string, buttons: readonly HTMLElement[], after: number): HTMLElement | undefined {
  // Enter and Space press the item, and other keys have names of several letters.
  if (letter === ' ' || letter.length > 1) return undefined;
  const begins = ({ textContent }: HTMLElement): boolean =>
    textContent.trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
  return [...buttons.slice(after + 1), ...buttons.slice(0, after + 1)].find(begins);
}

export function Menu({ label, icon, children, className = '', tabIndex }: MenuProps) {
  const { open, id, close, root, opener } = usePopover();
  const list = useRef<HTMLDivElement>(null);

  // Before paint. The list stands below its button until it is measured.
  useLayoutEffect(() => {
    const menu = list.current;
    // A sheet at the edge of a phone needs no place.
    if (!open || !menu || getComputedStyle(menu).position === 'fixed') return;
    const below = menu.getBoundingClientRect();
    menu.toggleAttribute('data-up', true);
    const placement = placeMenu(below, menu.getBoundingClientRect(), visibleAround(menu));
    menu.toggleAttribute('data-up', placement.up);
    menu.style.translate = `${placement.shiftX}px ${placement.shiftY}px`;
    menu.style.maxHeight = `${placement.maxHeight}px`;
  }, [open]);

  useEffect(() => {
    if (open) list.current?.querySelector('button')?.focus();
  }, [open]);

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
          onKeyDown={moveInMenu}
          onClick={close}
        >
          {children}
        </div>
      )}
    </div>
  );
}

/** Returns what is in sight of the part of the page that scrolls with the menu, and would cut it off. */
function visibleAround(menu: HTMLElement): Box {
  const scroller = menu.closest('[role="region"]')?.getBoundingClientRect();
  const { top = 0, bottom = innerHeight, left = 0, right = innerWidth } = scroller ?? {};
  return {
    top: Math.max(0, top),
    bottom: Math.min(innerHeight, bottom),
    left: Math.max(0, left),
    right: Math.min(innerWidth, right),
  };
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
      <span>{children}</span>
    </button>
  );
}
