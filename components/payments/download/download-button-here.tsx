"use client";

import { type ComponentProps, lazy } from "react";
import type { DownloadButton } from "./download-button";

// Not by `next/dynamic`, which weighs more than a kilobyte before Pay.
const Part = lazy(() => import("./download-button").then((loaded) => ({ default: loaded.DownloadButton })));

/** The download, on a page that is rendered with it. Its code is loaded only then: visitors who have to pay do without. */
export function DownloadButtonHere(props: ComponentProps<typeof DownloadButton>) {
  return <Part {...props} />;
}
