/** The items of a menu that mute a conversation for a while or for good, or end that. */
import type { UpdateConversation } from '../state/conversation-update.ts';
import { dayAndTimeOf } from '../text/days.ts';
import { parts } from '../words/parts.ts';
import { undo as words } from '../words/undo.ts';
import { MuteIcon } from './icons.tsx';
import { MenuItem } from './menu.tsx';

const HOUR_MS = 3_600_000;
/** When a day begins for those who mute until tomorrow, by their own clock. */
const MORNING_HOUR = 8;

interface MuteItemsProps {
  /** Whom the conversation is with, as people call them. */
  readonly name: string;
  readonly muted: boolean;
  readonly onUpdate: UpdateConversation;
}

export function MuteItems({ name, muted, onUpdate }: MuteItemsProps) {
  const undo = { muted: false };
  const muteUntil = (moment: Date): void =>
    onUpdate(
      { muted: true, mutedUntil: moment.toISOString() },
      { text: words.mutedUntil(name, dayAndTimeOf(moment, new Date())), undo },
    );
  if (muted)
    return (
      <MenuItem icon={<MuteIcon />} onSelect={() => onUpdate({ muted: false })}>
        {parts.unmute}
      </MenuItem>
    );
  return (
    <>
      <MenuItem icon={<MuteIcon />} onSelect={() => muteUntil(new Date(Date.now() + HOUR_MS))}>
        {parts.muteForAnHour}
      </MenuItem>
      <MenuItem icon={<MuteIcon />} onSelect={() => muteUntil(tomorrowMorning())}>
        {parts.muteUntilTomorrow}
      </MenuItem>
      <MenuItem icon={<MuteIcon />} onSelect={() => onUpdate({ muted: true }, { text: words.muted(name), undo })}>
        {parts.muteForGood}
      </MenuItem>
    </>
  );
}

function tomorrowMorning(): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
}
