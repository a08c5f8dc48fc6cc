import { expect, it } from "vitest";
import { startDeadline } from "@/lib/deadline";
import { Turns } from "./turns";

it("gives this many turns in parallel, and the next to the one that has waited longest", async () => {
  const turns = new Turns(2, 10);
  const [first, second] = [await turns.take(startDeadline()), await turns.take(startDeadline())];
  const order: string[] = [];
  const waits = async (name: string) => {
    await turns.take(startDeadline());
    order.push(name);
  };
  const [third, fourth] = [waits("third"), waits("fourth")];
  expect(order).toEqual([]);
  first?.();
  await third;
  expect(order).toEqual(["third"]);
  second?.();
  await fourth;
  expect(order).toEqual(["third", "fourth"]);
});

it("turns away newcomers when too many are waiting, and drops those that gave up", async () => {
  const turns = new Turns(1, 1);
  const end = await turns.take(startDeadline());
  const late = turns.take(startDeadline(20));
  expect(await turns.take(startDeadline())).toBeNull();
  expect(await late).toBeNull();
  const next = turns.take(startDeadline());
  end?.();
  expect(await next).not.toBeNull();
});

it("waits without end where there is no deadline, and ends a turn once however often that is said", async () => {
  const turns = new Turns(1);
  const end = await turns.take();
  const second = turns.take();
  const third = turns.take(startDeadline(20));
  end?.();
  end?.();
  expect(await second).not.toBeNull();
  expect(await third).toBeNull();
});
