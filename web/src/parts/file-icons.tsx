/** The icons of pictures and files, apart from the others: what shows them is loaded later. */
import { Icon } from './icons.tsx';

export const AttachIcon = () => (
  <Icon>
    <path d="m16 9.5-5.8 5.8a3.7 3.7 0 0 1-5.3-5.3l6.2-6.1a2.5 2.5 0 0 1 3.5 3.5l-6.1 6.1" />
    <path d="M8.5 13.5a1.2 1.2 0 0 1-1.7-1.7l5.5-5.5" />
  </Icon>
);
export const CameraIcon = () => (
  <Icon>
    <path d="M6 6l1.3-2h5.4L14 6" />
    <rect x="3" y="6" width="14" height="10" rx="1.5" />
    <circle cx="10" cy="10.7" r="2.8" />
  </Icon>
);
export const PhotoIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <rect x="3" y="4" width="14" height="12" rx="1.5" />
    <circle cx="7.2" cy="8" r="1.2" />
    <path d="m3.5 14.5 4-3.5 2.5 2 3-3 3.5 3.5" />
  </Icon>
);
export const FileIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M11.5 3H6a1.5 1.5 0 0 0-1.5 1.5v11A1.5 1.5 0 0 0 6 17h8a1.5 1.5 0 0 0 1.5-1.5V7z" />
    <path d="M11.5 3v4h4" />
  </Icon>
);
export const NextIcon = () => (
  <Icon turns>
    <path d="m7.5 4 6 6-6 6" />
  </Icon>
);
export const PreviousIcon = () => (
  <Icon turns>
    <path d="m12.5 4-6 6 6 6" />
  </Icon>
);
export const ZoomInIcon = () => (
  <Icon>
    <circle cx="8.5" cy="8.5" r="5" />
    <path d="m12.5 12.5 4 4M8.5 6.5v4M6.5 8.5h4" />
  </Icon>
);
export const ZoomOutIcon = () => (
  <Icon>
    <circle cx="8.5" cy="8.5" r="5" />
    <path d="m12.5 12.5 4 4M6.5 8.5h4" />
  </Icon>
);
export const PlayIcon = () => (
  <Icon>
    <path d="M6.5 4.5v11l9-5.5z" />
  </Icon>
);
export const AltIcon = () => (
  <Icon>
    <path d="M12.5 4.5 15.5 7.5 7 16l-3.5.5.5-3.5z" />
  </Icon>
);
