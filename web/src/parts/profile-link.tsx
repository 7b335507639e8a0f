/** Leads to a person's profile, from which the way back leads here: it travels with the browser's history. */
import type { ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { isMessengerAddress, selectionPath } from '../paths.ts';
import { type ButtonStyle, buttonClassName } from './button.tsx';

interface ProfileLinkProps {
  readonly username: string;
  readonly children: ReactNode;
  /** Looks like a button. */
  readonly button?: ButtonStyle;
  readonly label?: string;
}

interface Way {
  readonly from: string;
}

export function ProfileLink({ username, children, button, label }: ProfileLinkProps) {
  const [location] = useLocation();
  const search = useSearch();
  const way: Way = { from: search === '' ? location : `${location}?${search}` };
  return (
    <Link
      href={selectionPath('people', username)}
      state={way}
      className={button && buttonClassName(button)}
      aria-label={label}
    >
      {children}
    </Link>
  );
}

/** @returns undefined for people who came by an address */
export function useWayBack(): string | undefined {
  const from: unknown = useHistoryState<Partial<Way> | null>()?.from;
  return typeof from === 'string' && isMessengerAddress(from) ? from : undefined;
}
