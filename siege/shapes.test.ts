import { expect, it } from "vitest";
import { seeded } from "../test/random";
import { HOSTILE_LENGTH, shapes } from "./shapes";
import { asHeader, asTarget } from "./wire";

it("makes as much as was asked for, by the seed, and nothing that ends a header", () => {
  for (const { name, make } of shapes) {
    const text = make(HOSTILE_LENGTH, seeded(7));
    expect(make(HOSTILE_LENGTH, seeded(7)), name).toBe(text);
    expect([name, text.length > HOSTILE_LENGTH - 40, text.length <= HOSTILE_LENGTH]).toEqual([name, true, true]);
    expect(
      [...asHeader(text)].every((character) => /[\t\x20-\xff]/.test(character)),
      name,
    ).toBe(true);
    expect(asTarget(text), name).toMatch(/^[\x21-\x7e]*$/);
  }
});

it("has distinct names", () => {
  expect(new Set(shapes.map(({ name }) => name)).size).toBe(shapes.length);
});

it("leaves characters that a request line may contain as they are", () => {
  expect(asTarget("a=1&((%25 é#\u202e")).toBe("a=1&((%25%20%C3%A9%23%E2%80%AE");
});
