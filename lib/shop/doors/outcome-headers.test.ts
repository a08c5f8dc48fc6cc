import { decodePaymentRequiredHeader, encodePaymentRequiredHeader } from "@x402/core/http";
import { expect, test } from "vitest";
import { outcomeError } from "./outcome-headers";

test("a challenge is encoded as x402 encodes it, in any script", () => {
  const challenge = {
    x402Version: 2,
    error: "Payment required",
    resource: {
      url: "http://localhost/f/1",
      description: "Carnet de « terrain » – دفتر 📓 for $0.50",
      mimeType: "a/b",
    },
    accepts: [],
  };
  const error = outcomeError({ kind: "payment-required", challenge } as unknown as Parameters<typeof outcomeError>[0]);
  const header = error.headers["PAYMENT-REQUIRED"] ?? "";
  expect(header).toBe(encodePaymentRequiredHeader(challenge));
  expect(decodePaymentRequiredHeader(header)).toEqual(challenge);
});
