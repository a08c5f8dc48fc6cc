import "server-only";
import { Histogram } from "prom-client";
import { perProcess } from "@/lib/process";

/**
 * How long this process's settlements took, from handing a payment out to its proof, by network (CAIP-2) and by how the
 * buyer's request ended: `settled`, `unknown`, or
 * `unavailable` and `rejected` (nothing was handed out).
 */
export function settlementTimes(): Histogram<"network" | "outcome"> {
  return perProcess("settlement-times", () => {
    return new Histogram({
      name: "filekiosk_settlement_duration_seconds",
      help: "Time from handing a payment out to be settled until the buyer's request had its outcome.",
      labelNames: ["network", "outcome"],
      buckets: [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
      registers: [],
    });
  });
}
