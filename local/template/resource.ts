/** The template as every part of the local cloud reads it: a stack of resolved resources. */

/** A resource of the template, with intrinsic functions resolved and addresses replaced by local ones. */
export interface Resource<Properties = Readonly<Record<string, unknown>>> {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  /** The value of `Ref`: a name or physical id. */
  readonly ref: string;
  /** The attribute `Arn`, or the empty string if the type has none. */
  readonly arn: string;
}

export interface Stack {
  readonly region: string;
  readonly accountId: string;
  readonly resources: readonly Resource[];
  /** Values by name. Addresses in them are those of the cloud that the template describes. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Returns the resources of one type in the template's order. The type parameter lists the properties to read. */
  ofType<Properties>(type: string): readonly Resource<Properties>[];
  /** Returns the folder of a file asset by its S3 key in the template. */
  assetPath(s3Key: string): string;
  /** Replaces the cloud's addresses (`https://<host>`, `wss://<host>`) in a text with local ones. */
  localize(text: string): string;
}
