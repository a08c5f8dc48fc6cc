import { z } from "zod";
import type { FileFacts } from "@/lib/previews/facts/schema";
import type { Preview } from "@/lib/previews/schema";

/** Shapes of bundles: what routes accept and return, shared with the browser. */

/** How many files a bundle may have, and how few. More are a folder, which one archive holds better. */
export const BUNDLE_MAX_FILES = 100;
export const BUNDLE_MIN_FILES = 2;
/** How large all its files together may be, in bytes, where a single file may not be larger. */
export const BUNDLE_MAX_BYTES = 20 * 1024 ** 3;

/** A file of the seller's own, or a finished upload: it becomes a file that is not sold alone. */
const bundledFileSchema = z.union([
  z.strictObject({ fileId: z.string().min(1).max(64) }),
  z.strictObject({ uploadId: z.string().min(1).max(100), uploadToken: z.string().min(1).max(200) }),
]);
export type BundledFile = z.infer<typeof bundledFileSchema>;

/** In the order in which they are shown. Their number is checked with words of its own: `invalid_bundle`. */
export const bundledFilesSchema = z.array(bundledFileSchema).max(1_000);

/** One file of a bundle, as anybody may know it. */
export type MemberInfo = {
  /** Names it in `?member=`. */
  fileId: string;
  /** In the archive. */
  name: string;
  title: string;
  /** Bytes. */
  size: number;
  mediaType: string;
  /** Names of the codecs in a film or a sound; empty if they are not known. */
  codecs: string[];
  /** Lower-case hex; null for files under 1 KB, whose content could be guessed from it, until paid for. */
  sha256: string | null;
  /** ISO 8601: since when it is what it is; its date in the archive. */
  createdAt: string;
  /** Why it cannot be had, or null. */
  closed: "withheld" | "suspended" | "removed" | "gone" | "ending" | null;
};

/** What a bundle contains: the member `bundle` of `GET /api/files/{fileId}/info`. */
export type BundleInfo = {
  /**
   * SHA-256 of the list of its files, which its sale is bound to; null while a file in it is so small that its content could be
   * guessed from it, until paid for.
   */
  manifestSha256: string | null;
  members: MemberInfo[];
};

/** A member as its page shows it: with what is known of its content. */
export type ShownMember = MemberInfo & { facts: FileFacts | null; preview: Preview | null };

/** A member that somebody with access may download. */
export type OpenMember = Pick<MemberInfo, "fileId" | "name" | "size" | "mediaType" | "closed"> & {
  /** Lower-case hex. */
  sha256: string;
};
