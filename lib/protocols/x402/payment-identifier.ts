import "server-only";
import { hashSecret } from "@/lib/ids";

/**
 * x402's `payment-identifier` extension: a client that lost an answer presents the identical payment with the identical
 * id again and gets what it paid for. The payment itself is public once it was broadcast; the id is what a stranger who
 * rebuilt it does not know. So only an id that cannot be guessed counts, and it never leaves this process.
 */

export const PAYMENT_IDENTIFIER = "payment-identifier";

const MIN_LENGTH = 16;
const MAX_LENGTH = 128;
const pattern = "^[a-zA-Z0-9_-]+$";
const shape = new RegExp(pattern);

/** The declaration for `extensions` of a challenge: welcome, not required. */
export function declarePaymentIdentifier() {
  return {
    info: { required: false },
    schema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: {
        required: { type: "boolean" },
        id: { type: "string", minLength: MIN_LENGTH, maxLength: MAX_LENGTH, pattern },
      },
      required: ["required"],
    },
  };
}

/** Whether a text is an id as the extension writes it: 16 to 128 letters, digits, hyphens and underscores. */
export function isPaymentIdentifier(text: string): boolean {
  return text.length >= MIN_LENGTH && text.length <= MAX_LENGTH && shape.test(text);
}

/** What the database keeps of an id: its hash with one payer and one thing, so that nobody else's can be the same. */
export function identifierHash(productId: string, payer: string, identifier: string | null): string | null {
  return identifier === null ? null : hashSecret(`${PAYMENT_IDENTIFIER} ${productId} ${payer} ${identifier}`);
}
