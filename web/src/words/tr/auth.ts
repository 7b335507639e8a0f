/** Turkish texts of the screens before signing in. */
import type { auth as english } from '../auth.ts';

export const auth: typeof english = {
  signIn: 'Giriş yap',
  signingIn: 'Giriş yapılıyor…',
  lead: 'Yakınındaki insanlardan ihtiyacın olanı iste, elindekilerle yardım et ve özel olarak konuş.',
  sessionEnded: 'Oturumun sona erdi. Devam etmek için giriş yap.',
  confirmed: 'E-posta adresin doğrulandı. Başlamak için giriş yap.',
  passwordSet: 'Yeni parolan kaydedildi. Onunla giriş yap.',
  nameOrEmail: 'Kullanıcı adı veya e-posta adresi',
  password: 'Parola',
  passwordMissing: 'Parolanı gir.',
  forgotPassword: 'Parolanı mı unuttun?',
  newHere: (signUp) => ['Burada yeni misin? ', signUp],
  createAccount: 'Hesap oluştur',
  exampleTitle: 'Bir saatliğine merdiven',
  exampleTerms: '1,2 km uzakta · cumartesiye kadar',
  exampleAnswer: 'Bende var, bütün gün de evdeyim.',
  exampleProposal: 'Getireyim mi?',
  exampleThanks: 'Harikasın. Kahveler benden!',
};
