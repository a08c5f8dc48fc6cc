import { expect, test } from "vitest";
import { hashSecret, newId, newSecret, sameSecret } from "./ids";

test("an id is 22 base62 characters and never comes twice", () => {
  const ids = Array.from({ length: 1_000 }, newId);
  expect(ids.every((id) => /^[0-9A-Za-z]{22}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a secret is 32 bytes of base64url, kept as its SHA-256", () => {
  expect(newSecret()).toMatch(/^[\w-]{43}$/);
  expect(hashSecret("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("secrets are the same only when every character is", () => {
  expect(sameSecret("abc", "abc")).toBe(true);
  expect(sameSecret("abc", "abd")).toBe(false);
  expect(sameSecret("abc", "abcd")).toBe(false);
});
