"use client";

import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import type { OnFault } from "./fault-notice";
import { type Missing, missingPart, missingSound } from "./missing-part";
import { StillNote, useStill } from "./still-note";
import type { Viewable } from "./view-kind";
import { whyNot } from "./why-not";

/** Without a byte for so long (ms) while they are needed, it is said. */
const SLOW = 15_000;

type Props = {
  kind: "audio" | "video";
  url: string;
  /** Changes when the ticket was renewed, even if `url` did not. */
  asked: number;
  version: Viewable;
  /** Called when a new URL may help; the position is kept for it. */
  onEnded: () => void;
  /** Called when it cannot be played. */
  onFault: OnFault;
};

type Media = HTMLVideoElement & HTMLAudioElement;

/**
 * Plays sound or film by ranges, so that seeking requests only the needed part. A ticket expires after 15 minutes: then
 * the element gets a new one and continues at the same position. A film of which the browser plays only the picture, or
 * only the sound, says so.
 */
export function MediaView({ kind, url, asked, version, onEnded, onFault }: Props) {
  const media = useRef<Media>(null);
  const place = useRef({ time: 0, playing: false });
  // A new ticket helps if the old one worked once, and if it failed at another position than the last time: bytes that
  // cannot be decoded fail at the same position again.
  const wasGood = useRef(false);
  const brokeOffAt = useRef(-1);
  const [waiting, setWaiting] = useState(true);
  const [signs, setSigns] = useState(0);
  const still = useStill(waiting, SLOW, signs);
  const again = useRef(false);
  const [missing, setMissing] = useState<Missing | null>(null);
  const ended = useRef<AbortController | null>(null);
  useEffect(() => {
    ended.current = new AbortController();
    return () => ended.current?.abort();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new ticket
  useEffect(() => {
    wasGood.current = false;
    // The same URL again: an element that failed does not retry it by itself.
    if (media.current?.error || again.current) media.current?.load();
    again.current = false;
    setWaiting(true);
  }, [asked]);

  function begun({ currentTarget: element }: SyntheticEvent<Media>) {
    wasGood.current = true;
    setWaiting(false);
    setMissing(missingSound(element, version.codecs));
    const { time, playing } = place.current;
    if (time === 0) return;
    element.currentTime = time;
    if (playing) element.play().catch(() => {});
  }

  function remember({ currentTarget: element }: SyntheticEvent<Media>) {
    const { currentTime, paused, error } = element;
    // A failed one reports 0, and a paused one was playing until it failed.
    if (!error && currentTime > 0) place.current = { time: currentTime, playing: !paused };
    if (kind === "video" && !error) setMissing((before) => missingPart(element, version.codecs) ?? before);
  }

  async function failed() {
    const { time } = place.current;
    const signal = ended.current?.signal;
    if (wasGood.current && brokeOffAt.current !== time) {
      brokeOffAt.current = time;
      return onEnded();
    }
    if (!signal) return;
    const { fault, error } = await whyNot(url, signal);
    if (!signal.aborted) onFault(fault, error);
  }

  /** A connection that carries nothing does not fail by itself: it gets a new one, at the same position. */
  function loadAgain() {
    again.current = true;
    onEnded();
  }

  const Element = kind;
  return (
    <div className="space-y-2">
      <Element
        ref={media}
        src={url}
        controls
        preload="metadata"
        crossOrigin="anonymous"
        aria-label={version.name}
        onLoadedMetadata={begun}
        onLoadedData={remember}
        onTimeUpdate={remember}
        // An expired ticket is noticed when seeking beyond the loaded part.
        onSeeking={remember}
        onError={failed}
        onWaiting={() => setWaiting(true)}
        onPlaying={() => setWaiting(false)}
        onCanPlay={() => setWaiting(false)}
        onProgress={() => setSigns((before) => before + 1)}
        className={kind === "video" ? "max-h-[80vh] w-full rounded-md bg-black" : "w-full"}
      />
      {still && <StillNote onAgain={loadAgain} />}
      {missing && <MissingNote missing={missing} />}
    </div>
  );
}

function MissingNote({ missing: { part, what } }: { missing: Missing }) {
  const t = useWords("viewer");
  const keys = { picture: "noPicture", sound: "noSound" } as const;
  return (
    <p role="status" className="text-sm">
      {what.length > 0 ? t(`${keys[part]}Of`, { what: what.join(", ") }) : t(keys[part])}
    </p>
  );
}
