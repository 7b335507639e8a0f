/** The settings of pictures and files, which belong to those of a message center. */

export interface AttachmentSettingProps {
  /**
   * How many megabytes a picture or file may have: 1 to 100.
   *
   * @default 10
   */
  readonly attachmentMegabytes?: number;

  /**
   * How many pictures and files one person may upload per hour: up to 10000. 0 sets no limit.
   *
   * @default 50
   */
  readonly attachmentsPerHour?: number;

  /**
   * How many megabytes one person may upload in a month (UTC): up to 1000000. 0 sets no limit.
   *
   * @default 1000
   */
  readonly attachmentMegabytesPerMonth?: number;
}
