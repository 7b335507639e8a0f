/** The icon of what opens all emoji. */
import { Icon } from '../parts/icons.tsx';

export const SmileIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M7 12c1.500 2 4.500 2 6 0M7.500 8v.1M12.500 8v.1" />
  </Icon>
);
