/** Files that are pasted into the composer, or dropped anywhere on the page: which must not leave the page for them. */
import { type ClipboardEvent, useEffect, useEffectEvent, useState } from 'react';

interface GivenFiles {
  /** True while files are dragged over the page. */
  readonly isDragging: boolean;
  /** The handler for what is pasted into the composer. */
  onPaste(event: ClipboardEvent): void;
}

export function useGivenFiles(onFiles: (files: readonly File[]) => void): GivenFiles {
  const [isDragging, setDragging] = useState(false);

  const onDrag = useEffectEvent((event: DragEvent): void => {
    const { dataTransfer, type, relatedTarget } = event;
    if (!dataTransfer?.types.includes('Files')) return;
    // Without this, the browser leaves the page and opens the file.
    event.preventDefault();
    dataTransfer.dropEffect = 'copy';
    // What is dragged leaves each element that it passes; the page has no element beyond.
    setDragging(type === 'dragover' || (type === 'dragleave' && relatedTarget !== null));
    // A folder has no bytes that could be read.
    if (type === 'drop') onFiles([...dataTransfer.files]);
  });

  useEffect(() => {
    const types = ['dragover', 'dragleave', 'drop'] as const;
    for (const type of types) window.addEventListener(type, onDrag);
    return () => {
      for (const type of types) window.removeEventListener(type, onDrag);
    };
  }, []);

  return {
    isDragging,
    onPaste(event) {
      const { files, types } = event.clipboardData;
      // A word processor copies a text and a picture of it.
      if (files.length === 0 || types.includes('text/plain')) return;
      event.preventDefault();
      onFiles([...files]);
    },
  };
}
