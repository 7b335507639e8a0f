/** Shown at an address that names no part of the page. */
import { shell } from '../words/shell.ts';
import { ButtonLink } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

/** @param list the address of the list to go back to */
export function NotFound({ list }: { list: string }) {
  return (
    <EmptyState title={shell.pageNotFound} text={shell.checkAddress}>
      <ButtonLink href={list} variant="secondary">
        {shell.backToTheList}
      </ButtonLink>
    </EmptyState>
  );
}
