/** Opens a picture of a message large, among the others of its conversation. */
import { createContext } from 'react';
import type { MessageRow, RowAttachment } from '#client/mailbox.ts';

type OpenViewer = (row: MessageRow, picture: RowAttachment) => void;

export const ViewerContext = createContext<OpenViewer>(() => {});
