"use client";

import { useState } from "react";
import { StillNote, useStill } from "./still-note";

/** A picture without its end after so long (ms) is said to be slow. It is not begun again by itself: it may be large. */
const SLOW = 20_000;

type Props = { url: string; name: string; onAgain: () => void; onError: () => void };

/** Shows a picture, on white: a line drawing may have no ground of its own. */
export function PictureView({ url, name, onAgain, onError }: Props) {
  const [loaded, setLoaded] = useState(false);
  const still = useStill(!loaded, SLOW, url);
  return (
    <div className="space-y-2">
      {/* biome-ignore lint/performance/noImgElement: the server has no other size of it, and must not send one */}
      <img
        src={url}
        alt={name}
        // By CORS: downloads may have their own origin, and other pages may not read their responses without it.
        crossOrigin="anonymous"
        referrerPolicy="no-referrer"
        onLoad={() => setLoaded(true)}
        onError={onError}
        className="max-h-[80vh] w-full rounded-md bg-white object-contain"
      />
      {still && <StillNote onAgain={onAgain} />}
    </div>
  );
}
