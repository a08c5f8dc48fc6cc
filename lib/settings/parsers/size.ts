import { text } from "./text";

const KIB = 1024;
const units: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: KIB,
  MIB: KIB ** 2,
  GIB: KIB ** 3,
  TIB: KIB ** 4,
};

/** Bytes: "1048576", "100MB" (millions), "20GiB" (powers of 1024). */
export const size = text((value) => {
  const [, digits = "", unit = ""] = /^(\d{1,15}(?:\.\d{1,3})?)\s*([KMGT]?i?B)?$/i.exec(value) ?? [];
  const bytes = Math.round(Number(digits) * (units[unit.toUpperCase() || "B"] ?? Number.NaN));
  if (digits === "" || !Number.isSafeInteger(bytes)) {
    throw new Error("has to be a size in bytes, or with a unit such as 20GiB or 100MB.");
  }
  return bytes;
});

export const sizeAboveZero = size.refine((bytes) => bytes > 0, "has to be more than 0.");
