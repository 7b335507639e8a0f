/** Copies the link by which somebody else signs up. */
import { useState } from 'react';
import { paths } from '../paths.ts';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';

export function InviteButton() {
  const address = location.origin + paths.signUp;
  const [note, setNote] = useState<string>();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setNote(parts.linkCopied);
    } catch {
      setNote(parts.linkNotCopied(address));
    }
  };
  return (
    <>
      <Button variant="secondary" onClick={() => void copy()}>
        {parts.copyInviteLink}
      </Button>
      <p role="status">{note}</p>
    </>
  );
}
