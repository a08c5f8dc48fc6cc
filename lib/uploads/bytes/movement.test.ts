import { beforeEach, expect, it } from "vitest";
import { forgetPerProcess } from "@/lib/process";
import { lastMovement, noteMovement } from "./movement";

const at = (minutes: number) => new Date(minutes * 60_000);

beforeEach(() => forgetPerProcess("uploads.movement"));

it("bytes that are sent again after a broken part are movement", () => {
  noteMovement("one", 40_000_000, at(1));
  noteMovement("one", 0, at(2));
  noteMovement("one", 300_000, at(3));
  expect(lastMovement("one", at(0))).toEqual(at(3));
});

it("a byte now and then is none", () => {
  noteMovement("one", 1_000, at(1));
  noteMovement("one", 1_001, at(5));
  noteMovement("one", 1_002, at(9));
  expect(lastMovement("one", at(0))).toEqual(at(1));
});
