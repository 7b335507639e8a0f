/** Files cannot be sent yet. One that is pasted or dropped is refused with words, and does not replace the page. */
import { type ClipboardEvent, useEffect, useEffectEvent } from 'react';

/**
 * @param onRefused called with a sentence
 * @returns the handler for what is pasted into the composer
 */
export function useRefusedFiles(onRefused: (text: string) => void): (event: ClipboardEvent) => void {
  const refuse = useEffectEvent((event: DragEvent): void => {
    const { dataTransfer } = event;
    if (!dataTransfer?.types.includes('Files')) return;
    // Without this, the browser leaves the page and opens the file.
    event.preventDefault();
    dataTransfer.dropEffect = 'none';
    if (event.type === 'drop') onRefused(textOf(dataTransfer.files));
  });

  useEffect(() => {
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);

  return (event) => {
    const { files, types } = event.clipboardData;
    // A word processor copies a text and a picture of it.
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    onRefused(textOf(files));
  };
}

const textOf = (files: FileList): string =>
  [...files].every(({ type }) => type.startsWith('image/'))
    ? 'Pictures can’t be sent yet.'
    : 'Files can’t be sent yet.';
