import { expect, it } from "vitest";
import { noAddress, readAddress, salesHref, writeAddress } from "./sales-address";

it("an address keeps what it asks for, and another choice begins on the first page", () => {
  const address = readAddress(new URLSearchParams("q=0x72f3&state=refunded&before=1.a&other=1"));
  expect(writeAddress(address)).toBe("?q=0x72f3&state=refunded&before=1.a");
  expect(salesHref(address, { state: "settled" })).toBe("/dashboard/sales?q=0x72f3&state=settled");
  expect(salesHref(address, { after: "2.b" })).toBe("/dashboard/sales?q=0x72f3&state=refunded&after=2.b");
  expect(salesHref(noAddress)).toBe("/dashboard/sales");
});
