import "server-only";

type BackupErrorCode =
  /** Another process works on the folder. */
  "in_use" | "foreign_folder" | "no_room" | "not_a_backup" | "newer_format";

/** A backup was not written, or cannot be read. The message is for the operator. */
export class BackupError extends Error {
  override name = "BackupError";
  constructor(
    readonly code: BackupErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
