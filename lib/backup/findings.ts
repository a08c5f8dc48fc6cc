import "server-only";

type FindingCode =
  /** A table's file, or the list of files, is missing or not the one that was written. */
  | "rows_damaged"
  /** The rows make no database of the version that they come from. */
  | "database_damaged"
  /** Made by a version that has migrations which this one does not know. */
  | "newer_version"
  | "file_missing"
  | "file_damaged"
  /** The shop itself lacked it when the backup was written. */
  | "missing_in_shop"
  /** The chain does not show a settled transfer where its row says. */
  | "not_on_chain"
  /** The chain shows a sale, or a refund, that no row explains. */
  | "unknown_on_chain"
  | "chain_unreadable";

/** Something that is not as it should be. The words are for the operator. */
export type Finding = { code: FindingCode; words: string };
