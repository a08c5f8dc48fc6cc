import { describe, expect, it } from "vitest";
import { type Change, lastOf } from "./last-payout";

/** "A>B": changes of a payout address, in the order of their times. */
function changes(...arrows: string[]): Change[] {
  return arrows.map((arrow, at) => {
    const [from = "", payTo = ""] = arrow.split(">");
    const rest = { kind: "payout-changed", sellerId: "s", payToNetworks: "", revokeOld: false } as const;
    return { ...rest, from, payTo, at: new Date(at) };
  });
}

describe("the last payout address of a journal", () => {
  it.each([
    ["of one change", ["A>B"], "B"],
    ["of a chain", ["A>B", "B>C"], "C"],
    ["of one that leads back", ["A>B", "B>A"], "A"],
    ["of a chain whose clock was set back in between", ["B>C", "A>B"], "C"],
    ["of a change that was tried twice", ["A>B", "A>B"], "B"],
    ["of an address that was confirmed", ["A>A"], "A"],
  ])("%s", (_, arrows, last) => {
    expect(lastOf(changes(...arrows))?.payTo).toBe(last);
  });

  it("cannot be told of two that begin alike: the seller has to confirm", () => {
    expect(lastOf(changes("A>B", "A>C"))).toBeNull();
  });
});
