import { beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { nothingShown } from "@/lib/previews/read-previews";
import { testSettings } from "@/test/settings";
import { fileInfo } from "./file-info";
import { fileState } from "./file-state";
import type { FileForSale } from "./find-file";
import { storedUntil } from "./stored-until";
import type { FileVersion } from "./version";

const now = new Date("2026-11-21T12:00:00Z");
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const payTo = `0x${"1".repeat(40)}`;
const version: FileVersion = {
  id: "v",
  number: 2,
  name: "a.pdf",
  mediaType: "application/pdf",
  codecs: [],
  size: 5_000,
  sha256: "ab".repeat(32),
  storageKey: "12".repeat(20),
  bundled: false,
  crc32: null,
  newVersionFor: "new-buyers",
  createdAt: at(-DAY),
  replacedAt: null,
  bytesGoneAt: null,
};
const terms = {
  id: "t",
  fileId: "f",
  version,
  priceMicroUsd: 1_234_567n,
  payTo,
  payToNetworks: "",
  refundPolicy: "if-faulty",
  refundNote: null,
  downloadDays: 30,
  from: now,
  until: null,
};
const seller = {
  id: "c",
  chainId: 0,
  address: `0x${"2".repeat(40)}`,
  payTo,
  payToNetworks: "",
  payoutHeldAt: null,
  suspendedAt: null,
  quotaBytes: null,
  name: "Noor",
  accent: null,
  handle: null,
  picture: null,
  provenDomain: null,
  contact: "mailto:noor@example.com",
};
const file: FileForSale = {
  id: "f",
  sellerId: "c",
  seller,
  title: "A",
  description: "",
  paused: false,
  members: null,
  listed: false,
  onSaleUntil: at(DAY),
  keptUntil: null,
  keptBytes: null,
  storageEndsAt: null,
  onlySellerExtends: false,
  showing: null,
  suspendedAt: null,
  withheldAt: null,
  removedAt: null,
  slug: null,
  views: 3,
  priceChecks: 4,
  createdAt: now,
  version,
  terms,
  payableTerms: [terms],
};

const networks = {
  APP_URL: "https://files.example.com",
  NETWORKS: "eip155:84532,eip155:8453",
  RPC_URL_8453: "http://127.0.0.1:9",
  RPC_URL_84532: "http://127.0.0.1:9",
  GAS_KEY: `0x${"7".repeat(64)}`,
  MIN_PRICE: undefined,
};

beforeAll(() => testSettings(networks));

describe("the state of a sale", () => {
  const states = [
    ["on-sale", {}],
    ["paused", { paused: true }],
    ["ended", { onSaleUntil: now }],
    ["ended", { onSaleUntil: at(-1), paused: true }],
    ["on-sale", { onSaleUntil: null }],
    ["paused", { onSaleUntil: null, paused: true }],
    ["suspended", { suspendedAt: at(-1) }],
    ["suspended", { suspendedAt: at(-1), paused: true, onSaleUntil: at(-1) }],
    ["removed", { removedAt: at(-1) }],
    ["suspended", { seller: { ...seller, suspendedAt: at(-1) } }],
    ["removed", { removedAt: at(-1), suspendedAt: at(-1) }],
    ["withheld", { withheldAt: at(-1), removedAt: at(-1), suspendedAt: at(-1) }],
    ["removed", { removedAt: at(-1), paused: true, onSaleUntil: at(-1) }],
  ] as const;
  it.each(states)("is %s for %j", (state, changes) => expect(fileState({ ...file, ...changes }, now)).toBe(state));
});

describe("until when the bytes are stored", () => {
  it("is 30 days after the end of the sale, or the last buyer's date where that is later", () => {
    expect(storedUntil(file, null)).toEqual(at(31 * DAY));
    expect(storedUntil(file, { until: at(20 * DAY) })).toEqual(at(31 * DAY));
    expect(storedUntil(file, { until: at(90 * DAY) })).toEqual(at(90 * DAY));
  });

  it("is the last buyer's date for a removed file, and never before a buyer who is signing now has paid", () => {
    const removed = { ...file, removedAt: now };
    expect(storedUntil(removed, null)).toEqual(at(10 * MINUTE));
    expect(storedUntil(removed, { until: at(5 * DAY) })).toEqual(at(5 * DAY));
  });

  it("has no end when the sale has none, or a buyer may download without an end", () => {
    expect(storedUntil({ ...file, onSaleUntil: null }, { until: at(DAY) })).toBeNull();
    expect(storedUntil(file, { until: null })).toBeNull();
    expect(storedUntil({ ...file, onSaleUntil: null, removedAt: now }, { until: null })).toBeNull();
    expect(storedUntil({ ...file, onSaleUntil: null, removedAt: now }, null)).toEqual(at(10 * MINUTE));
  });

  it("is when they went, for bytes that are gone", () => {
    expect(storedUntil({ ...file, version: { ...version, bytesGoneAt: at(-DAY) } }, { until: at(DAY) })).toEqual(
      at(-DAY),
    );
  });
});

describe("the public facts", () => {
  it("say the link, the exact price and the dates, and nothing that is the server's own", () => {
    const info = fileInfo(file, now, null, nothingShown);
    expect(info).toMatchObject({
      url: "https://files.example.com/f/f",
      price: "1.234567",
      priceMicroUsd: "1234567",
      seller: {
        address: seller.address,
        name: "Noor",
        contact: "mailto:noor@example.com",
        refundPolicy: "if-faulty",
        refundNote: null,
      },
      onSaleUntil: at(DAY).toISOString(),
      downloadDays: 30,
      storedUntil: at(31 * DAY).toISOString(),
      bytesGoneAt: null,
      version: 2,
      versionCreatedAt: at(-DAY).toISOString(),
    });
    expect(JSON.stringify(info)).not.toContain(version.storageKey);
  });

  it("tell that the operator ends its storage, or that its bytes are lost, and of a deleted file neither", () => {
    const ending = (changes: Partial<FileForSale>) =>
      fileInfo({ ...file, ...changes }, now, null, nothingShown).storageEnding;
    expect(ending({ removedAt: now })).toBeNull();
    const ended = { why: "ended", at: at(30 * DAY).toISOString() };
    expect(ending({ storageEndsAt: at(30 * DAY) })).toEqual(ended);
    expect(ending({ storageEndsAt: at(30 * DAY), removedAt: now })).toEqual(ended);
    const lost = { why: "lost", at: now.toISOString() };
    expect(ending({ storageEndsAt: now, removedAt: now })).toEqual(lost);
    const gone = { ...version, bytesGoneAt: now };
    expect(ending({ storageEndsAt: now, removedAt: at(-DAY), version: gone })).toEqual(lost);
  });

  it("hide the hash of a file small enough to be guessed", () => {
    const sized = (size: number) => fileInfo({ ...file, version: { ...version, size } }, now, null, nothingShown);
    expect(sized(1_023).sha256).toBeNull();
    expect(sized(1_024).sha256).toBe(version.sha256);
  });
});
