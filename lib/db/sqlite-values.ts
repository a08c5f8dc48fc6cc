import "server-only";
import type { Kind, Value } from "./statements";

/** A value as Prisma's adapter stores it, so that each can read what the other wrote. */
export function toStored(value: Value): string | number | bigint | null {
  if (value instanceof Date) return value.toISOString().replace("Z", "+00:00");
  return typeof value === "boolean" ? Number(value) : value;
}

/** A value as it was stored. Whole numbers come as BigInt, if the connection is set up that way. */
export function fromStored(kind: Kind, stored: unknown): Value {
  if (stored === null) return null;
  switch (kind) {
    case "String":
      return stored as string;
    case "Int":
      return Number(stored);
    case "BigInt":
      return BigInt(stored as bigint);
    case "Boolean":
      return Number(stored) === 1;
    case "DateTime":
      return new Date(stored as string);
  }
}
