import "server-only";
import { Histogram } from "prom-client";
import { perProcess } from "@/lib/process";

/**
 * How long this process's settlements took, from sending a payment to its proof, by network (CAIP-2) and by the outcome
 * of the buyer's request: `settled`, `unknown`, or `unavailable` and `rejected` (nothing was sent).
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
