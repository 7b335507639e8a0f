/** The language of mails: that of the page which requests them. */

export const MAIL_LANGUAGES = ['en', 'tr'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

const DEFAULT_LANGUAGE = 'en' satisfies MailLanguage;
/** Of a header: more than any browser sends. */
const READ_CHARACTERS = 500;

export const isMailLanguage = (text: string | undefined): text is MailLanguage =>
  MAIL_LANGUAGES.some((language) => language === text);

/**
 * Returns the language that mails are written in which somebody prefers. Nothing of what they sent is kept: it is one
 * of ours.
 * @param acceptLanguage the header (RFC 9110, 12.5.4)
 */
export function mailLanguageOf(acceptLanguage = ''): MailLanguage {
  const preferred = acceptLanguage
    .slice(0, READ_CHARACTERS)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length) ?? '1';
      return { language: tag.split('-')[0], weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ language }) => language);
  return preferred.find(isMailLanguage) ?? DEFAULT_LANGUAGE;
}
