export type BlockKind = "wallet" | "hash";

/** A wallet that may neither sell nor buy here, or bytes that nobody may put on sale. */
export type Block = {
  id: string;
  kind: BlockKind;
  /** The address in lower case, or the SHA-256 in lower-case hex. */
  value: string;
  reason: string;
  /** As the audit log names people. */
  by: string;
  /** ISO 8601. */
  createdAt: string;
};
