import { a as drawWith, c as wishOf, i as chooseRenderer, n as SOFTWARE, o as probeChromium, r as SWIFTSHADER, s as rendererHere, t as OWN_RASTERISER } from "./renderer-BEGMlKod.js";

export { rendererHere };