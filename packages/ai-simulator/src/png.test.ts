import { expect, it } from "vitest";
import { latinText } from "./bytes.ts";
import { drawPicture } from "./picture.ts";
import { encodePng } from "./png.ts";

it("a PNG file has as many lines as it is high, each with its filter and three bytes a pixel", async () => {
	const file = await encodePng(drawPicture("seed", 20, 13, "comment"));
	const at = latinText(file).indexOf("IDAT");
	const size = new DataView(file.buffer).getUint32(at - 4);
	const packed = new Blob([file.subarray(at + 4, at + 4 + size)]).stream();
	const lines = await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
	expect(lines.byteLength).toBe(13 * (1 + 20 * 3));
});
