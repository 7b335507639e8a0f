/** One resource of the template, its intrinsics resolved and its cloud addresses turned into local ones. */
export interface Resource<Properties = Readonly<Record<string, unknown>>> {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  /** What `Ref` answers: name or physical id. */
  readonly ref: string;
  /** What `Fn::GetAtt …Arn` answers, where the type has it; else the empty string. */
  readonly arn: string;
}

/** The deployed stack, as the services of the local cloud read it. */
export interface Stack {
  readonly region: string;
  readonly accountId: string;
  readonly resources: readonly Resource[];
  /** The resources of one type, in the template's order. The caller says which properties it reads. */
  ofType<Properties>(type: string): readonly Resource<Properties>[];
  /** Folder of a file asset, by the S3 key the template gives. */
  assetPath(s3Key: string): string;
  /** Turns the cloud's addresses (`https://<host>`, `wss://<host>`) in a text into local ones. */
  localize(text: string): string;
}
