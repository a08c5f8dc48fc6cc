import { RequestProblem } from "@/components/http/request";

/**
 * Whether an upload with this response is retried automatically. No response (status 0), a conflict or a lock are
 * temporary; one that the server no longer has (404, 410) is started again. Other errors, and a full disk, are not
 * temporary.
 */
export function isRetried(status: number): boolean {
  return [0, 404, 409, 410, 423].includes(status) || (status >= 500 && status !== 507);
}

/** True for the response about an upload that the server no longer has, although all of its bytes had arrived. */
export function isUploadLost(error: unknown): boolean {
  return error instanceof RequestProblem && ["upload_not_found", "upload_expired"].includes(error.problem.code);
}
