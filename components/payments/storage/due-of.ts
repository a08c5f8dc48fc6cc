import { RequestProblem } from "@/components/http/request";
import type { Goods } from "./goods";

const codes = ["storage_unpaid", "storage_too_short"] as const;

/** What a refusal says has to be paid for. */
export type Due = {
  code: (typeof codes)[number];
  /** How many days, or how many more. */
  days: number;
  /** The file that is to be kept, if it is not the upload. */
  fileId: string | null;
  /** The file that the upload is too large for. */
  replacesFileId: string | null;
};

/** Reads a refusal to publish or to change a file, if paying for storage would help. */
export function dueOf(error: unknown): Due | null {
  if (!(error instanceof RequestProblem)) return null;
  const { days, storageUrl, replacesFileId } = error.problem;
  const code = codes.find((one) => one === error.problem.code);
  if (!code) return null;
  const path = typeof storageUrl === "string" ? new URL(storageUrl, "http://shop").pathname : "";
  return {
    code,
    days: typeof days === "number" && Number.isInteger(days) && days > 0 ? days : 1,
    fileId: /^\/api\/files\/([^/]+)\/storage$/.exec(path)?.[1] ?? null,
    replacesFileId: typeof replacesFileId === "string" ? replacesFileId : null,
  };
}

/**
 * What to pay for.
 *
 * @param upload whose bytes are to be published; null if they are here already
 */
export function goodsDue(
  { days, fileId, replacesFileId }: Due,
  upload: { uploadId: string; token: string } | null,
): Goods | null {
  if (fileId !== null) return { kind: "file", fileId, days, by: "seller" };
  if (upload === null) return null;
  const { uploadId, token } = upload;
  if (replacesFileId !== null) return { kind: "larger", uploadId, token, fileId: replacesFileId };
  return { kind: "upload", uploadId, token, days };
}
