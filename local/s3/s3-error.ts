/**
 * Errors of S3, and their XML.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
import { randomUUID } from 'node:crypto';

export class S3Error extends Error {
  readonly code: string;
  readonly statusCode: number;
  /** More elements of the error's XML, such as the size that is allowed. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(statusCode: number, code: string, message: string, details: S3Error['details'] = {}) {
    super(message);
    this.name = 'S3Error';
    this.code = code;
    this.statusCode = statusCode;
    this.details = details;
  }
}

/** The refusal of a caller, a policy or a link: S3 has one code for them all. */
export const accessDenied = (message = 'Access Denied'): S3Error => new S3Error(403, 'AccessDenied', message);

/** @param feature what the local cloud does not do: `the header x-amz-acl` */
export const notImplemented = (feature: string): S3Error =>
  new S3Error(501, 'NotImplemented', `The local cloud's S3 does not know ${feature}. Teach it in local/s3.`);

export function errorXml({ code, message, details }: S3Error): string {
  const elements: S3Error['details'] = { Code: code, Message: message, ...details, RequestId: randomUUID() };
  const xml = Object.entries(elements).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml.join('')}</Error>`;
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** Escapes a text for XML. Control characters, which XML 1.0 cannot hold, become character references. */
export const escapeXml = (text: string): string =>
  text.replace(/[<>&"]|\p{Cc}/gu, (one) => entities[one] ?? `&#${one.charCodeAt(0)};`);
