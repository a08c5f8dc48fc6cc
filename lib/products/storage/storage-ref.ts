import "server-only";

/** The kind of product that storage is. */
export const STORAGE = "storage";

/** What is kept: room for an upload that is to come, an upload that is here, what a larger version has more, a file. */
export type StorageKind = "upload" | "uploaded" | "larger" | "file";

/** What a client asks to be kept. */
export type Wanted = {
  kind: StorageKind;
  /** The upload, or the file; null for an upload that is to come. */
  targetId: string | null;
  /** Of `larger`: the file whose bytes it is to replace. */
  fileId: string | null;
  /** Bytes to pay for. */
  size: bigint;
  days: number;
  /** Of an upload that is to come: its name. */
  name: string | null;
  /** The same for each repetition of one request (`requestKeyOf`): the order's `productId`. */
  requestKey: string;
};

/** Storage as orders name it. */
export function storageRef({ requestKey }: Pick<Wanted, "requestKey">) {
  return { productKind: STORAGE, productId: requestKey };
}
