import { describe, expect, it } from "vitest";
import { checkQuota, type OpenUpload, type WantedUpload } from "./quota";

const GB = 1_000_000_000n;
const room = { free: 1_000n * GB, reserve: GB, maxFileSize: 20n * GB };
const stranger: WantedUpload = { size: GB, ipPrefix: "192.0.2.1", creatorId: null };
const seller: WantedUpload = { ...stranger, creatorId: "seller" };

function many(count: number, changes: Partial<OpenUpload> = {}): OpenUpload[] {
  const upload = { size: 1n, received: 0n, ipPrefix: "192.0.2.1", creatorId: null, ...changes };
  return Array.from({ length: count }, () => upload);
}
const refusal = (...args: Parameters<typeof checkQuota>): string | undefined => {
  try {
    checkQuota(...args);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("how much may be uploaded at once", () => {
  const cases: [what: string, code: string | undefined, ...Parameters<typeof checkQuota>][] = [
    ["a first upload", undefined, stranger, [], room],
    ["a stranger's tenth", undefined, stranger, many(9), room],
    ["a stranger's eleventh", "upload_quota", stranger, many(10), room],
    ["a stranger beside a busy neighbour", undefined, stranger, many(10, { ipPrefix: "192.0.2.2" }), room],
    [
      "a stranger beside a busy seller at the same address",
      undefined,
      stranger,
      many(49, { creatorId: "seller" }),
      room,
    ],
    ["a stranger's bytes up to twice the largest file", undefined, stranger, many(1, { size: 39n * GB }), room],
    ["a stranger's bytes beyond that", "upload_quota", stranger, many(1, { size: 39n * GB + 1n }), room],
    ["a seller's fiftieth", undefined, seller, many(49, { creatorId: "seller" }), room],
    ["a seller's fifty-first", "upload_quota", seller, many(50, { creatorId: "seller" }), room],
    ["a seller at an address that strangers filled", undefined, seller, many(10), room],
    [
      "a seller's bytes beyond four times the largest file",
      "upload_quota",
      seller,
      many(4, { creatorId: "seller", size: 20n * GB }),
      room,
    ],
    ["the thousandth of all", undefined, seller, many(999, { ipPrefix: "x" }), room],
    ["the thousand and first of all", "upload_quota", seller, many(1_000, { ipPrefix: "x" }), room],
  ];
  it.each(cases)("%s: %s", (_, code, wanted, open, space) => expect(refusal(wanted, open, space)).toBe(code));
});

describe("room on the disk", () => {
  const small = { free: 10n * GB, reserve: GB, maxFileSize: 20n * GB };

  it("is what is free, less what has to stay free", () => {
    expect(refusal({ ...seller, size: 9n * GB }, [], small)).toBeUndefined();
    expect(refusal({ ...seller, size: 9n * GB + 1n }, [], small)).toBe("disk_full");
  });

  it("is promised to open uploads, but not twice for bytes that are on the disk already", () => {
    const other = { creatorId: "other", size: 8n * GB };
    expect(refusal({ ...seller, size: GB }, many(1, other), small)).toBeUndefined();
    expect(refusal({ ...seller, size: GB + 1n }, many(1, other), small)).toBe("disk_full");
    expect(refusal({ ...seller, size: 5n * GB }, many(1, { ...other, received: 4n * GB }), small)).toBeUndefined();
  });

  it("is never all taken by strangers: half stays for sellers who are signed in", () => {
    expect(refusal({ ...stranger, size: 4n * GB }, [], small)).toBeUndefined();
    expect(refusal({ ...stranger, size: 5n * GB }, [], small)).toBe("disk_full");
    const strangers = many(1, { ipPrefix: "192.0.2.9", size: 4n * GB });
    expect(refusal({ ...stranger, size: GB }, strangers, small)).toBe("disk_full");
    expect(refusal({ ...seller, size: 5n * GB }, strangers, small)).toBeUndefined();
  });

  it("does not shrink for strangers because their own bytes have arrived", () => {
    const arrived = many(1, { ipPrefix: "192.0.2.9", size: 2n * GB, received: 2n * GB });
    expect(refusal({ ...stranger, size: 2n * GB }, arrived, { ...small, free: 8n * GB })).toBeUndefined();
    expect(refusal({ ...stranger, size: 3n * GB }, arrived, { ...small, free: 8n * GB })).toBe("disk_full");
  });

  it("is refused when less is free than has to stay free", () => {
    expect(refusal({ ...seller, size: 1n }, [], { ...small, free: GB / 2n })).toBe("disk_full");
  });
});
