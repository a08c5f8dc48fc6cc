import { describe, expect, it } from "vitest";
import type { OwnFile } from "@/lib/products/files/schema";
import type { Sale } from "@/lib/sellers/schema";
import { needsAttention } from "./attention";

const now = Date.parse("2026-11-21T12:00:00Z");
const sale = (paymentId: string, state: Sale["state"], at: string) => ({ paymentId, state, at }) as Sale;
const file = (id: string, state: OwnFile["state"], saleEndsAt: string | null) => ({ id, state, saleEndsAt }) as OwnFile;

describe("what needs attention", () => {
  it("names payments that confirm for over two minutes, and no others", () => {
    const sales = [
      sale("fresh", "settling", "2026-11-21T11:58:30Z"),
      sale("slow", "settling", "2026-11-21T11:57:00Z"),
      sale("lost", "unknown", "2026-11-21T09:00:00Z"),
      sale("done", "settled", "2026-11-21T09:00:00Z"),
    ];
    const found = needsAttention({ sales, files: [] }, now);
    expect(found.map((one) => one.kind === "slow-payment" && one.sale.paymentId)).toEqual(["slow", "lost"]);
  });

  it("names sales that end within three days, soonest first, and not what has ended or is paused", () => {
    const files = [
      file("later", "on-sale", "2026-11-23T12:00:00Z"),
      file("soon", "on-sale", "2026-11-21T13:00:00Z"),
      file("far", "on-sale", "2026-12-21T12:00:00Z"),
      file("over", "ended", "2026-11-20T12:00:00Z"),
      file("paused", "paused", "2026-11-22T12:00:00Z"),
      file("for good", "on-sale", null),
    ];
    const found = needsAttention({ sales: [], files }, now);
    expect(found.map((one) => one.kind === "ending-soon" && one.file.id)).toEqual(["soon", "later"]);
  });

  it("names files whose paid storage ends within ten days, in any state but removed or gone, and only once", () => {
    const kept = (id: string, keptUntil: string, more: Partial<OwnFile> = {}) =>
      ({ id, state: "on-sale", saleEndsAt: "2026-11-22T12:00:00Z", bytesGoneAt: null, keptUntil, ...more }) as OwnFile;
    const files = [
      kept("later", "2026-11-29T12:00:00Z", { state: "ended" }),
      kept("soon", "2026-11-23T12:00:00Z"),
      kept("long", "2027-11-23T12:00:00Z", { saleEndsAt: "2027-10-01T12:00:00Z" }),
      kept("removed", "2026-11-23T12:00:00Z", { state: "removed" }),
      kept("gone", "2026-11-20T12:00:00Z", { state: "ended", bytesGoneAt: "2026-11-20T12:00:00Z" }),
    ];
    const found = needsAttention({ sales: [], files }, now);
    expect(found.map((one) => (one.kind === "slow-payment" ? null : [one.kind, one.file.id]))).toEqual([
      ["kept-soon", "soon"],
      ["kept-soon", "later"],
    ]);
  });

  it("names files whose storage the operator ends, however late, instead of asking to pay for more time", () => {
    const ending = (id: string, keptUntil: string) =>
      ({
        ...{ id, keptUntil, state: "on-sale", saleEndsAt: "2026-11-22T12:00:00Z", bytesGoneAt: null },
        storageEnding: { why: "ended", at: keptUntil },
      }) as OwnFile;
    const files = [ending("later", "2027-11-23T12:00:00Z"), ending("soon", "2026-11-23T12:00:00Z")];
    const found = needsAttention({ sales: [], files }, now);
    expect(found.map((one) => (one.kind === "slow-payment" ? null : [one.kind, one.file.id]))).toEqual([
      ["operator-ends", "soon"],
      ["operator-ends", "later"],
    ]);
  });

  it("names ended files that are deleted within ten days, soonest first, and none that is gone already", () => {
    const ended = (id: string, storedUntil: string, bytesGoneAt: string | null = null) =>
      ({ id, state: "ended", onSaleUntil: "2026-10-01T12:00:00Z", storedUntil, bytesGoneAt }) as OwnFile;
    const files = [
      ended("later", "2026-11-30T12:00:00Z"),
      ended("soon", "2026-11-22T12:00:00Z"),
      ended("far", "2026-12-15T12:00:00Z"),
      ended("gone", "2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"),
    ];
    const found = needsAttention({ sales: [], files }, now);
    expect(found.map((one) => one.kind === "deleted-soon" && one.file.id)).toEqual(["soon", "later"]);
  });

  it("is silent when all is well", () => {
    expect(needsAttention({ sales: [], files: [] }, now)).toEqual([]);
  });
});
