/** English texts of the picker of emoji. */
import { inLanguage } from './words.ts';

export const emoji = inLanguage('emoji', {
  find: 'Find an emoji',
  search: 'Search',
  close: 'Close',
  emoji: 'Emoji',
  groupsLabel: 'Groups',
  /** By the groups of Unicode. */
  groups: {
    recent: 'Used last',
    smileys_emotion: 'Smileys and feelings',
    people_body: 'People and bodies',
    animals_nature: 'Animals and nature',
    food_drink: 'Food and drink',
    travel_places: 'Travel and places',
    activities: 'Activities',
    objects: 'Objects',
    symbols: 'Symbols',
    flags: 'Flags',
  },
  tone: 'Skin tone',
  /** From no tone to the darkest. */
  tones: ['No skin tone', 'Light', 'Medium light', 'Medium', 'Medium dark', 'Dark'],
  noneFound: 'No emoji found.',
  notLoaded: 'The emoji didn’t load',
  checkConnection: 'Check your connection.',
});
