import type { FileState } from "@/lib/files/schema";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";

/** A file of which only the facts are left: nobody can download it any more. */
export function GoneNotice({ bytesGoneAt }: { bytesGoneAt: string }) {
  return (
    <Notice tone="warn" title="This file is no longer stored here.">
      <p>
        Its sale and everybody's time to download it are over, and it was deleted on <Time iso={bytesGoneAt} />. Its
        SHA-256 stays below, to check a copy by.
      </p>
    </Notice>
  );
}

/** Why a file is not sold now, and what that means for who has bought it. */
export function ClosedNotice({ state, onSaleUntil }: { state: Exclude<FileState, "on-sale">; onSaleUntil: string }) {
  switch (state) {
    case "paused":
      return (
        <Notice tone="warn" title="The seller has paused this file.">
          <p>It may be on sale again later: keep the link. {bought}</p>
        </Notice>
      );
    case "ended":
      return (
        <Notice tone="warn" title="This file is no longer on sale.">
          <p>
            It was on sale until <Time iso={onSaleUntil} />. {bought}
          </p>
        </Notice>
      );
    case "removed":
      return (
        <Notice tone="warn" title="This file was removed.">
          <p>It is not sold any more. {bought}</p>
        </Notice>
      );
  }
}

const bought = "If you have bought it, open your recovery link to download it.";
