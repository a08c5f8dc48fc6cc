import { RequestProblem } from "@/components/http/request";

/**
 * Whether an upload that was answered so is tried again by itself. Silence (status 0), a conflict or a lock pass; one
 * that the server no longer has (404, 410) is begun again. A refusal, and a full disk, do not pass.
 */
export function goesOn(status: number): boolean {
  return [0, 404, 409, 410, 423].includes(status) || (status >= 500 && status !== 507);
}

/** True of what a door answered for an upload that the server no longer has, though all of its bytes had come. */
export function isUploadLost(error: unknown): boolean {
  return error instanceof RequestProblem && ["upload_not_found", "upload_expired"].includes(error.problem.code);
}
