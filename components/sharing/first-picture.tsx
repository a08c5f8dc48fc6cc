import { useState } from "react";
import { PictureField } from "./picture-field";

/** A seller's picture, asked for beside the name when the first file is on sale. */
export function FirstPicture() {
  const [picture, setPicture] = useState<string | null>(null);
  return <PictureField name={null} picture={picture} onChange={(profile) => setPicture(profile.picture)} />;
}
