import { useState } from "react";
import type { OwnFile } from "@/lib/products/files/schema";
import { sendCover } from "./send-cover";

/** A file that is on sale now. The link does not wait for a cover: `coverTrouble` says why the chosen one is not shown. */
export type Sold = { file: OwnFile; sending?: boolean; coverTrouble?: unknown };

/** The files that were put on sale on this page, each with the state of its cover. */
export function useSold() {
  const [sold, setSold] = useState<Sold[]>([]);
  const set = (next: Sold) => setSold((before) => before.map((one) => (one.file.id === next.file.id ? next : one)));
  return {
    sold,
    add(file: OwnFile, cover: File | null) {
      setSold((before) => [...before, { file, sending: cover !== null }]);
      if (!cover) return;
      sendCover(file.id, cover).then(
        (covered) => set({ file: covered }),
        (coverTrouble: unknown) => set({ file, coverTrouble }),
      );
    },
    change: (file: OwnFile) => set({ file }),
    clear: () => setSold([]),
  };
}
