/** Turkish texts of the picker of emoji. */
import type { emoji as english } from '../emoji.ts';

export const emoji: typeof english = {
  find: 'Emoji bul',
  search: 'Ara',
  close: 'Kapat',
  emoji: 'Emoji',
  groupsLabel: 'Gruplar',
  groups: {
    recent: 'Son kullanılanlar',
    smileys_emotion: 'Yüzler ve duygular',
    people_body: 'İnsanlar ve beden',
    animals_nature: 'Hayvanlar ve doğa',
    food_drink: 'Yiyecek ve içecek',
    travel_places: 'Seyahat ve yerler',
    activities: 'Etkinlikler',
    objects: 'Nesneler',
    symbols: 'Semboller',
    flags: 'Bayraklar',
  },
  tone: 'Ten rengi',
  tones: ['Ten rengi yok', 'Açık', 'Orta açık', 'Orta', 'Orta koyu', 'Koyu'],
  noneFound: 'Emoji bulunamadı.',
  notLoaded: 'Emojiler yüklenemedi',
  checkConnection: 'Bağlantını kontrol et.',
};
