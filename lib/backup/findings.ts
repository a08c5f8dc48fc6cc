import "server-only";

type FindingCode =
  /** The file of a table, or the list of files, is missing or was changed. */
  | "rows_damaged"
  /** The rows do not form a valid database. */
  | "database_damaged"
  /** The backup has migrations that this version does not know. */
  | "newer_version"
  | "file_missing"
  | "file_damaged"
  /** The shop itself did not have the file when the backup was written. */
  | "missing_in_shop"
  /** The chain does not show a settled transfer where its row says. */
  | "not_on_chain"
  /** The chain shows a sale, or a refund, that no row explains. */
  | "unknown_on_chain"
  | "chain_unreadable";

/** A problem that was found. `words` is the message for the operator. */
export type Finding = { code: FindingCode; words: string };
