import type { Excerpt, TextFacts } from "@/lib/previews/facts/schema";
import type { ByteSource } from "@/lib/storage/byte-source";

/** Texts that no editor would open, with what is honestly told of each. */
export type HostileText = {
  what: string;
  mediaType?: string;
  make: () => Buffer | ByteSource;
  facts: Partial<Omit<TextFacts, "kind">>;
  excerpt: Excerpt;
};

const MB = 1024 * 1024;
const CSV = "text/csv";

/** This text again and again, kept once. */
function repeated(text: string, size: number): ByteSource {
  const bytes = Buffer.from(text.repeat(Math.ceil((256 * 1024) / text.length)));
  const period = bytes.length - (bytes.length % text.length);
  return {
    size,
    async read(at, length) {
      const begin = at % period;
      const end = Math.min(length, size - at);
      const parts = [bytes.subarray(begin, Math.min(period, begin + end))];
      for (let done = parts[0]?.length ?? 0; done < end; done += period)
        parts.push(bytes.subarray(0, Math.min(period, end - done)));
      return Buffer.concat(parts);
    },
  };
}

export const hostileTexts: readonly HostileText[] = [
  {
    what: "one line of 50 MB",
    make: () => Buffer.alloc(50 * MB, "a"),
    facts: { lines: 1, trouble: null },
    excerpt: {},
  },
  {
    what: "10,000,000 empty lines",
    make: () => Buffer.alloc(10_000_000, "\n"),
    facts: { lines: 10_000_000 },
    excerpt: {},
  },
  {
    what: "20 GB of lines",
    make: () => repeated("0123456789abcde\n", 20 * 1024 * MB),
    facts: { lines: null, trouble: "too-large", encoding: "utf-8" },
    excerpt: { text: Array(10).fill("0123456789abcde").join("\n") },
  },
  {
    what: "20 GB without a line",
    make: () => repeated("0123456789abcdef", 20 * 1024 * MB),
    facts: { lines: null, trouble: "too-large" },
    excerpt: {},
  },
  {
    what: "a long first line",
    make: () => Buffer.from(`${"x".repeat(1_001)}\n${"y\n".repeat(50_000)}`),
    facts: { lines: 50_001 },
    excerpt: {},
  },
  {
    what: "NULs",
    make: () => Buffer.from("a\0\0b\n".repeat(100)),
    facts: { lines: 100, encoding: "utf-8" },
    excerpt: { text: Array(10).fill("ab").join("\n") },
  },
  { what: "nothing but NULs", make: () => Buffer.alloc(5_000), facts: { lines: 1 }, excerpt: {} },
  { what: "nothing", make: () => Buffer.alloc(0), facts: { lines: 0 }, excerpt: {} },
  {
    what: "UTF-16 without a mark",
    make: () => Buffer.from("One of it\r\n".repeat(100), "utf16le"),
    facts: { lines: 100, encoding: "utf-16le" },
    excerpt: { text: Array(10).fill("One of it").join("\n") },
  },
  {
    what: "UTF-16 of another script without a mark",
    make: () => Buffer.from("Привет, мир. Как дела\n".repeat(100), "utf16le").swap16(),
    facts: { lines: 100, encoding: "utf-16be" },
    excerpt: { text: Array(10).fill("Привет, мир. Как дела").join("\n") },
  },
  {
    what: "halves of characters",
    make: () => Buffer.from(`\ufeff${"\ud83d\ud83d\n".repeat(100)}`, "utf16le"),
    facts: { lines: 100 },
    excerpt: { text: Array(10).fill("\ufffd\ufffd").join("\n") },
  },
  {
    what: "letters that turn the others",
    make: () => Buffer.from("a\u202eb\u2066\n".repeat(200)),
    facts: { lines: 200 },
    excerpt: { text: Array(10).fill("ab").join("\n") },
  },
  {
    what: "a table with one quote that never ends",
    mediaType: CSV,
    make: () => Buffer.from(`a,"b,c\n${"1,2,3\n".repeat(100_000)}`),
    facts: { lines: 100_001, columns: null },
    excerpt: { text: ['a,"b,c', ...Array(9).fill("1,2,3")].join("\n") },
  },
  {
    what: "a table of 1,000,000 columns",
    mediaType: CSV,
    make: () => Buffer.from(`${",".repeat(999_999)}\n`),
    facts: { lines: 1, columns: null },
    excerpt: {},
  },
];
