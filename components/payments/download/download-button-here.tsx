"use client";

import dynamic from "next/dynamic";

/** The download, on a page that is rendered with it. Its code is loaded only then: visitors who have to pay do without. */
export const DownloadButtonHere = dynamic(() =>
  import("./download-button").then(({ DownloadButton }) => DownloadButton),
);
