import { ExecutionRevertedError, TransactionReceiptNotFoundError } from "viem";
import { expect, it } from "vitest";
import { findCause } from "./find-cause";

it("knows an error by its name, whichever copy of its class it is of", () => {
  const other = Object.assign(new Error("there is none"), { name: "TransactionReceiptNotFoundError" });
  const own = new TransactionReceiptNotFoundError({ hash: "0x" });
  for (const error of [other, own, new Error("around", { cause: other })]) {
    expect(findCause(error, "TransactionReceiptNotFoundError")?.name).toBe("TransactionReceiptNotFoundError");
  }
  expect(
    findCause(new Error("around", { cause: new ExecutionRevertedError() }), "A", "ExecutionRevertedError"),
  ).toBeDefined();
});

it("finds nothing where nothing of that name is", () => {
  for (const error of [new Error("other"), "TransactionReceiptNotFoundError", null, undefined, { name: "A" }]) {
    expect(findCause(error, "TransactionReceiptNotFoundError", "A")).toBeUndefined();
  }
});
