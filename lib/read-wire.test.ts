import { describe, expect, it } from "vitest";
import { z } from "zod";
import { asSentence, MISSING, readWire } from "./read-wire";

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  title: z.string().min(1, "A file needs a title.").optional(),
  note: z.string().optional(),
  days: z.int().min(1).nullable().optional(),
  kind: z.enum(["one", "two"]).optional(),
  price: z
    .string()
    .refine((text) => text === "0.50", "Write the price.")
    .optional(),
  inside: z.object({ id: z.string().min(8).optional() }).optional(),
  list: z.array(z.string().min(1)).optional(),
});
const read = (value: unknown) => readWire(schema, value);
const issuesOf = (value: unknown) => read(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("members that are absent, null or empty", () => {
  it.each([
    ["null", { kind: null, note: null, inside: null, list: null, price: null, title: null }],
    ["empty", { kind: "" }],
    ["null inside", { inside: { id: null } }],
    ["empty inside", { inside: { id: "" } }],
    ["null under a name that is unknown", { nickname: null }],
  ])("are the same: %s", (_, blank) => {
    const { data, success } = read({ name: "a", ...blank });
    expect(success).toBe(true);
    expect(JSON.parse(JSON.stringify(data))).toMatchObject({ name: "a" });
    expect(data?.kind).toBeUndefined();
    expect(data?.inside?.id).toBeUndefined();
  });

  it("keep the meaning that the schema gives them", () => {
    expect(read({ name: "a", days: null, note: "" }).data).toEqual({ name: "a", days: null, note: "" });
  });

  it("keep what the schema says about an empty text in a sentence of its own", () => {
    expect(issuesOf({ name: "a", price: "", title: "" })).toEqual([
      ["title", "A file needs a title."],
      ["price", "Write the price."],
    ]);
  });

  it("are missing where they are needed, in any of the three forms", () => {
    for (const value of [{}, { name: null }, { name: "" }]) expect(issuesOf(value)).toEqual([["name", MISSING]]);
  });

  it("keep their place in a list", () => {
    expect(issuesOf({ name: "a", list: ["x", null] })).toEqual([["list.1", MISSING]]);
  });

  it("leave the choice between two shapes alone", () => {
    const either = z.union([z.strictObject({ days: z.number() }), z.strictObject({ fileId: z.string() })]);
    expect(readWire(either, { days: 3, fileId: null }).data).toEqual({ days: 3 });
    expect(readWire(either, { days: null, fileId: "x" }).data).toEqual({ fileId: "x" });
    expect(readWire(either, { days: null, fileId: null }).success).toBe(false);
  });

  it.each([null, "", undefined, 3, []])("are not the whole value: %j", (value) => {
    expect(read(value).success).toBe(false);
  });
});

describe("words", () => {
  it.each([
    [{ name: 3 }, "This is not text."],
    [{ name: "abcdef" }, "This is longer than 5 characters."],
    [{ name: "a", days: 0 }, "This has to be 1 at least."],
    [{ name: "a", days: 1.5 }, "This is not a whole number."],
    [{ name: "a", kind: "three" }, "This has to be one of: one, two."],
    [{ name: "a", list: "x" }, "This is not a list."],
    [{ name: "a", more: 1 }, "This is not known here."],
    [[], "This is not an object."],
  ])("are for people: %j", (value, words) => {
    expect(asSentence(read(value).error?.issues[0]?.message ?? "")).toBe(words);
  });
});
