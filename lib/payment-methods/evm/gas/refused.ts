import "server-only";
import type { ErrorCode } from "@/lib/errors";

/**
 * A transaction that will not be sent for now. Thrown only while nothing of it is stored or signed, so nothing was
 * sent.
 */
export class GasRefused extends Error {
  override name = "GasRefused";
  readonly code: Extract<ErrorCode, "facilitator_unavailable" | "settlements_spent" | "wallet_unsupported">;
  /** Seconds after which it may be sent, if known. */
  readonly retryAfter: number | undefined;
  /** Whether it may be sent as soon as another transaction is in a block. */
  readonly inLine: boolean;

  constructor(
    message: string,
    options: { code?: GasRefused["code"]; cause?: unknown; retryAfter?: number; inLine?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = options.code ?? "facilitator_unavailable";
    this.retryAfter = options.retryAfter;
    this.inLine = options.inLine ?? false;
  }
}
