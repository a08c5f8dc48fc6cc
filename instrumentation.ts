/** Called by Next once per process, before the first request. */
export async function register(): Promise<void> {
  // The condition has to be here: Next removes the branch, and with it Node's modules, from the edge build.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { boot } = await import("./lib/boot");
    const { default: file } = await import("./pages/api/files/[fileId]");
    const uploads = await import("./app/api/uploads/[[...path]]/route");
    const { nodeRoute } = await import("./lib/http/node-route");
    const { countVisit } = await import("./lib/http/visit-limit");
    const { pageStatus } = await import("./lib/products/files/page-status");
    const { followLink } = await import("./lib/links/follow-link");
    const { openDoors } = await import("./server/doors");
    openDoors({
      file,
      upload: nodeRoute(uploads),
      countVisit,
      pageStatus,
      followLink: ({ handle, slug }) => followLink(handle, slug),
      shutdown: await boot(),
    });
  }
}
