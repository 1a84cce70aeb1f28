#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { run } from "./run.ts";

/** The package's, whether this file runs as a source or from `dist`. */
const version = (): string => JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

process.exitCode = run(process.argv.slice(2), console.log, version);
