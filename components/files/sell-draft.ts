import type { Chosen } from "@/components/previews/showing-fold";
import { dayFromNow, endOfDay } from "@/components/ui/days";
import { formatMoney } from "@/components/ui/format";
import { DAY } from "@/lib/clock";
import type { Words } from "@/lib/i18n/words";
import { formatUsd, MAX_PRICE_MICRO_USD, MICRO_USD_DECIMALS } from "@/lib/money";
import { type Read, readMoney, readWhole } from "@/lib/read-number";

/** The seller's input while the upload runs, kept over a reload. */
export type SellDraft = {
  /** As typed, without the dollar sign. */
  price: string;
  /** Free is its own choice, never an empty price. */
  free: boolean;
  title: string;
  description: string;
  /** A day as date inputs write it, "2026-12-21": the file is on sale until its end, in the seller's time zone. */
  onSaleUntil: string;
  /** As typed: whole days. */
  downloadDays: string;
  /** Instead of both: on sale and to be downloaded for as long as it is kept. */
  noEnd: boolean;
  /** Without an end, where storage is paid: the day until whose end it is kept, as date inputs write it. */
  keepUntil: string;
  /** Shown in the shop's list. */
  listed: boolean;
  /** What it shows before it is paid for, where that is not as by default. */
  chosen?: Chosen;
};

/** The server's rules that the form needs; provided by the page. */
export type SellRules = {
  titleMax: number;
  descriptionMax: number;
  onSaleDefaultDays: number;
  onSaleMaxDays: number;
  /** The minimum, which is also the default. */
  downloadDays: number;
  downloadMaxDays: number;
  /** Micro-USD as decimal text. */
  minPriceMicroUsd: string;
  /** How many files can be sold together. */
  bundleMaxFiles: number;
  /** Whether the front page is a list of files. */
  hasList: boolean;
};

export type DraftErrors = Partial<
  Record<"price" | "title" | "description" | "onSaleUntil" | "downloadDays" | "keepUntil" | "terms", string>
>;

/** How long a file without an end is paid for at first, unless the seller chooses another day. */
const KEPT_DEFAULT_DAYS = 90;

export function emptyDraft(rules: SellRules, now: Date): SellDraft {
  const onSaleUntil = dayFromNow(now, rules.onSaleDefaultDays);
  const downloadDays = String(rules.downloadDays);
  const keepUntil = dayFromNow(now, KEPT_DEFAULT_DAYS);
  const dates = { onSaleUntil, downloadDays, noEnd: false, keepUntil };
  return { price: "", free: false, title: "", description: "", ...dates, listed: rules.hasList };
}

/** Finds what the server would reject, with the same messages as far as the browser can know. */
export function checkDraft(draft: SellDraft, rules: SellRules, now: Date, t: Words<"sell">): DraftErrors {
  const errors: DraftErrors = {};
  const price = draft.free ? null : priceError(draft.price, rules.minPriceMicroUsd, t);
  if (price) errors.price = price;
  if (draft.title.trim().length > rules.titleMax) errors.title = t("titleTooLong", { max: rules.titleMax });
  if (draft.description.trim().length > rules.descriptionMax) {
    errors.description = t("descriptionTooLong", { max: rules.descriptionMax });
  }
  return { ...errors, ...(draft.noEnd ? {} : checkDates(draft, rules, now, t)) };
}

/** Until when the file has to be kept for what the draft promises; null while that cannot be said. */
export function neededUntil({ noEnd, keepUntil, onSaleUntil, downloadDays }: SellDraft): Date | null {
  if (noEnd) return endOfDay(keepUntil);
  const until = endOfDay(onSaleUntil);
  const days = readDays(downloadDays);
  return until && days !== null ? new Date(until.getTime() + days * DAY) : null;
}

/** The rules for dates. */
export type DateRules = Pick<SellRules, "onSaleDefaultDays" | "onSaleMaxDays" | "downloadDays" | "downloadMaxDays">;

/** The rules for changing and replacing a file. Sizes in bytes. */
export type SellerLimits = DateRules &
  Pick<SellRules, "hasList" | "titleMax" | "descriptionMax"> & { maxFileSize: number };

/** The same for the dates alone. */
export function checkDates(
  { onSaleUntil, downloadDays }: Pick<SellDraft, "onSaleUntil" | "downloadDays">,
  rules: DateRules,
  now: Date,
  t: Words<"sell">,
): DraftErrors {
  const errors: DraftErrors = {};
  const until = endOfDay(onSaleUntil);
  if (!until) errors.onSaleUntil = t("chooseDay");
  else if (until <= now) errors.onSaleUntil = t("chooseFutureDay");
  else if (onSaleUntil > dayFromNow(now, rules.onSaleMaxDays - 1)) {
    errors.onSaleUntil = t("chooseDayWithin", { days: rules.onSaleMaxDays });
  }
  const days = readDays(downloadDays);
  if (days === null || days < rules.downloadDays || days > rules.downloadMaxDays) {
    errors.downloadDays = t("daysFromTo", { least: rules.downloadDays, most: rules.downloadMaxDays });
  }
  return errors;
}

/** No field takes as many days, and a date so far away cannot be counted with. */
const DAYS_MAX = 1_000_000;

/** A whole number of days as typed, or null. */
export function readDays(text: string): number | null {
  const days = readWhole(text);
  return days.kind === "read" && days.value < DAYS_MAX ? days.value : null;
}

/** Why a typed price cannot be used, or null. */
export function priceError(text: string, minPriceMicroUsd: string, t: Words<"sell">): string | null {
  const read = readPrice(text);
  if (read.kind === "empty") return t("choosePrice");
  if (read.kind !== "read") return t("writePrice");
  const price = read.value;
  if (price === 0n) return t("chooseFree");
  if (price < BigInt(minPriceMicroUsd))
    return t("priceTooLow", { price: formatMoney(BigInt(minPriceMicroUsd), t.locale) });
  if (price > MAX_PRICE_MICRO_USD) return t("priceTooHigh", { price: formatMoney(MAX_PRICE_MICRO_USD, t.locale) });
  return null;
}

/** A price as the server takes it: exact USD. Empty, which it refuses, for what cannot be read or could mean two prices. */
export function exactPrice(text: string): string {
  const price = readPrice(text);
  return price.kind === "read" ? formatUsd(price.value) : "";
}

/** A price as typed, in micro-USD. */
export function readPrice(text: string): Read<bigint> {
  return readMoney(text, MICRO_USD_DECIMALS);
}

const KEY = "filekiosk.drafts";
/** Older drafts of files that were never sold are deleted above this number. */
const DRAFTS_KEPT = 50;

type DraftStore = Pick<Storage, "getItem" | "setItem">;

/** The key by which a file's draft is found again when the same file is chosen after a reload. */
export function draftKey({ name, size, lastModified }: { name: string; size: number; lastModified: number }): string {
  return `${name}/${size}/${lastModified}`;
}

export function loadDraft(store: DraftStore, key: string): Partial<SellDraft> {
  const draft = loadAll(store)[key];
  return draft && typeof draft === "object" ? draft : {};
}

export function saveDraft(store: DraftStore, key: string, draft: SellDraft): void {
  const { [key]: _, ...others } = loadAll(store);
  saveAll(store, [...Object.entries(others).slice(1 - DRAFTS_KEPT), [key, draft]]);
}

export function clearDraft(store: DraftStore, key: string): void {
  const { [key]: _, ...others } = loadAll(store);
  saveAll(store, Object.entries(others));
}

function loadAll(store: DraftStore): Record<string, Partial<SellDraft>> {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? "{}");
    return kept && typeof kept === "object" ? (kept as Record<string, Partial<SellDraft>>) : {};
  } catch {
    return {};
  }
}

function saveAll(store: DraftStore, drafts: [string, Partial<SellDraft>][]): void {
  try {
    store.setItem(KEY, JSON.stringify(Object.fromEntries(drafts)));
  } catch {
    // Without storage the draft is lost on reload, but the sale works.
  }
}
