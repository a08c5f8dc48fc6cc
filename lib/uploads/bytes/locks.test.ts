import { describe, expect, it } from "vitest";
import { Locks } from "./locks";

const forever = new AbortController().signal;

describe("upload locks", () => {
  it("let one work at a time, in the order they came", async () => {
    const locks = new Locks();
    const order: string[] = [];
    let inside = 0;
    const work = (name: string) =>
      locks.run("a", async () => {
        inside += 1;
        expect(inside).toBe(1);
        order.push(name);
        await Promise.resolve();
        inside -= 1;
      });
    await Promise.all(["one", "two", "three", "four"].map(work));
    expect(order).toEqual(["one", "two", "three", "four"]);
  });

  it("do not keep different uploads from each other", async () => {
    const locks = new Locks();
    await locks.run("a", () => locks.run("b", async () => {}));
  });

  it("open again when the work fails", async () => {
    const locks = new Locks();
    await expect(locks.run("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await locks.run("a", async () => {});
  });

  it("ask the holder to stop, as often as somebody else comes", async () => {
    const locks = new Locks();
    const asked: string[] = [];
    const [first, second, third] = [locks.newLock("a"), locks.newLock("a"), locks.newLock("a")];
    await first.lock(forever, () => void asked.push("first"));
    const waiting = [
      second.lock(forever, () => void asked.push("second")),
      third.lock(forever, () => void asked.push("third")),
    ];
    expect(asked).toEqual(["first", "first"]);
    await first.unlock();
    await waiting[0];
    // The third is already waiting: the second is told as soon as it holds the lock.
    expect(asked).toEqual(["first", "first", "second"]);
    await second.unlock();
    await waiting[1];
    await third.unlock();
    expect(asked).toHaveLength(3);
  });

  it("are abandoned after a while, and then go to the next", async () => {
    const locks = new Locks(20);
    const [holder, impatient] = [locks.newLock("a"), locks.newLock("a")];
    await holder.lock(forever, () => {});
    await expect(impatient.lock(forever, () => {})).rejects.toMatchObject({ status_code: 500 });
    await holder.unlock();
    await locks.run("a", async () => {});
  });

  it("are not waited for by a request that is gone", async () => {
    const locks = new Locks();
    const [holder, gone] = [locks.newLock("a"), locks.newLock("a")];
    await holder.lock(forever, () => {});
    const request = new AbortController();
    const waiting = gone.lock(request.signal, () => {});
    request.abort();
    await expect(waiting).rejects.toBeDefined();
    await holder.unlock();
    await locks.run("a", async () => {});
  });
});
