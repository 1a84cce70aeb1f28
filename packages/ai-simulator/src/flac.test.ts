import { expect, it } from "vitest";
import { encodeFlac } from "./flac.ts";

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

it("a FLAC file has the checksums that the reference decoder accepts", () => {
	const file = hex(encodeFlac(0.4, 24_000, "c"));
	// `flac --test` says ok to a file of these blocks.
	expect(file).toContain("05dc00f0");
	expect(file.slice(-66)).toBe("fff8c00800af0000006027" + "fff8c00801a80000000c5f" + "fff8c00802a1000000b8d7");
});
