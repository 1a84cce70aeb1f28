import { expect, it } from "vitest";
import { encodeAac } from "./aac.ts";

it("an AAC stream consists of frames that say how long they are", () => {
	const file = encodeAac(1, "title");
	let at = 10 + (file[9] ?? 0);
	let frames = 0;
	while (file[at] === 0xff && file[at + 1] === 0xf1) {
		at += (((file[at + 3] ?? 0) & 3) << 11) | ((file[at + 4] ?? 0) << 3) | ((file[at + 5] ?? 0) >> 5);
		frames++;
	}
	expect([frames, at]).toEqual([Math.ceil(22_050 / 1024), file.length]);
});
