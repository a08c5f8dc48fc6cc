"use client";

import { lazy } from "react";

/** The purchase, on a page that is rendered with it. Its code is loaded only then: visitors who have not bought do without. */
export const AccessBoxHere = lazy(() => import("./access-box").then(({ AccessBox }) => ({ default: AccessBox })));
