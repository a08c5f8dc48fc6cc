import { expect, test } from "vitest";
import { isForPayments } from "./payment-path";

test.each([
  ["/f/x", true],
  ["/f/x/", true],
  ["/f//x", true],
  ["/f/x?version=2", true],
  ["/api/files/x", true],
  ["//api//files/x/", true],
  ["/api/files/x/info", true],
  ["/api/files/x/purchase", true],
  ["/api/files/x/storage", true],
  ["/api/payments/x", true],
  ["/api/payments/x/receipt", true],
  ["/api/storage", true],
  ["/api/storage/uploads/x", true],
  ["/api/devnet/rpc", true],
  ["/", false],
  ["/api/files", false],
  ["/api/files/x/gifts", false],
  ["/api/files/x/claim", false],
  ["/api/payments/x/refund", false],
  ["/api/storage/files/x", false],
  ["/api/storage/uploads/x/token", false],
  ["/api/sign-in", false],
  ["/api/uploads", false],
  ["/x?/api/files/x", false],
])("%s is for payments: %s", (url, is) => {
  for (const method of ["GET", "POST", "OPTIONS", "PUT"]) expect(isForPayments({ url, method })).toBe(is);
  for (const method of ["PATCH", "DELETE"]) expect(isForPayments({ url, method })).toBe(false);
});
