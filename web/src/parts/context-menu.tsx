/** A menu that opens at a point of the window, above everything else. */
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { isRightToLeft } from '../hooks/direction.ts';
import type { Point } from '../hooks/use-context-menu.ts';
import { moveInMenu } from './menu.tsx';
import { placeMenu } from './place-menu.ts';
import styles from './menu.module.css';

interface ContextMenuProps {
  readonly label: string;
  readonly at: Point;
  /** @param takesFocus false where the focus has gone elsewhere by itself */
  readonly onClose: (takesFocus: boolean) => void;
  /** Each `MenuItem` closes the menu. */
  readonly children: ReactNode;
}

export function ContextMenu({ label, at: { x, y }, onClose, children }: ContextMenuProps) {
  const list = useRef<HTMLDivElement>(null);

  // Before paint.
  useLayoutEffect(() => {
    const menu = list.current;
    if (!menu) return;
    const { width, height } = menu.getBoundingClientRect();
    const left = isRightToLeft(menu) ? x - width : x;
    const below = { top: y, bottom: y + height, left, right: left + width };
    const window = { top: 0, bottom: innerHeight, left: 0, right: innerWidth };
    const { up, shiftX, shiftY, maxHeight } = placeMenu(below, { ...below, top: y - height, bottom: y }, window);
    menu.style.left = `${left + shiftX}px`;
    menu.style.top = `${(up ? y - Math.min(height, maxHeight) : y) + shiftY}px`;
    menu.style.maxHeight = `${maxHeight}px`;
    menu.querySelector('button')?.focus();
  }, [x, y]);

  useEffect(() => {
    const onPress = ({ target }: PointerEvent): void => {
      if (!(target instanceof Node && list.current?.contains(target))) onClose(false);
    };
    // What it belongs to moves away.
    const onMove = ({ target }: Event): void => {
      if (target !== list.current) onClose(true);
    };
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('scroll', onMove, true);
    window.addEventListener('resize', onMove);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('scroll', onMove, true);
      window.removeEventListener('resize', onMove);
    };
  }, [onClose]);

  return (
    <div
      ref={list}
      className={`${styles.list} ${styles.floating}`}
      role="group"
      aria-label={label}
      onKeyDown={(event) => {
        // The list behind it has keys of its own.
        event.stopPropagation();
        if (event.key !== 'Escape' && event.key !== 'Tab') return moveInMenu(event);
        event.preventDefault();
        onClose(true);
      }}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => onClose(true)}
    >
      {children}
    </div>
  );
}
