import type { Problem } from "@/components/http/request";
import type { WaitReason } from "./plan-retry";
import type { Phase } from "./stall-watch";
import type { FileFacts } from "./upload-memory";

type Sending = { file: FileFacts; sent: number; speed: number | null; secondsLeft: number | null };

/** Sizes in bytes, speed in bytes per second. */
export type UploadState =
  | { step: "none" }
  /** Started in an earlier visit; the file has to be chosen again, and only the rest is sent. */
  | { step: "interrupted"; file: FileFacts; sent: number }
  /** Chosen, but others go first. */
  | { step: "queued"; file: FileFacts; sent: number }
  /** `still`: nothing has moved for a while. `inSmallParts`: a proxy takes no larger ones. */
  | ({ step: "uploading"; still?: Phase; inSmallParts?: boolean } & Sending)
  | ({ step: "paused" } & Sending)
  | ({ step: "waiting"; reason: WaitReason } & Sending)
  /** `problem`: the server's, of somebody in between, or of the file on this device; null without any answer. */
  | { step: "failed"; file: FileFacts; sent: number; problem: Problem | null }
  | { step: "done"; file: FileFacts; uploadId: string; token: string };
