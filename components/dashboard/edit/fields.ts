import { exactPrice, readDays } from "@/components/files/sell-draft";
import { dayOf, endOfDay } from "@/components/ui/days";
import { decimalText } from "@/components/ui/format";
import type { Locale } from "@/lib/i18n/locales";
import type { Draft, EditedFrom, OwnFile, UpdateFile } from "@/lib/products/files/schema";

/** What can be edited of a file, as the server has it. */
export type Saved = Required<EditedFrom>;
export type Name = keyof Saved;

/** The same as it is typed. */
export type Fields = {
  title: string;
  description: string;
  /** Without the dollar sign, in the seller's language. */
  price: string;
  /** A day as date inputs write it; null: without an end. */
  onSaleUntil: string | null;
  /** Whole days; null: without an end. */
  downloadDays: string | null;
  listed: boolean;
};

/** How what is saved is written in the form. */
export type Shown = { locale: Locale };

export const names = ["title", "description", "price", "onSaleUntil", "downloadDays", "listed"] as const;

export function savedOf({ title, description, price, onSaleUntil, downloadDays, listed }: OwnFile): Saved {
  return { title, description, price, onSaleUntil, downloadDays, listed };
}

export function fieldsOf(saved: Saved, { locale }: Shown): Fields {
  const { title, description, price, onSaleUntil, downloadDays, listed } = saved;
  return {
    title,
    description,
    price: decimalText(price, locale),
    onSaleUntil: onSaleUntil === null ? null : dayOf(new Date(onSaleUntil)),
    downloadDays: downloadDays === null ? null : String(downloadDays),
    listed,
  };
}

/** What was typed and is another thing than what it was made from. */
export function touched(fields: Fields, base: Saved, shown: Shown): Name[] {
  const before = fieldsOf(base, shown);
  return names.filter((name) => fields[name] !== before[name] && !isSame(name, fields, base));
}

/** Typed in another way, it is the same price or number. */
function isSame(name: Name, fields: Fields, base: Saved): boolean {
  return (name === "price" || name === "downloadDays") && asSent(name, fields) === base[name];
}

/** A field as the server takes it; undefined for what cannot be read. */
function asSent(name: Name, fields: Fields): Saved[Name] | undefined {
  switch (name) {
    case "price":
      return exactPrice(fields.price) || undefined;
    case "onSaleUntil":
      return fields.onSaleUntil === null ? null : endOfDay(fields.onSaleUntil)?.toISOString();
    case "downloadDays":
      return fields.downloadDays === null ? null : (readDays(fields.downloadDays) ?? undefined);
    default:
      return fields[name];
  }
}

/** The request that saves what was touched, with what it was made from. */
export function changesOf(fields: Fields, base: Saved, shown: Shown): UpdateFile {
  const changed = touched(fields, base, shown);
  const values = changed.map((name) => [name, asSent(name, fields)]);
  const from = changed.map((name) => [name, base[name]]);
  return { ...Object.fromEntries(values), editedFrom: Object.fromEntries(from) };
}

/** What the page beside the form shows: what could be saved now, and texts as they are typed. */
export function draftOf(fields: Fields, base: Saved, shown: Shown): Omit<Draft, "id"> {
  const changed = touched(fields, base, shown).filter((name) => name !== "listed");
  return Object.fromEntries(changed.map((name) => [name, asSent(name, fields)]));
}

export type Edit = { base: Saved; fields: Fields };

/**
 * What is saved now is another thing than what an edit was made from: what was not touched follows it. What was touched stays, with
 * what it was made from.
 */
export function follow({ base, fields }: Edit, now: Saved, shown: Shown): Edit {
  const kept = new Set<Name>(touched(fields, base, shown));
  const fresh = fieldsOf(now, shown);
  const pick = <T extends Saved | Fields>(old: T, next: T): T =>
    Object.fromEntries(names.map((name) => [name, (kept.has(name) ? old : next)[name]])) as T;
  return { base: pick(base, now), fields: pick(fields, fresh) };
}

/** What was changed elsewhere since it was typed here, in another way. */
export function conflicts({ base, fields }: Edit, now: Saved, shown: Shown): Name[] {
  return touched(fields, base, shown).filter((name) => base[name] !== now[name] && asSent(name, fields) !== now[name]);
}

/** The seller has seen both: what was typed is kept, or what was saved. */
export function settle(edit: Edit, name: Name, now: Saved, keep: "typed" | "saved", shown: Shown): Edit {
  const base = { ...edit.base, [name]: now[name] };
  if (keep === "typed") return { ...edit, base };
  return { base, fields: { ...edit.fields, [name]: fieldsOf(now, shown)[name] } };
}
