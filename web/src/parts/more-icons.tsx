/** The icons of what is opened from a list: apart from the others, which are needed first. */
import { Icon } from './icons.tsx';

export const BackIcon = () => (
  <Icon turns>
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
export const ReadIcon = () => (
  <Icon size={14}>
    <path d="m1.5 10.5 4 4L13 6M10 14l.5.5L18.5 6" />
  </Icon>
);
export const FailedIcon = () => (
  <Icon size={16}>
    <circle cx="10" cy="10" r="7.5" />
    <path d="M10 6v4.7M10 13.8v.1" />
  </Icon>
);
export const SignOutIcon = () => (
  <Icon size={18} turns>
    <path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 13.5 16 10l-3.5-3.5M16 10H8" />
  </Icon>
);
export const ReplyIcon = () => (
  <Icon size={18} turns>
    <path d="M8 5 3.5 9.5 8 14M4 9.500h7.500a5 5 0 0 1 5 5v1" />
  </Icon>
);
export const ForwardIcon = () => (
  <Icon size={18} turns>
    <path d="m12 5 4.500 4.500L12 14M16 9.500H8.500a5 5 0 0 0-5 5v1" />
  </Icon>
);
export const EditIcon = () => (
  <Icon size={18}>
    <path d="m4 16 .8-3.600L13.5 3.700l2.8 2.8-8.7 8.700ZM11.5 5.700l2.8 2.8" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon size={18}>
    <rect x="7" y="7" width="9.5" height="9.5" rx="1.5" />
    <path d="M13 4.500A1.5 1.5 0 0 0 11.5 3H5a1.5 1.5 0 0 0-1.5 1.500V11A1.5 1.5 0 0 0 5 12.5" />
  </Icon>
);
export const SettingsIcon = () => (
  <Icon size={18}>
    <path d="M3 6h7M14 6h3M3 14h3M10 14h7" />
    <circle cx="12" cy="6" r="2" />
    <circle cx="8" cy="14" r="2" />
  </Icon>
);
export const ShieldIcon = () => (
  <Icon size={18}>
    <path d="m10 2.8 6 2.2v4.6c0 3.6-2.4 6.2-6 7.6-3.6-1.4-6-4-6-7.6V5Z" />
    <path d="m7.4 9.9 1.9 1.9 3.4-3.6" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon size={18}>
    <circle cx="6.8" cy="13.2" r="3.3" />
    <path d="m9.3 10.7 7-7M13.5 6.5 16 9" />
  </Icon>
);
export const PhoneIcon = () => (
  <Icon size={18}>
    <rect x="5.5" y="2.5" width="9" height="15" rx="2" />
    <path d="M9 14.8h2" />
  </Icon>
);
export const DevicesIcon = () => (
  <Icon size={18}>
    <rect x="2.5" y="4" width="11" height="8.5" rx="1.5" />
    <path d="M5.5 16h4M15.2 8h.8a1.5 1.5 0 0 1 1.5 1.5v5A1.5 1.5 0 0 1 16 16h-2.3a1.5 1.5 0 0 1-1.5-1.5" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon size={18}>
    <path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13" />
  </Icon>
);
export const TrashIcon = () => (
  <Icon size={18}>
    <path d="M3.5 5.5h13M8 5V3.5h4V5M5.3 5.5l.7 11h8l.7-11M8.3 9v4.5M11.7 9v4.5" />
  </Icon>
);
export const FlagIcon = () => (
  <Icon size={18}>
    <path d="M5 17.5v-14M5 4c3.5-2 6.5 1.8 10.5 0v7.5C11.5 13.3 8.5 9.5 5 11.5" />
  </Icon>
);
export const BellIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M5.5 13.5v-4a4.5 4.5 0 0 1 9 0v4M4 14h12M8.5 16.5a1.6 1.6 0 0 0 3 0" />
  </Icon>
);
export const ListIcon = () => (
  <Icon size={18} turns>
    <path d="M7.5 5.500h9M7.5 10h9M7.5 14.500h9M3.5 5.500h.01M3.5 10h.01M3.5 14.500h.01" />
  </Icon>
);
export const PlaceIcon = ({ size = 16 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M10 17.5c-3.6-3.7-5.5-6.4-5.5-8.9a5.5 5.5 0 0 1 11 0c0 2.5-1.9 5.2-5.5 8.9Z" />
    <circle cx="10" cy="8.5" r="2" />
  </Icon>
);
export const RewardIcon = ({ size = 16 }: { size?: number }) => (
  <Icon size={size}>
    <rect x="3.5" y="8" width="13" height="9" rx="1.5" />
    <path d="M3.5 11.5h13M10 8v9" />
    <path d="M10 8C7 8 5.8 6.8 6.3 5.2 6.9 3.4 9.3 4.3 10 8c.7-3.7 3.1-4.6 3.7-2.8C14.2 6.8 13 8 10 8Z" />
  </Icon>
);
export const BookmarkIcon = () => (
  <Icon size={16}>
    <path d="M5.5 3.5h9v13L10 13l-4.5 3.5v-13" />
  </Icon>
);
export const DetailsIcon = () => (
  <Icon turns>
    <rect x="3" y="4" width="14" height="12" rx="2" />
    <path d="M12.5 4v12" />
  </Icon>
);
