"use client";

import { lazy } from "react";

/** The download, on a page that is rendered with it. Its code is loaded only then: visitors who have to pay do without. */
export const DownloadButtonHere = lazy(() =>
  import("./download-button").then(({ DownloadButton }) => ({ default: DownloadButton })),
);
