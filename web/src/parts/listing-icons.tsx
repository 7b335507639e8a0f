/** Icons of how a conversation is listed: only a menu shows them, which is loaded when it is opened. */
import { Icon } from './icons.tsx';

export const ArchiveIcon = () => (
  <Icon size={18}>
    <path d="M3.5 4.5h13v3h-13zM4.5 7.5v8h11v-8M8 10.5h4" />
  </Icon>
);
/** A message with a mark on it. */
export const UnreadIcon = () => (
  <Icon size={18}>
    <path d="M11.5 4.5h-7a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h2v2.5l3.200-2.5h5.800a1 1 0 0 0 1-1V8.5" />
    <circle cx="15.5" cy="4.5" r="2" fill="currentColor" />
  </Icon>
);
