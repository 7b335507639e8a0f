/**
 * The form of an upload from a browser: `multipart/form-data`, whose last field is the file, which is streamed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
 */
import { ByteReader } from './byte-reader.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';

export interface PostForm {
  /** The fields before the file, by lower-case name. S3 ignores those behind it. */
  readonly fields: ReadonlyMap<string, string>;
  /** To be read once. */
  readonly file: AsyncIterable<Uint8Array>;
}

/** The form without its file. */
const FORM_MAX_BYTES = 20 * 1024;
/** The headers of one field. */
const LINE_MAX_BYTES = 4 * 1024;

/** @throws {S3Error} for a body that is no such form, has no file, or has more than 20 KB before it */
export async function readPostForm({ headers, body }: S3Request): Promise<PostForm> {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(headers['content-type'] ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined)
    throw new S3Error(412, 'PreconditionFailed', 'Bucket POST must be of the enclosure-type multipart/form-data', {
      Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
    });

  const reader = new ByteReader(body, malformed);
  const fields = new Map<string, string>();
  let size = 0;
  if ((await reader.line(LINE_MAX_BYTES)) !== `--${boundary}`) throw malformed();
  for (;;) {
    const name = await readFieldName(reader);
    const content = reader.until(`\r\n--${boundary}`);
    if (name === 'file') return { fields, file: content };
    const parts: Uint8Array[] = [];
    size += name.length;
    for await (const part of content) {
      size += part.length;
      if (size > FORM_MAX_BYTES)
        throw new S3Error(
          400,
          'MaxPostPreDataLengthExceeded',
          'Your POST request fields preceding the upload file were too large.',
        );
      parts.push(part);
    }
    if (fields.has(name))
      throw new S3Error(400, 'InvalidArgument', `POST requires exactly one field ${name}.`, { ArgumentName: name });
    fields.set(name, Buffer.concat(parts).toString());
    // What follows the boundary: nothing, or `--` at the end of the form.
    if ((await reader.line(LINE_MAX_BYTES)) !== '')
      throw new S3Error(400, 'InvalidArgument', 'POST requires exactly one file upload per request.', {
        ArgumentName: 'file',
        ArgumentValue: 0,
      });
  }
}

async function readFieldName(reader: ByteReader): Promise<string> {
  let name: string | undefined;
  for (let line = await reader.line(LINE_MAX_BYTES); line !== ''; line = await reader.line(LINE_MAX_BYTES)) {
    const [, found] = /^content-disposition:\s*form-data\s*;.*?\bname="([^"]*)"/i.exec(line) ?? [];
    name = found ?? name;
  }
  if (name === undefined) throw malformed();
  return name.toLowerCase();
}

const malformed = (): S3Error =>
  new S3Error(400, 'MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');
