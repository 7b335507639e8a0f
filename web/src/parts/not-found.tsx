/** Shown at an address that names no part of the page. */
import { Link } from 'wouter';
import { EmptyState } from './empty-state.tsx';
import button from './button.module.css';

/** @param list the address of the list to go back to */
export function NotFound({ list }: { list: string }) {
  return (
    <EmptyState title="Page not found" text="Check the address for typos.">
      <Link href={list} className={button.secondary}>
        Back to the list
      </Link>
    </EmptyState>
  );
}
