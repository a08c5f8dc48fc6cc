import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { safeStorage } from "./safe-storage";

describe("storage that is forbidden", () => {
  beforeEach(() => {
    Object.defineProperty(globalThis, "sessionStorage", {
      configurable: true,
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "sessionStorage");
  });

  it("is replaced by the page's own memory", () => {
    safeStorage("sessionStorage").setItem("a", "1");
    expect(safeStorage("sessionStorage").getItem("a")).toBe("1");
    safeStorage("sessionStorage").removeItem("a");
    expect(safeStorage("sessionStorage").getItem("a")).toBeNull();
  });
});
