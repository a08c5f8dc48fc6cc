"use client";

import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import type { OnFault } from "./fault-notice";
import { Opening } from "./opening";
import { whyNot } from "./why-not";

type Props = { url: string; name: string; onFault: OnFault; onAgain: () => void };

/** Shows a picture by an element that only decodes, on white: a line drawing may have no ground of its own. */
export function PictureView({ url, name, onFault, onAgain }: Props) {
  const t = useWords("viewer");
  const [state, setState] = useState<"loading" | "shown" | "damaged">("loading");
  const ended = useRef<AbortController | null>(null);
  useEffect(() => {
    ended.current = new AbortController();
    return () => ended.current?.abort();
  }, []);

  /** A picture counts as loaded when its head could be read: only decoding tells whether the rest can be. */
  async function loaded({ currentTarget: image }: SyntheticEvent<HTMLImageElement>) {
    if (image.naturalWidth === 0) return failed();
    const isWhole = await image.decode().then(
      () => true,
      () => false,
    );
    setState(isWhole ? "shown" : "damaged");
  }

  async function failed() {
    const signal = ended.current?.signal;
    if (!signal) return;
    const { fault, error } = await whyNot(url, signal);
    if (!signal.aborted) onFault(fault, error);
  }

  return (
    <div className="space-y-2">
      {state === "loading" && <Opening onAgain={onAgain} />}
      {/* biome-ignore lint/performance/noImgElement: the server has no other size of it, and must not send one */}
      <img
        src={url}
        alt={name}
        // By CORS: downloads may have their own origin, and other pages may not read their responses without it.
        crossOrigin="anonymous"
        referrerPolicy="no-referrer"
        onLoad={loaded}
        onError={failed}
        className="max-h-[80vh] w-full rounded-md bg-white object-contain"
      />
      {state === "damaged" && (
        <p role="status" className="text-sm">
          {t("pictureDamaged")}
        </p>
      )}
    </div>
  );
}
