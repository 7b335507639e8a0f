/** The page's icons: 20 × 20, drawn with one stroke, in the colour of the text around them. Words beside them name them. */
import type { ReactNode } from 'react';

function Icon({ children, size = 20 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
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
    <path d="M5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H10l-4 3v-3h-.5A2.5 2.5 0 0 1 3 11.5v-6A2.5 2.5 0 0 1 5.5 3Z" />
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
export const BackIcon = () => (
  <Icon>
    <path d="M12 4.5 6.5 10l5.5 5.5" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon size={18}>
    <circle cx="9" cy="9" r="5" />
    <path d="m13 13 3.5 3.5" />
  </Icon>
);
export const ClearIcon = () => (
  <Icon size={18}>
    <path d="m6 6 8 8M14 6l-8 8" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M10 16V4.5M5 9.3l5-5 5 5" />
  </Icon>
);
export const DownIcon = () => (
  <Icon size={18}>
    <path d="M10 4v11.5M5 10.7l5 5 5-5" />
  </Icon>
);
export const SentIcon = () => (
  <Icon size={14}>
    <path d="m4 10.5 4 4L16.5 6" />
  </Icon>
);
export const PendingIcon = () => (
  <Icon size={14}>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6v4.2l2.7 1.6" />
  </Icon>
);
export const FailedIcon = () => (
  <Icon size={16}>
    <circle cx="10" cy="10" r="7.5" />
    <path d="M10 6v4.7M10 13.8v.1" />
  </Icon>
);
export const SignOutIcon = () => (
  <Icon size={18}>
    <path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 13.5 16 10l-3.5-3.5M16 10H8" />
  </Icon>
);
