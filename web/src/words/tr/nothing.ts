/** Turkish texts of lists of the inbox that are empty. */
import type { nothing as english } from '../nothing.ts';

export const nothing: typeof english = {
  noConversations: 'Henüz sohbet yok',
  noConversationsText: 'Tanıdığın birini bul ve merhaba de.',
  sayHello: 'Yeni birine merhaba de',
  sayHelloText: 'En son katılanlar.',
  findPeople: 'Kişi bul',
  nothingUnread: 'Hepsini okudun',
  nothingUnreadText: 'Yeni mesajlar burada görünür.',
  noRequests: 'İstek yok',
  noRequestsText: 'İlanlarından biri için sana ilk kez yazan kişileri burada yanıtlarsın.',
  toMyPosts: 'İlanlarım',
  nothingArchived: 'Arşiv boş',
  nothingArchivedText: 'Bir sohbeti, yeni mesaj gelene kadar kaldırmak için menüsünden arşivle.',
  allArchived: 'Tüm sohbetlerin arşivde',
  allArchivedText: 'Bir sohbet, yeni mesaj gelince buraya geri döner.',
  showArchived: 'Arşivi göster',
  showAll: 'Tüm mesajları göster',
};
