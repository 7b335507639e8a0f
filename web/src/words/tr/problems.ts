/** Turkish texts of what went wrong. */
import type { FaultCode } from '#contract/fault.ts';
import type { ClientCode, RefusalCode } from '#contract/refusal.ts';
import type { problems as english } from '../problems.ts';

/** The API says in English why it refuses; its codes say it in any language. */
const REFUSALS: Readonly<Record<RefusalCode | ClientCode, string>> = {
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
  'file-lost': 'Dosya artık bu tarayıcıda yok. Bunu sil ve dosyayı yeniden seç.',
  'upload-refused': 'Dosya kabul edilmedi. Yeniden dene ya da bunu silip dosyayı yeniden seç.',
  unauthorized: 'Oturumun sona erdi. Yeniden giriş yap.',
  forbidden: 'Message Center bu isteği reddetti. Sayfayı yeniden yükle ve dene.',
  refused: 'Message Center bu isteği reddetti. Sayfayı yeniden yükle ve dene.',
};

const FAULTS: Readonly<Record<FaultCode, (limit: number) => string>> = {
  missing: () => 'Bu da gerekli.',
  'unknown-field': () => 'Bu sayfa ile hizmetin sürümleri farklı. Sayfayı yeniden yükle.',
  repeated: () => 'Aynısı birden fazla kez var.',
  'wrong-form': () => 'Bunun biçimi doğru değil.',
  'not-allowed': () => 'Burada buna izin yok.',
  'not-found': () => 'Böyle bir şey yok ya da göremezsin.',
  'not-uploaded': () => 'Dosya yüklenmemiş. Yeniden dene.',
  oneself: () => 'Bu sensin.',
  past: () => 'Bunun zamanı geçmiş.',
  taken: () => 'Bu, başka birinin kullanıcı adı. Başka bir ad seç.',
  reserved: () => 'Bu ad ayrılmış ya da ayrılmış bir ada benziyor. Başka bir ad seç.',
  empty: () => 'Bunu boş bırakma.',
  'too-short': (limit) => `En az ${limit} karakter kullan.`,
  'too-long': (limit) => `En fazla ${limit} karakter kullan.`,
  'too-many-bytes': (limit) => `Bu ad çok uzun: en fazla ${limit} bayt, Türkçe harfler iki bayt.`,
  'too-few': (limit) => `En az ${limit} tane gerekli.`,
  'too-many': (limit) => `En fazla ${limit} tane olabilir.`,
  'too-low': (limit) => `En az ${limit} olmalı.`,
  'too-high': (limit) => `En fazla ${limit} olabilir.`,
  'ill-formed': () => 'Metin bozuk karakterler içeriyor.',
  'control-characters': () => 'Metin denetim karakterleri içeriyor.',
  'piled-marks': () => 'Bir harfin üstünde çok fazla işaret var.',
  'no-letter': () => 'En az bir harf ya da rakam gerekli.',
  'has-digits': () => 'Rakam kullanma: bir semt ya da şehir yaz.',
  'outer-spaces': () => 'Başındaki ve sonundaki boşlukları sil.',
  'too-common': () => 'Bu parola çok yaygın. Başka bir parola seç.',
  guessable: () => 'Bu parola bir addan oluşuyor. Başka bir parola seç.',
};

const isFault = (code: string): code is FaultCode => Object.hasOwn(FAULTS, code);

export const problems: typeof english = {
  wrongCredentials:
    'Ad ve parola uyuşmuyor. Yeniden dene. Birkaç denemeden sonra 16 dakika bekle ya da parolanı yenile.',
  changedMeanwhile:
    'Bu, bu arada başka bir pencerede ya da cihazda değiştirildi ve yeniden okundu. ' +
    'Değişikliğin hâlâ uygunsa yeniden yap.',
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
  field: (_text, { code, limit = 0 } = { code: '' }) => (isFault(code) ? FAULTS[code](limit) : 'Bunu kontrol et.'),
};
