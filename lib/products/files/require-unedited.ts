import "server-only";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import type { EditedFrom } from "./schema";

/** A file as it is stored, with its current terms. */
type Edited = {
  title: string;
  description: string;
  priceMicroUsd: bigint;
  onSaleUntil: Date | null;
  downloadDays: number | null;
  listed: boolean;
};

/** What it is to become, as it would be stored. Undefined: not changed. */
type Wanted = Partial<Omit<Edited, "onSaleUntil">> & { onSaleUntil?: string | null };

/**
 * Refuses a change that was made from something that is no longer there, as by a form in another tab. What is already as it is to
 * become is no conflict: the response to the same change may have been lost. Compares what is named in `from` only, so that
 * changes of different things do not get in each other's way.
 *
 * @param from what the changes were made from, as the API writes it
 * @throws AppError `edited_meanwhile` with `current`, what these are now
 */
export function requireUnedited(file: Edited, wanted: Wanted, from: EditedFrom): void {
  const now = asWritten(file);
  const { priceMicroUsd, onSaleUntil, ...rest } = wanted;
  const becomes: EditedFrom = {
    ...rest,
    price: priceMicroUsd === undefined ? undefined : formatUsd(priceMicroUsd),
    onSaleUntil: onSaleUntil && new Date(onSaleUntil).toISOString(),
  };
  const names = (Object.keys(now) as (keyof EditedFrom)[]).filter(
    (name) => from[name] !== undefined && from[name] !== now[name] && becomes[name] !== now[name],
  );
  if (names.length === 0) return;
  const current = Object.fromEntries(names.map((name) => [name, now[name]]));
  throw new AppError("edited_meanwhile", {
    detail: "Compare both and decide which one is to be kept.",
    members: { current },
  });
}

function asWritten({ priceMicroUsd, onSaleUntil, ...file }: Edited): Required<EditedFrom> {
  const { title, description, downloadDays, listed } = file;
  return {
    title,
    description,
    price: formatUsd(priceMicroUsd),
    onSaleUntil: onSaleUntil?.toISOString() ?? null,
    downloadDays,
    listed,
  };
}
