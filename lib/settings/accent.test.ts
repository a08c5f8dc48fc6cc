import { describe, expect, it } from "vitest";
import { accentStyle, contrast, isReadable, nearestReadable, readColour } from "./accent";

/** Colours of every hue and strength, each 17 steps of a channel apart. */
const channels = Array.from({ length: 6 }, (_, at) => (at * 51).toString(16).padStart(2, "0"));
const every = channels.flatMap((r) => channels.flatMap((g) => channels.map((b) => `#${r}${g}${b}`)));

describe("a colour as people write it", () => {
  it.each([
    ["#C2410C", "#c2410c"],
    ["c2410c", "#c2410c"],
    ["  #c2410c ", "#c2410c"],
  ])("%j is %s", (text, colour) => expect(readColour(text)).toBe(colour));

  it.each(["", "red", "#c24", "#c2410c00", "rgb(1,2,3)", "#c2410g", "#c2410c;background:url(//x)", "url(#c2410c)"])(
    "%j is none",
    (text) => expect(readColour(text)).toBeNull(),
  );
});

describe("contrast", () => {
  it("is WCAG's", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
    expect(contrast("#0d6a4f", "#0d6a4f")).toBe(1);
  });

  it("is enough after the nearest readable colour was taken, which keeps its hue and is no darker than needed", () => {
    for (const colour of every) {
      const nearest = nearestReadable(colour);
      expect(isReadable(nearest), colour).toBe(true);
      if (isReadable(colour)) expect(nearest).toBe(colour);
      else expect(contrast(nearest, "#ffffff"), colour).toBeLessThan(4.75);
    }
    expect(nearestReadable("#ffd400")).toMatch(/^#[78]/);
  });

  it("holds for whatever is derived from an accent, on light and dark pages", () => {
    const poor: string[] = [];
    const need = (colour: string, what: string, ratio: number) => {
      if (ratio < 4.5) poor.push(`${colour} ${what} ${ratio.toFixed(2)}`);
    };
    for (const colour of every.filter(isReadable)) {
      const style = accentStyle(colour);
      const of = (name: keyof typeof style) => style[name] ?? "";
      need(colour, "white on the accent", contrast("#ffffff", of("--chosen")));
      need(colour, "white on the accent under the pointer", contrast("#ffffff", of("--chosen-hover")));
      for (const paper of ["#ffffff", "#faf9f6", "#f2f0ea", of("--chosen-soft")])
        need(colour, `text on ${paper}`, contrast(of("--chosen-ink"), paper));
      for (const paper of ["#131513", "#1b1e1b", "#232723", of("--chosen-dark-soft")])
        need(colour, `dark: text on ${paper}`, contrast(of("--chosen-dark-hover"), paper));
      need(colour, "dark: text on the accent", contrast("#101310", of("--chosen-dark")));
      need(colour, "dark: text on the accent under the pointer", contrast("#101310", of("--chosen-dark-hover")));
    }
    expect(poor).toEqual([]);
  });
});
