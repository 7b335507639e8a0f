/** Buttons, and links that look like them. */
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './button.module.css';

export interface ButtonStyle {
  /**
   * `primary`: the one action of a screen; `ask`: the same, for what asks for help; `quiet`: text only; `link`: within
   * a sentence.
   */
  readonly variant: 'primary' | 'ask' | 'secondary' | 'quiet' | 'danger' | 'link';
  readonly size?: 'small' | 'wide';
}

interface ButtonProps extends ButtonStyle, Omit<ComponentProps<'button'>, 'className' | 'aria-disabled'> {
  /** Does nothing while its action runs, and keeps the focus, which `disabled` would lose. */
  readonly busy?: boolean;
}

export const buttonClassName = ({ variant, size }: ButtonStyle): string =>
  [styles[variant], size && styles[size]].filter(Boolean).join(' ');

export function Button({ variant, size, busy, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={buttonClassName({ variant, ...(size && { size }) })}
      aria-disabled={busy}
      onClick={busy ? undefined : onClick}
    />
  );
}

interface ButtonLinkProps extends ButtonStyle {
  readonly href: string;
  readonly children: ReactNode;
  readonly onClick?: () => void;
}

export function ButtonLink({ variant, size, href, children, onClick }: ButtonLinkProps) {
  return (
    <Link href={href} className={buttonClassName({ variant, ...(size && { size }) })} onClick={onClick}>
      {children}
    </Link>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'aria-label'> {
  readonly label: string;
}

/** @param label says what the icon shows, to screen readers and, unless there is another `title`, on hover */
export function IconButton({ label, type = 'button', ...rest }: IconButtonProps) {
  return <button title={label} {...rest} type={type} className={styles.icon} aria-label={label} />;
}
