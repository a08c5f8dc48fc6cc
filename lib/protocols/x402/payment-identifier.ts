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

const MIN_BITS = 128;
/** Random hex digits of this length have fewer distinct ones but a few times in a million. */
const MIN_DISTINCT = 9;

/**
 * Whether an id has room for 128 random bits and does not look counted or repeated. Its last part alone is weighed:
 * `pay_` before 32 random hex digits adds nothing. Whether it really is random only its maker knows.
 */
export function isUnguessable(id: string): boolean {
  const body = id.replace(/^[a-z]{2,16}[_-]/, "");
  // A UUID's hyphens are at fixed positions; those of base64url (RFC 4648, section 5) are digits like the others.
  const random = /^[0-9a-f-]*$|^[0-9A-F-]*$/.test(body) ? body.replaceAll("-", "") : body;
  if (random.length * bitsOfDigit(random) < MIN_BITS) return false;
  if (new Set(random).size < MIN_DISTINCT) return false;
  const codes = Array.from(random, (character) => character.charCodeAt(0));
  const steps = codes.slice(1).filter((code, at) => Math.abs(code - (codes[at] ?? 0)) <= 1).length;
  return steps * 2 < codes.length;
}

/** The most that one digit of a text like this can hold. */
function bitsOfDigit(text: string): number {
  if (/^\d*$/.test(text)) return Math.log2(10);
  return /^(?:[0-9a-f]*|[0-9A-F]*)$/.test(text) ? 4 : 6;
}

/** What the database keeps of an id: its hash with one payer and one thing, so that nobody else's can be the same. */
export function identifierHash(productId: string, payer: string, identifier: string | null): string | null {
  return identifier === null ? null : hashSecret(`${PAYMENT_IDENTIFIER} ${productId} ${payer} ${identifier}`);
}
