import { readPictureBody } from "@/lib/http/read-picture-body";
import { methods, route } from "@/lib/http/route";
import { removePicture, setPicture } from "@/lib/sellers/picture";
import { readProfile } from "@/lib/sellers/read-profile";

const options = { session: "required", limit: "cover" } as const;

/** The signed-in seller's picture. The body of PUT is the picture, with its own `Content-Type`. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(options, async ({ request, session, now }) => {
    await setPicture(session.sellerId, await readPictureBody(request), now);
    return readProfile(session.sellerId);
  }),
  DELETE: route(options, async ({ session }) => {
    await removePicture(session.sellerId);
    return readProfile(session.sellerId);
  }),
});
