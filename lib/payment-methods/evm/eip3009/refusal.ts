import "server-only";
import type { ErrorCode } from "@/lib/errors";

/** Why an authorization is refused before anything is written or sent. */
export type Refused = {
  kind: "refused";
  code: ErrorCode;
  /** What is wrong and what to do. */
  cause: string;
  /** The same, and that nothing was charged. */
  detail: string;
};

export function refusal(code: ErrorCode, cause: string): Refused {
  return { kind: "refused", code, cause, detail: `${cause} Nothing was charged by this request.` };
}
