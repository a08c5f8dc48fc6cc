import { findContainerTools } from "../../scripts/lib/find-container-tools.mjs";

/** Why no image can be built and run here, or Caddy's path. `npm test` has looked, and installed what it could. */
export const tools: { caddy: string } | { missing: string } = process.env.TEST_CADDY
  ? { caddy: process.env.TEST_CADDY }
  : findContainerTools({ install: false });
