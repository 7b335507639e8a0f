/** The items of a menu that mute a conversation for a while or for good, or end that. */
import type { Preferences } from '#client/mailbox.ts';
import { MuteIcon } from './icons.tsx';
import { MenuItem } from './menu.tsx';

const HOUR_MS = 3_600_000;
/** When a day begins for those who mute until tomorrow, by their own clock. */
const MORNING_HOUR = 8;

interface MuteItemsProps {
  readonly muted: boolean;
  readonly onUpdate: (preferences: Preferences) => void;
}

export function MuteItems({ muted, onUpdate }: MuteItemsProps) {
  const muteUntil = (moment: Date): void => onUpdate({ muted: true, mutedUntil: moment.toISOString() });
  if (muted)
    return (
      <MenuItem icon={<MuteIcon />} onSelect={() => onUpdate({ muted: false })}>
        Unmute
      </MenuItem>
    );
  return (
    <>
      <MenuItem icon={<MuteIcon />} onSelect={() => muteUntil(new Date(Date.now() + HOUR_MS))}>
        Mute for an hour
      </MenuItem>
      <MenuItem icon={<MuteIcon />} onSelect={() => muteUntil(tomorrowMorning())}>
        Mute until tomorrow
      </MenuItem>
      <MenuItem icon={<MuteIcon />} onSelect={() => onUpdate({ muted: true })}>
        Mute for good
      </MenuItem>
    </>
  );
}

function tomorrowMorning(): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
}
