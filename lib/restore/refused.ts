import "server-only";

type RefusalCode =
  /** There is a database already. */
  | "not_empty"
  /** Another process restores or migrates it. */
  | "in_use"
  /** The backup is not whole. */
  | "damaged"
  | "newer_version"
  | "other_shop"
  | "other_secret"
  /** The journal that the backup names is not there. */
  | "no_journal"
  | "damaged_journal"
  | "no_room";

/** A backup was not restored, and there is still no shop. The message is for the operator. */
export class RestoreRefused extends Error {
  override name = "RestoreRefused";
  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
