import { type OpenedPdf, openPdf } from "./open-pdf";
import { REPAIR_MAX, repairPdf } from "./repair-pdf";

/**
 * The same as `openPdf`, for a PDF whose page is missing as well: it is repaired, so that the other pages are shown.
 */
export function openTolerantly(...[size, read, events]: Parameters<typeof openPdf>): OpenedPdf {
  let isClosed = false;
  let opened = openPdf(size, read, events);
  const document = opened.document.then(async (found) => {
    if (!found.isFirstBroken || found.pdf.numPages > 1 || size > REPAIR_MAX) return found;
    const repaired = await read(0, size).then(repairPdf, () => null);
    if (!repaired || isClosed) return found;
    const { bytes, missing } = repaired;
    opened.close();
    opened = openPdf(bytes.length, async (begin, end) => bytes.slice(begin, end), events);
    return { ...(await opened.document), missing };
  });
  return {
    document,
    close() {
      isClosed = true;
      opened.close();
    },
  };
}
