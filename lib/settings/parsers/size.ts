import { readSize } from "@/lib/read-size";
import { asRead, text } from "./text";

/** Bytes: "1048576", "100MB" (millions), "20GiB" (powers of 1024). */
export const size = text((value) => {
  const bytes = asRead(value, readSize(value));
  if (bytes === null) throw new Error("has to be a size in bytes, or with a unit such as 20GiB or 100MB.");
  return bytes;
});

export const sizeAboveZero = size.refine((bytes) => bytes > 0, "has to be more than 0.");
