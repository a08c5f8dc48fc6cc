import { expect, test } from "vitest";
import { hashSecret, idOfNumber, newId, newSecret, numberOfId, sameSecret } from "./ids";

test("an id is 22 base62 characters and never comes twice", () => {
  const ids = Array.from({ length: 1_000 }, newId);
  expect(ids.every((id) => /^[0-9A-Za-z]{22}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

test("an id is a number of 128 bits and back; what holds another number is none", () => {
  for (const id of Array.from({ length: 1_000 }, newId)) expect(idOfNumber(numberOfId(id) ?? 0n)).toBe(id);
  const most = 2n ** 128n - 1n;
  for (const number of [0n, 1n, 61n, 62n, most]) expect(numberOfId(idOfNumber(number))).toBe(number);
  expect([idOfNumber(0n), idOfNumber(most)]).toEqual(["0".repeat(22), "7n42DGM5Tflk9n8mt7Fhc7"]);
  for (const odd of [
    "7n42DGM5Tflk9n8mt7Fhc8",
    "z".repeat(22),
    "0".repeat(21),
    "0".repeat(23),
    `${"0".repeat(21)}-`,
    "",
  ]) {
    expect([odd, numberOfId(odd)]).toEqual([odd, null]);
  }
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
