"use client";

import dynamic from "next/dynamic";

/** The purchase, on a page that is rendered with it. Its code is loaded only then: visitors who have not bought do without. */
export const AccessBoxHere = dynamic(() => import("./access-box").then(({ AccessBox }) => AccessBox));
