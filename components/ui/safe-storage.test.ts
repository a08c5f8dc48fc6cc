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

describe("storage that stops working", () => {
  const real = new Map<string, string>();
  let broken: string[] = [];
  const unless = <T>(name: string, act: () => T): T => {
    if (broken.includes(name))
      throw new DOMException("no", name === "setItem" ? "QuotaExceededError" : "SecurityError");
    return act();
  };

  beforeEach(() => {
    real.clear();
    broken = [];
    Object.defineProperty(globalThis, "localStorage", {
      configurable: true,
      value: {
        getItem: (key: string) => unless("getItem", () => real.get(key) ?? null),
        setItem: (key: string, value: string) => unless("setItem", () => real.set(key, value)),
        removeItem: (key: string) => unless("removeItem", () => real.delete(key)),
      },
    });
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "localStorage");
  });

  it("keeps on the page what a full one refuses, until it takes it again", () => {
    const storage = safeStorage("localStorage");
    storage.setItem("a", "1");
    broken = ["setItem"];
    storage.setItem("a", "2");
    expect([storage.getItem("a"), real.get("a")]).toEqual(["2", "1"]);
    broken = [];
    storage.setItem("a", "3");
    real.set("a", "4");
    expect(storage.getItem("a")).toBe("4");
    storage.removeItem("a");
    expect([storage.getItem("a"), real.size]).toEqual([null, 0]);
  });

  it("is empty when it can no longer be read", () => {
    const storage = safeStorage("localStorage");
    storage.setItem("a", "1");
    broken = ["getItem", "setItem", "removeItem"];
    expect(storage.getItem("a")).toBeNull();
    storage.setItem("b", "2");
    expect(storage.getItem("b")).toBe("2");
    storage.removeItem("b");
    expect(storage.getItem("b")).toBeNull();
  });
});
