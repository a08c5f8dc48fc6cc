import { describe, expect, it } from "vitest";
import { defaultShowing, SAMPLE_SECONDS } from "./schema";
import { changeShowing, storedShowing, toShowing } from "./showing";
import { showingSchema } from "./wire/schema";

describe("what a file shows", () => {
  it("is the default where nobody chose", () => {
    expect(toShowing(null)).toEqual(defaultShowing);
  });

  it("has samples of as many seconds as pages and documents say", () => {
    expect(SAMPLE_SECONDS).toBe(30);
  });

  it("is stored as the same text, in whatever order it was sent, so that a choice can be compared", () => {
    const turned = Object.fromEntries(Object.entries(defaultShowing).reverse()) as typeof defaultShowing;
    expect(storedShowing(turned)).toBe(storedShowing(defaultShowing));
    expect(toShowing(storedShowing(turned))).toEqual(defaultShowing);
  });

  it("changes only in what is sent", () => {
    const before = changeShowing(null, { picture: "none", page: 4 });
    expect(toShowing(changeShowing(before, { sample: false, page: undefined }))).toEqual({
      ...defaultShowing,
      picture: "none",
      page: 4,
      sample: false,
    });
  });

  it.each([
    { picture: "naked" },
    { page: 0 },
    { page: 1.5 },
    { page: 1e9 },
    { sampleFrom: -1 },
    { sampleFrom: Number.NaN },
    { contents: "yes" },
    { more: true },
  ])("cannot be %j", (wrong) => {
    expect(showingSchema.partial().safeParse(wrong).success).toBe(false);
  });
});
