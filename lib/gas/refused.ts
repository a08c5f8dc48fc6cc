import "server-only";
import type { ErrorCode } from "@/lib/errors";

/**
 * A transaction that will not be sent for now. Thrown only while nothing of it is stored or signed, so nothing was
 * handed out.
 */
export class GasRefused extends Error {
  override name = "GasRefused";
  readonly code: Extract<ErrorCode, "facilitator_unavailable" | "settlements_spent">;

  constructor(message: string, options: { code?: GasRefused["code"]; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? "facilitator_unavailable";
  }
}
