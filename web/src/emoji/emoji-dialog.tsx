/** Loads the picker of emoji, when somebody asks for it. */
import { Suspense, lazy } from 'react';
import { LoadBoundary } from '../parts/load-boundary.tsx';
import type { EmojiPickerProps } from './emoji-picker.tsx';

const EmojiPicker = lazy(async () => ({ default: (await import('./emoji-picker.tsx')).EmojiPicker }));

export function EmojiDialog(props: EmojiPickerProps) {
  return (
    <LoadBoundary>
      <Suspense>
        <EmojiPicker {...props} />
      </Suspense>
    </LoadBoundary>
  );
}
