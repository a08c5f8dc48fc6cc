import { describe, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { checkQuota, checkRoom, type OpenUpload, promiseOf, type WantedUpload } from "./quota";

const GB = 1_000_000_000n;
const MB = 1_000_000n;
const now = new Date("2026-11-29T06:00:00Z");
const room = { free: 1_000n * GB, reserve: GB, maxFileSize: 20n * GB, now };
const stranger: WantedUpload = { size: GB, ipPrefix: "192.0.2.1", creatorId: null, known: false };
const seller: WantedUpload = { ...stranger, creatorId: "seller", known: true };
const newcomer: WantedUpload = { ...stranger, creatorId: "new" };

function many(count: number, changes: Partial<OpenUpload> = {}): OpenUpload[] {
  const upload = { ...stranger, size: 1n, received: 0n, movedAt: now, ...changes };
  return Array.from({ length: count }, () => upload);
}
/** One each from as many networks, IPv6 sites of their own. */
function crowd(count: number, changes: Partial<OpenUpload> = {}): OpenUpload[] {
  return many(count, changes).map((upload, index) => ({ ...upload, ipPrefix: `2001:db8:${index}:1::/64` }));
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
    ["a stranger's eleventh", "upload_quota_unsigned", stranger, many(10), room],
    ["a stranger beside a busy neighbour", undefined, stranger, many(10, { ipPrefix: "192.0.2.2" }), room],
    [
      "a stranger beside a busy seller at the same address",
      undefined,
      stranger,
      many(49, { creatorId: "seller" }),
      room,
    ],
    ["a stranger's bytes up to twice the largest file", undefined, stranger, many(1, { size: 39n * GB }), room],
    ["a stranger's bytes beyond that", "upload_quota_unsigned", stranger, many(1, { size: 39n * GB + 1n }), room],
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
    ["a newcomer's fiftieth", undefined, newcomer, many(49, { creatorId: "new" }), room],
    ["a newcomer at an address that strangers filled", undefined, newcomer, many(10), room],
    ["a fifty-first of new wallets at one address", "upload_quota", newcomer, many(50, { creatorId: "other" }), room],
    ["a seller beside those", undefined, seller, many(50, { creatorId: "other" }), room],
    ["newcomers up to half of the places", undefined, stranger, crowd(499), room],
    ["newcomers beyond it", "upload_quota", stranger, crowd(500), room],
    ["a new wallet beyond it", "upload_quota", newcomer, crowd(500), room],
    ["a seller beside them", undefined, seller, crowd(500), room],
    ["the thousandth of all", undefined, seller, [...crowd(500), ...crowd(499, { creatorId: "x", known: true })], room],
    [
      "one more than that",
      "upload_quota",
      seller,
      [...crowd(500), ...crowd(500, { creatorId: "x", known: true })],
      room,
    ],
  ];
  it.each(cases)("%s: %s", (_, code, wanted, open, space) => expect(refusal(wanted, open, space)).toBe(code));
});

describe("an IPv6 site (/48)", () => {
  const at = (network: number, changes: Partial<OpenUpload> = {}) => ({
    ipPrefix: `2001:db8:1:${network}::/64`,
    ...changes,
  });
  const spread = (networks: number, each: number, changes: Partial<OpenUpload> = {}) =>
    Array.from({ length: networks }, (_, network) => many(each, at(network, changes))).flat();

  it("uploads no more than four of its networks, with wallets or without", () => {
    expect(refusal({ ...stranger, ...at(9) }, spread(4, 9), room)).toBeUndefined();
    expect(refusal({ ...stranger, ...at(9) }, spread(4, 10), room)).toBe("upload_quota_unsigned");
    expect(refusal({ ...stranger, ipPrefix: "2001:db8:2:9::/64" }, spread(4, 10), room)).toBeUndefined();
    expect(refusal({ ...newcomer, ...at(9) }, spread(4, 50, { creatorId: "other" }), room)).toBe("upload_quota");
    expect(refusal({ ...seller, ...at(9) }, spread(4, 50, { creatorId: "other" }), room)).toBeUndefined();
  });
});

describe("what is kept for an upload", () => {
  const upload = { ...stranger, size: 20n * GB, received: 0n, movedAt: now };

  it("is what comes next, not what was announced", () => {
    expect(promiseOf(upload, now)).toBe(256n * MB);
    expect(promiseOf({ ...upload, received: 20n * GB - 5n }, now)).toBe(5n);
    expect(promiseOf({ ...upload, received: 20n * GB }, now)).toBe(0n);
  });

  it("is nothing once no byte came for ten minutes", () => {
    expect(promiseOf(upload, new Date(now.getTime() + 10 * MINUTE - 1))).toBe(256n * MB);
    expect(promiseOf(upload, new Date(now.getTime() + 10 * MINUTE))).toBe(0n);
  });
});

describe("room on the disk", () => {
  const small = { free: 10n * GB, reserve: GB, maxFileSize: 20n * GB, now };

  it("is what is free, less what has to stay free", () => {
    expect(refusal({ ...seller, size: 9n * GB }, [], small)).toBeUndefined();
    expect(refusal({ ...seller, size: 9n * GB + 1n }, [], small)).toBe("disk_full");
  });

  it("is kept for what moves, but not twice for bytes that are on the disk already", () => {
    const other = { creatorId: "other", known: true, size: 100n * MB };
    expect(refusal({ ...seller, size: 9n * GB - 100n * MB }, many(1, other), small)).toBeUndefined();
    expect(refusal({ ...seller, size: 9n * GB - 100n * MB + 1n }, many(1, other), small)).toBe("disk_full");
    const half = many(1, { ...other, received: 50n * MB });
    expect(refusal({ ...seller, size: 9n * GB - 50n * MB }, half, small)).toBeUndefined();
  });

  it("is not locked by promises: four that announce all of it keep a gigabyte", () => {
    const announced = [...many(2, { size: 30n * GB }), ...many(2, { size: 30n * GB, creatorId: "throw-away" })];
    const disk = { ...small, free: 61n * GB };
    expect(refusal({ ...seller, size: 20n * GB }, announced, disk)).toBeUndefined();
    expect(refusal({ ...seller, size: 60n * GB }, announced, disk)).toBe("disk_full");
    const rested = { ...disk, now: new Date(now.getTime() + 10 * MINUTE) };
    expect(refusal({ ...seller, size: 60n * GB }, announced, rested)).toBeUndefined();
  });

  it("is never all taken by newcomers: half stays for sellers who have sold here", () => {
    for (const one of [stranger, newcomer]) {
      expect(refusal({ ...one, size: 4n * GB }, [], small)).toBeUndefined();
      expect(refusal({ ...one, size: 5n * GB }, [], small)).toBe("disk_full");
    }
    const arrived = [
      ...crowd(2, { size: 2n * GB, received: 2n * GB }),
      ...crowd(1, { size: GB, received: 500n * MB, creatorId: "other" }),
    ];
    const left = { ...small, free: 5n * GB + 500n * MB };
    expect(refusal({ ...stranger, size: GB }, arrived, left)).toBe("disk_full");
    expect(refusal({ ...newcomer, size: GB }, arrived, left)).toBe("disk_full");
    expect(refusal({ ...seller, size: 4n * GB }, arrived, left)).toBeUndefined();
  });

  it("is asked for again by what goes on, which counts what it has", () => {
    const goingOn = (known: boolean, free: bigint) => () =>
      checkRoom({ known, received: 4n * GB, needs: 256n * MB }, [], { ...small, free });
    expect(goingOn(true, GB + 256n * MB)).not.toThrow();
    expect(goingOn(true, GB + 255n * MB)).toThrow();
    expect(goingOn(false, 6n * GB)).not.toThrow();
    expect(goingOn(false, 5n * GB)).toThrow();
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
