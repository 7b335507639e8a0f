/** Turkish texts of the overlays that find conversations, people and texts. */
import type { search as english } from '../search.ts';

export const search: typeof english = {
  goTo: 'Git',
  findPerson: 'Sohbet veya kişi bul',
  findAnything: 'Sohbet, kişi veya metin bul',
  name: 'Ad',
  nameOrText: 'Ad veya metin',
  conversations: 'Sohbetler',
  people: 'Kişiler',
  conversationsAndPeople: 'Sohbetler ve kişiler',
  notes: 'Kendine notlar',
  nobodyFound: 'Kimse bulunamadı.',
  inThisConversation: 'Bu sohbette',
  searchHere: 'Bu sohbette ara',
  words: 'Sözcükler',
  messagesFound: 'Bulunan mesajlar',
  you: 'Sen',
  searching: 'Aranıyor…',
  nothingFound: 'Bu sözcüklerin geçtiği bir mesaj yok.',
  nothingFoundSince: (date) => `${date} tarihinden beri bu sözcüklerin geçtiği bir mesaj yok.`,
  searchedSince: (date) => `${date} tarihine kadar arandı.`,
  searchFurtherBack: 'Daha eskilerde ara',
  tryAgain: 'Tekrar dene',
};
