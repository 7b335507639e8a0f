/** Shown at an address that names no part of the page. */
import { ButtonLink } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

/** @param list the address of the list to go back to */
export function NotFound({ list }: { list: string }) {
  return (
    <EmptyState title="Page not found" text="Check the address for typos.">
      <ButtonLink href={list} variant="secondary">
        Back to the list
      </ButtonLink>
    </EmptyState>
  );
}
