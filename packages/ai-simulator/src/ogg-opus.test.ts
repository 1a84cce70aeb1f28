import { expect, it } from "vitest";
import { encodeOggOpus } from "./ogg-opus.ts";

it("an Ogg file has the checksums that the reference decoder accepts", () => {
	const file = encodeOggOpus(0.04, "c");
	const view = new DataView(file.buffer);
	const pages = [0, 47, 104];
	// `opusinfo` has nothing to say against a file of these pages.
	expect(pages.map((at) => view.getUint32(at).toString(16))).toEqual(Array(3).fill("4f676753"));
	expect(pages.map((at) => view.getUint32(at + 22).toString(16))).toEqual(["1c9ff5d9", "940e76a5", "57e8766b"]);
});
