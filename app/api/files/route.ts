import { methods, route } from "@/lib/http/route";
import { createFile } from "@/lib/products/files/create-file";
import { createFileSchema } from "@/lib/products/files/schema";
import { readDashboard } from "@/lib/sellers/dashboard";
import { awaitFinished } from "@/lib/uploads/finish/await-finished";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, now, request }) =>
    readDashboard(session.sellerId, now, new URL(request.url).searchParams.get("before") || undefined),
  ),
  POST: route({ session: "required", limit: "sellerWrite", body: createFileSchema }, async ({ session, body, now }) => {
    await awaitFinished(body, now);
    const file = await createFile(session, body, now);
    return Response.json(file, { status: 201, headers: { Location: `/api/files/${file.id}` } });
  }),
});
