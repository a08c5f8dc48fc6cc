import { describe, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import type { OpenUpload, WantedUpload } from "./open-upload";
import { checkQuota, countedAs } from "./quota";
import { checkRoom, makeRoom, promiseOf } from "./room";

const GB = 1_000_000_000n;
const MB = 1_000_000n;
const now = new Date("2026-11-29T06:00:00Z");
const room = { free: 1_000n * GB, reserve: GB, maxFileSize: 20n * GB, now };
const stranger: WantedUpload = { size: GB, ipPrefix: "192.0.2.1", sellerId: null, known: false, named: false };
const seller: WantedUpload = { ...stranger, sellerId: "seller", known: true };
const named: WantedUpload = { ...seller, named: true };
const newcomer: WantedUpload = { ...stranger, sellerId: "new" };

type Changes = Partial<Omit<OpenUpload, "restsSince">> & { restsSince?: Date };
function many(count: number, changes: Changes = {}): OpenUpload[] {
  const upload = { ...stranger, size: 1n, received: 0n, movedAt: now, restsSince: changes.movedAt ?? now, ...changes };
  return Array.from({ length: count }, () => ({ ...upload }));
}
/** One each from as many networks, IPv6 sites of their own. */
function crowd(count: number, changes: Changes = {}): OpenUpload[] {
  return many(count, changes).map((upload, index) => ({ ...upload, ipPrefix: `2001:db8:${index}:1::/64` }));
}
/** Uploads at one address by as many wallets, each of which bought something from itself. */
function soldToThemselves(count: number): OpenUpload[] {
  return many(count, { known: true }).map((upload, index) => ({ ...upload, sellerId: `self-${index}` }));
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
      many(49, { sellerId: "seller", known: true }),
      room,
    ],
    ["a stranger's bytes up to twice the largest file", undefined, stranger, many(1, { size: 39n * GB }), room],
    ["a stranger's bytes beyond that", "upload_quota_unsigned", stranger, many(1, { size: 39n * GB + 1n }), room],
    ["a seller's fiftieth", undefined, seller, many(49, { sellerId: "seller" }), room],
    ["a seller's fifty-first", "upload_quota", seller, many(50, { sellerId: "seller" }), room],
    ["a seller at an address that strangers filled", undefined, seller, many(10), room],
    [
      "a seller's bytes beyond four times the largest file",
      "upload_quota",
      seller,
      many(4, { sellerId: "seller", size: 20n * GB }),
      room,
    ],
    ["a newcomer's tenth", undefined, newcomer, many(9, { sellerId: "new" }), room],
    ["a newcomer's eleventh, whatever the address", "upload_quota", newcomer, crowd(10, { sellerId: "new" }), room],
    ["a newcomer at an address that strangers filled", undefined, newcomer, many(10), room],
    ["an eleventh of new wallets at one address", "upload_quota", newcomer, many(10, { sellerId: "other" }), room],
    ["a stranger beside those", undefined, stranger, many(10, { sellerId: "other" }), room],
    ["a seller beside those", undefined, seller, many(10, { sellerId: "other" }), room],
    ["a fifty-first of sellers at one address", "upload_quota", seller, soldToThemselves(50), room],
    ["a seller elsewhere", undefined, { ...seller, ipPrefix: "192.0.2.2" }, soldToThemselves(50), room],
    ["a newcomer beside those", undefined, newcomer, soldToThemselves(50), room],
    ["whom the operator named, beside those", undefined, named, soldToThemselves(50), room],
    ["their own fifty-first", "upload_quota", named, many(50, { sellerId: "seller", known: true, named: true }), room],
    ["newcomers up to half of the places", undefined, stranger, crowd(499), room],
    ["newcomers beyond it", "upload_quota", stranger, crowd(500), room],
    ["a new wallet beyond it", "upload_quota", newcomer, crowd(500), room],
    ["a seller beside them", undefined, seller, crowd(500), room],
    ["the thousandth of all", undefined, seller, [...crowd(500), ...crowd(499, { sellerId: "x", known: true })], room],
    [
      "one more than that",
      "upload_quota",
      seller,
      [...crowd(500), ...crowd(500, { sellerId: "x", known: true })],
      room,
    ],
    [
      "one more of whom the operator named",
      undefined,
      named,
      [...crowd(500), ...crowd(500, { sellerId: "x", known: true })],
      room,
    ],
  ];
  it.each(cases)("%s: %s", (_, code, wanted, open, space) => expect(refusal(wanted, open, space)).toBe(code));
});

describe("an IPv6 site (/48)", () => {
  const at = (network: number, changes: Changes = {}) => ({
    ipPrefix: `2001:db8:1:${network}::/64`,
    ...changes,
  });
  const spread = (networks: number, each: number, changes: Changes = {}) =>
    Array.from({ length: networks }, (_, network) => many(each, at(network, changes))).flat();

  it("uploads no more than four of its networks, with wallets or without", () => {
    expect(refusal({ ...stranger, ...at(9) }, spread(4, 9), room)).toBeUndefined();
    expect(refusal({ ...stranger, ...at(9) }, spread(4, 10), room)).toBe("upload_quota_unsigned");
    expect(refusal({ ...stranger, ipPrefix: "2001:db8:2:9::/64" }, spread(4, 10), room)).toBeUndefined();
    expect(refusal({ ...newcomer, ...at(9) }, spread(4, 10, { sellerId: "other" }), room)).toBe("upload_quota");
    expect(refusal({ ...seller, ...at(9) }, spread(4, 10, { sellerId: "other" }), room)).toBeUndefined();
    expect(refusal({ ...seller, ...at(9) }, spread(4, 50, { sellerId: "x", known: true }), room)).toBe("upload_quota");
  });
});

describe("what is kept for an upload", () => {
  const upload = { ...stranger, size: 20n * GB, received: 0n, movedAt: now };

  it("is reserved for the next bytes, not for the announced size", () => {
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

  it("is the free space minus the space that has to stay free", () => {
    expect(refusal({ ...seller, size: 9n * GB }, [], small)).toBeUndefined();
    expect(refusal({ ...seller, size: 9n * GB + 1n }, [], small)).toBe("disk_full");
  });

  it("is kept for what moves, but not twice for bytes that are on the disk already", () => {
    const other = { sellerId: "other", known: true, size: 100n * MB };
    expect(refusal({ ...seller, size: 9n * GB - 100n * MB }, many(1, other), small)).toBeUndefined();
    expect(refusal({ ...seller, size: 9n * GB - 100n * MB + 1n }, many(1, other), small)).toBe("disk_full");
    const half = many(1, { ...other, received: 50n * MB });
    expect(refusal({ ...seller, size: 9n * GB - 50n * MB }, half, small)).toBeUndefined();
  });

  it("is not locked by promises: four that announce all of it keep a gigabyte", () => {
    const announced = [...many(2, { size: 30n * GB }), ...many(2, { size: 30n * GB, sellerId: "throw-away" })];
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
      ...crowd(1, { size: GB, received: 500n * MB, sellerId: "other" }),
    ];
    const left = { ...small, free: 5n * GB + 500n * MB };
    expect(refusal({ ...stranger, size: GB }, arrived, left)).toBe("disk_full");
    expect(refusal({ ...newcomer, size: GB }, arrived, left)).toBe("disk_full");
    expect(refusal({ ...seller, size: 4n * GB }, arrived, left)).toBeUndefined();
  });

  it("is reserved again by what continues, which counts what it has", () => {
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

describe("sellers who find their half of the places full", () => {
  const full = crowd(500, { sellerId: "x", known: true });

  it("upload as strangers do", () => {
    expect(countedAs(seller, full.slice(1))).toBe(seller);
    expect(countedAs(seller, full)).toEqual({ ...stranger, isDemoted: true });
    expect(refusal(countedAs(seller, full), [...full, ...many(10)], room)).toBe("upload_quota");
    expect(countedAs(named, full)).toBe(named);
    expect(countedAs(newcomer, [...full, ...crowd(500)])).toBe(newcomer);
  });
});

describe("what rests makes way", () => {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE);
  const rested = { movedAt: ago(10) };
  const sold = { sellerId: "x", known: true };
  /** The same, all at one address. */
  const at = (ipPrefix: string, uploads: OpenUpload[]) => uploads.map((upload) => ({ ...upload, ipPrefix }));

  it("for a place: first of the network that holds most, then whatever has the fewest bytes, then what rested longest", () => {
    const one = { ...rested, size: GB };
    const open = [
      ...crowd(492),
      ...at("198.51.100.1", [
        ...many(3, { size: GB }),
        ...many(1, { ...one, received: 9n }),
        ...many(1, { ...one, received: 8n }),
      ]),
      ...at("203.0.113.1", many(1, { ...one, received: 1n })),
      ...at("203.0.113.2", many(1, { ...one, received: 1n, movedAt: ago(11) })),
      ...at("203.0.113.3", many(1, { ...one, received: 2n, movedAt: ago(600) })),
      ...crowd(500, { ...sold, movedAt: ago(600) }),
    ];
    const elsewhere = { ...stranger, ipPrefix: "192.0.2.9" };
    const line = [open[496], open[495], open[498], open[497], open[499]];
    for (let more = 0; more < 5; more++) {
      expect(checkQuota(elsewhere, [...open, ...at("192.0.2.8", many(more))], room)).toEqual(line.slice(0, more + 1));
    }
    expect(refusal(elsewhere, [...open, ...at("192.0.2.8", many(5))], room)).toBe("upload_quota");
  });

  it("counts an IPv6 site as one network", () => {
    const site = many(2, rested).map((upload, index) => ({ ...upload, ipPrefix: `2001:db8:ffff:${index}::/64` }));
    const open = [...crowd(497), ...at("198.51.100.1", many(1, { movedAt: ago(600) })), ...site];
    expect(checkQuota(stranger, open, room)).toEqual([site[0]]);
  });

  it("never for who holds as much: a network throws out nobody but those that hold more", () => {
    const open = [...crowd(490), ...at("198.51.100.1", many(5, rested)), ...at("203.0.113.1", many(4))];
    for (const [held, code] of [
      [1, undefined],
      [4, undefined],
      [5, "upload_quota"],
    ] as const) {
      const own = at(stranger.ipPrefix, many(held));
      expect(refusal(stranger, [...open.slice(held - 1), ...own], room)).toBe(code);
    }
  });

  it("not while it comes on, nor what a seller began who has sold here", () => {
    expect(refusal(stranger, crowd(500, { movedAt: ago(9.9) }), room)).toBe("upload_quota");
    expect(refusal(seller, crowd(500, { ...sold, ...rested }), room)).toBe("upload_quota");
    expect(checkQuota(named, [...crowd(500, rested), ...crowd(500, { ...sold, ...rested })], room)).toEqual([]);
    expect(refusal(stranger, many(10, rested), room)).toBe("upload_quota_unsigned");
  });

  it("a byte now and then does not count as coming on", () => {
    const trickle = crowd(500, { size: GB, movedAt: now, restsSince: ago(10) });
    expect(checkQuota(stranger, trickle, room)).toHaveLength(1);
  });

  describe("for room", () => {
    const disk = { ...room, free: 7n * GB };
    const two = { size: 2n * GB, received: 2n * GB };
    const open = [
      ...at("198.51.100.1", [...many(1, { ...two, movedAt: ago(20) }), ...many(1, { ...two, movedAt: ago(30) })]),
      ...at("198.51.100.2", many(1, { ...two, movedAt: ago(40) })),
      ...at("198.51.100.3", many(1, { size: GB, movedAt: ago(25) })),
      ...at("198.51.100.4", many(1, two)),
      ...at("198.51.100.5", many(1, { ...two, ...sold, movedAt: ago(600) })),
    ];

    it("as for a place, and nothing goes that has no bytes", () => {
      // Newcomers have 8 GB, and also half of the remaining 6 GB.
      expect(checkQuota({ ...seller, size: 6n * GB }, open, disk)).toEqual([]);
      expect(refusal({ ...stranger, size: 200n * MB }, open.slice(0, 4), disk)).toBe(undefined);
      expect(checkQuota({ ...stranger, size: 200n * MB }, open.slice(0, 5), disk)).toEqual([open[1]]);
      const full = { ...disk, free: GB };
      expect(checkQuota({ ...seller, size: 200n * MB }, open, full)).toEqual([open[1]]);
      expect(checkQuota({ ...named, size: 6n * GB }, open, full)).toEqual([open[1]]);
      expect(refusal({ ...named, size: 6n * GB + 1n }, open, full)).toBe("disk_full");
    });

    it("as much as comes next, however much is announced", () => {
      const half = crowd(8, { ...two, ...rested });
      const disk = { ...room, free: GB + 10n * MB };
      expect(checkQuota({ ...stranger, size: 7n * GB }, half, disk)).toHaveLength(5);
      expect(refusal({ ...stranger, size: 9n * GB }, half, disk)).toBe("disk_full");
    });

    it("of those who hold more than the network that it is for", () => {
      const goOn = (received: bigint) =>
        makeRoom({ ...stranger, received, needs: 256n * MB, first: 256n * MB }, crowd(4, { ...two, ...rested }), {
          ...room,
          free: GB,
        });
      expect(goOn(GB)).toHaveLength(3);
      expect(() => goOn(2n * GB)).toThrow();
    });
  });
});

it("a stranger without a place is told when there is room again, and a wallet has room of its own at once", () => {
  const ends = [3, 1, 2].map((hours) => new Date(now.getTime() + hours * 60 * MINUTE));
  const open = many(10).map((upload, index) => ({ ...upload, endsAt: ends[index % 3] as Date }));
  const refused = (() => {
    try {
      return checkQuota(stranger, open, room);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toMatchObject({
    code: "upload_quota_unsigned",
    headers: { "Retry-After": "3600" },
    members: { roomAt: "2026-11-29T07:00:00.000Z" },
  });
  expect(refusal(newcomer, open, room)).toBeUndefined();
});
