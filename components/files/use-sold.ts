import { useEffect, useEffectEvent, useState } from "react";
import { requestJson } from "@/components/http/request";
import { sendCover } from "@/components/previews/send";
import type { OwnFile } from "@/lib/products/files/schema";

/** What a seller has chosen for a file and is still to be sent. */
export type Added = {
  /** In the order in which they are to be shown. */
  covers: readonly File[];
  /** The file on this device; null if it is not known any more. */
  local: File | null;
  /** Whether this browser sends the poster of a film or the wave form of a sound. */
  isDecoded: boolean;
};

/** A file that is on sale now. The link does not wait for covers: `coverTrouble` says why a chosen one is not shown. */
export type Sold = { file: OwnFile; sending?: boolean; coverTrouble?: unknown; local?: File | null };

/** Until what is shown of a file is made, its seller's page asks for it (ms), and so often at most. */
const PAUSE = 2_000;
const MOST_QUESTIONS = 90;

/** The files that were put on sale on this page, each with the state of its covers, and as the server has them meanwhile. */
export function useSold() {
  const [sold, setSold] = useState<Sold[]>([]);
  const set = (fileId: string, next: Partial<Sold>) =>
    setSold((before) => before.map((one) => (one.file.id === fileId ? { ...one, ...next } : one)));
  useMade(sold, (file) => set(file.id, { file }));
  return {
    sold,
    add(file: OwnFile, added: Added) {
      setSold((before) => [...before, { file, sending: added.covers.length > 0, local: added.local }]);
      void send(file, added, (next) => set(file.id, next));
    },
    change: (file: OwnFile) => set(file.id, { file, coverTrouble: undefined }),
    clear: () => setSold([]),
  };
}

async function send(file: OwnFile, { covers, local, isDecoded }: Added, set: (next: Partial<Sold>) => void) {
  try {
    for (const cover of covers) set({ file: await sendCover(file.id, cover) });
    set({ sending: false });
  } catch (coverTrouble) {
    set({ sending: false, coverTrouble });
  }
  if (!local || !isDecoded || !/^(?:audio|video)\//.test(file.mediaType)) return;
  // Its code is loaded for these files only. Without it they are sold, too.
  const decoded = await import("@/components/previews/send-decoded")
    .then(({ sendDecoded }) => sendDecoded(file, local))
    .catch(() => null);
  if (decoded) set({ file: decoded });
}

/** Asks for files of which something is still being made: previews, and a title that their content has. */
function useMade(sold: readonly Sold[], change: (file: OwnFile) => void) {
  const [asked, setAsked] = useState(0);
  const isPending = sold.some(({ file, sending }) => file.previewsPending && !sending);
  const show = useEffectEvent(change);
  const ask = useEffectEvent(async () => {
    const pending = sold.filter(({ file, sending }) => file.previewsPending && !sending);
    await Promise.all(pending.map(async ({ file }) => show(await requestJson<OwnFile>(`/api/files/${file.id}/own`))));
  });
  useEffect(() => {
    if (!isPending || asked >= MOST_QUESTIONS) return;
    const timer = setTimeout(
      () =>
        void ask()
          .catch(() => {})
          .then(() => setAsked(asked + 1)),
      PAUSE,
    );
    return () => clearTimeout(timer);
  }, [isPending, asked]);
}
