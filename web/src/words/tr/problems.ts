/** Turkish texts of what went wrong. */
import type { RefusalCode } from '#contract/refusal.ts';
import type { problems as english } from '../problems.ts';

/** The API says in English why it refuses; its codes say it in any language. */
const REFUSALS: Readonly<Record<RefusalCode, string>> = {
  invalid: 'Girdiklerinde bir şey yanlış. Kontrol edip yeniden dene.',
  'unknown-field': 'Bu sayfa ile hizmetin sürümleri farklı. Sayfayı yeniden yükle.',
  outdated: 'Bu sayfanın sürümü eski. Sayfayı yeniden yükle.',
  'wrong-credentials': 'Ad ve parola uyuşmuyor.',
  'no-session': 'Oturumun sona erdi. Yeniden giriş yap.',
  'code-needed': 'Kimlik doğrulama uygulamandaki kodu da gir.',
  'second-factor-needed': 'Bunun için önce iki adımlı girişi aç.',
  'two-step-on': 'İki adımlı giriş zaten açık.',
  'wrong-code': 'Kod yanlış ya da süresi dolmuş.',
  unconfirmed: 'Önce e-posta adresini doğrula.',
  'not-accepting': 'Bu kişiye yazamazsın.',
  'awaiting-answer': 'Yanıt verince devamını yazabilirsin.',
  'not-found': 'Böyle bir şey yok ya da göremezsin.',
  'not-yours': 'Bunu yalnızca sahibi değiştirebilir.',
  'foreign-origin': 'Bu istek başka bir siteden geldi ve reddedildi.',
  deleted: 'Bu silinmiş.',
  'too-many-edits': 'Bu mesaj artık düzenlenemez: çok sık düzenlendi.',
  'too-many-reactions': 'Bu mesaja daha fazla tepki eklenemez.',
  'name-taken': 'Bu ad alınmış. Başka bir ad dene.',
  'client-id-taken': 'Bu daha önce başka bir içerikle gönderilmiş.',
  changed: 'Bu arada değiştirilmiş. Yeniden bak ve dene.',
  closed: 'Bu kapanmış.',
  behind: 'Sayfa geride kaldı. Birazdan yeniden dene.',
  reset: 'Sohbet daha önceki bir haline geri yüklendi.',
  'too-large': 'Bu çok büyük.',
  'has-place': 'İlanın yeri değiştirilemez.',
  'unsupported-media-type': 'Bu dosya türü desteklenmiyor.',
  'too-many-requests': 'Kısa sürede çok fazla oldu. Biraz bekleyip yeniden dene.',
  unavailable: 'Hizmet şu anda kullanılamıyor. Birazdan yeniden dene.',
};

export const problems: typeof english = {
  wrongCredentials:
    'Ad ve parola uyuşmuyor. Yeniden dene. Birkaç denemeden sonra 16 dakika bekle ya da parolanı yenile.',
  changedMeanwhile:
    'Bu, bu arada başka bir pencerede ya da cihazda değiştirildi ve yeniden okundu. Değişikliğin hâlâ uygunsa yeniden yap.',
  awaitingAnswer: 'Yanıt verince devamını yazabilirsin.',
  wrongCode:
    'Bu, gönderdiğimiz kod değil ya da süresi doldu. Kontrol et ya da yeni bir kod al. ' +
    'Birkaç yanlış koddan sonra bunun için 61 dakika bekle.',
  unreachable: 'Message Center’a ulaşılamıyor. Bağlantını kontrol et ve yeniden dene.',
  nameTaken: 'Bu ad alınmış. Başka bir ad dene.',
  ourSide: 'Bizim tarafımızda bir sorun oldu. Birazdan yeniden dene.',
  refusedRequest: 'Message Center bu isteği reddetti. Sayfayı yeniden yükle ve dene.',
  wrongPassword: 'Parola yanlış. Yeniden dene.',
  wrongAppCode: 'Uygulama şu anda bunu göstermiyor ya da kod daha önce kullanıldı. Bir sonraki kodu bekle.',
  refusal: (code) => (Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode] : `İstek reddedildi (${code}).`),
  field: () => 'Bunu kontrol et.',
};
