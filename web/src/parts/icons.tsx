/**
 * The icons: 20 × 20, drawn in one stroke in the color of the text around them. The words beside them name them. Here
 * are those of the navigation and of rows, which are shown first; what is opened from there has its own.
 */
import type { ReactNode } from 'react';

interface IconProps {
  readonly children: ReactNode;
  readonly size?: number;
  /** True for what points along a line of text: it is mirrored where lines run from right to left. */
  readonly turns?: true;
}

export function Icon({ children, size = 20, turns }: IconProps) {
  return (
    <svg
      data-turns={turns}
      // In rem: it grows with the text.
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const ConversationsIcon = () => (
  <Icon size={22}>
    <path d="M5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H10l-4 3v-3h-.5A2.5 2.5 0 0 1 3 11.5v-6" />
    <path d="M3 5.5A2.5 2.5 0 0 1 5.5 3" />
    <path d="M7 7.5h6M7 10.3h3.5" />
  </Icon>
);
export const PeopleIcon = () => (
  <Icon size={22}>
    <circle cx="7.7" cy="6.8" r="2.8" />
    <path d="M2.5 16.2c.3-3 2.4-4.7 5.2-4.7s4.9 1.7 5.2 4.7" />
    <path d="M12.7 4.2a2.8 2.8 0 0 1 0 5.2M14.8 12c1.6.7 2.5 2.2 2.7 4.2" />
  </Icon>
);
export const NeedsIcon = () => (
  <Icon size={22}>
    <path d="M7 11.2V5.3a1.2 1.2 0 0 1 2.4 0v4V4.2a1.2 1.2 0 0 1 2.4 0v5V5.2a1.2 1.2 0 0 1 2.4 0v6.3" />
    <path d="M14.2 11.5c0 3.2-1.9 5.5-5 5.5-2 0-3.2-.8-4.3-2.5l-2.1-3.4c-.7-1.2.9-2.3 1.9-1.2L7 12" />
  </Icon>
);
export const PendingIcon = ({ size = 14 }: { size?: number }) => (
  <Icon size={size}>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6v4.2l2.7 1.6" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path strokeWidth="2.6" d="M4.5 10h.01M10 10h.01M15.5 10h.01" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon size={18}>
    <circle cx="10" cy="6.8" r="3.3" />
    <path d="M3.8 17c.4-3.4 2.8-5.2 6.2-5.2s5.8 1.8 6.2 5.2" />
  </Icon>
);
export const BlockIcon = ({ size = 18 }: { size?: number }) => (
  <Icon size={size}>
    <circle cx="10" cy="10" r="7" />
    <path d="m5.2 5.2 9.6 9.6" />
  </Icon>
);
export const MuteIcon = ({ size = 18 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M5.5 13.5v-4a4.5 4.5 0 0 1 7.8-3.1M14.5 9.5v4M4 14h10M8.5 16.5a1.6 1.6 0 0 0 3 0M3.5 3.5l13 13" />
  </Icon>
);
export const PinIcon = ({ size = 18 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M7 3.5h6M8 3.5l-.4 5-2.6 2.800v1.200h10v-1.200l-2.6-2.8-.4-5M10 12.500v4.5" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon size={18}>
    <path d="M10 4v12M4 10h12" />
  </Icon>
);
