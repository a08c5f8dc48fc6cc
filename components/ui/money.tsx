import { displayUsd } from "@/lib/money";

/** An amount of dollars, exact, apart from the direction of the text around it. */
export function Money({ microUsd, className }: { microUsd: bigint | string; className?: string }) {
  return <bdi className={className ? `tabular-nums ${className}` : "tabular-nums"}>{displayUsd(BigInt(microUsd))}</bdi>;
}
