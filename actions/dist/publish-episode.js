import { n as __require, r as __toESM, t as __commonJSMin } from "./rolldown-runtime-CoNq6U3z.js";
import { F as stepContext, P as runAction, a as readLedger, c as moveRemote, i as appendToLedger, l as remoteBranch, m as ask, s as makeCommit, t as gitAccess, y as LOCK_PATH, z as info } from "./git-access-CYP2zZEK.js";
import { i as inOrder, n as byCodeUnit, r as canonicalJson } from "./json-BCmY7Bcn.js";
import { i as short, n as Oid, r as oidOf, t as CommitId } from "./oid-046zK1iw.js";
import { l as episodeFiles, s as requireOpenGates } from "./gate-BU5ZrGAD.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { _ as object, b as string, f as int, l as array, t as UserError, y as strictObject } from "./errors-q2Ocdyoq.js";
import { a as writeWhole } from "./picture-file-CrzsY8mG.js";
import { a as duration, d as fontFiles, l as sniff, n as html, r as isolated, s as percent, u as fontFaces } from "./markup-Bj_pIzzH.js";
import { S as isAncestor, g as lfsReader, n as costWords, s as readSnapshot, w as catalog, x as commitOf, y as lfsRemote } from "./cost-Dvjo-J5s.js";
import { i as costOfEpisode, n as requireVerifiedLock } from "./verify-lock-BVYKnThg.js";
import { n as provenanceOf } from "./provenance-DTBvZXHh.js";
import { _ as reviewsOf, n as MAX_SOURCE_BYTES, t as MAX_ARTIFACT_BYTES } from "./limits-DRiG-UHI.js";
import { t as lfsStore } from "./lfs-BjHH8JC1.js";
import { n as openGitHub, r as rawText, t as needing } from "./github-BbO4GtpQ.js";
import { t as ACTIONS_BOT } from "./bot-CDheJBS4.js";
import { createRequire } from "node:module";
import { Transform } from "node:stream";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { dirname, join } from "node:path";
import { mkdir, mkdtemp, open, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { pipeline } from "node:stream/promises";

// scripts/lib/engine/site/cost-share.ts
/** How the cost of an episode divides among the artifacts that it stands on, largest first; `null` when nothing was measured. */
function costShare({ shares, total, unknown }) {
	if (shares.length === 0) return null;
	const currencies = new Set(shares.map(({ part }) => part.money?.currency));
	const [currency] = currencies;
	const amount = currency === void 0 ? 0 : total.money[currency] ?? 0;
	const [by, of, whole] = currencies.size === 1 && amount > 0 ? [
		"money",
		(cost) => cost.money?.amount ?? 0,
		amount
	] : total.gpuSeconds > 0 ? [
		"GPU time",
		(cost) => cost.gpuSeconds ?? 0,
		total.gpuSeconds
	] : [
		"time",
		(cost) => cost.seconds,
		total.seconds
	];
	return {
		by,
		shares: shares.map(({ artifact, part, episodes }) => ({
			artifact,
			cost: part,
			episodes,
			share: whole > 0 ? Math.min(1, of(part) / whole) : 0
		})).toSorted((a, b) => b.share - a.share),
		unknown
	};
}

// scripts/lib/engine/site/day.ts
const MONTHS = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December"
];
/** `2026-11-20` as `20 November 2026`, the same on every machine. */
function dayInWords(date) {
	const [year, month, day] = date.split("-").map(Number);
	return `${day} ${MONTHS[(month ?? 1) - 1] ?? ""} ${year}`;
}

// scripts/lib/engine/site/paths.ts
/** Where things lie on the site; the first two are known to pages elsewhere and must not change. */
const voicePath = (slug) => `static/audio/${slug}_voice.wav`;
const videoPath = (slug) => `video/${slug}.mp4`;
/** A file rather than a folder, so that links work from a disk too. */
const episodePath = (slug) => `episode/${slug}.html`;
/** Without its suffix. */
const posterPath = (slug) => `static/poster/${slug}`;
const VIDEO_FEED = "feed.xml";
const VOICE_FEED = "voice.xml";
const STYLE = "static/site.css";
/** From a page (`episode/x.html`) to a file (`video/x.mp4`): `../video/x.mp4`. */
function relative(page, file) {
	return `${"../".repeat(page.split("/").length - 1)}${file}`;
}

// scripts/lib/engine/site/page.ts
/** Nothing but the site's own files, and no script at all. `file:` and `data:` are for the site on a disk. */
const POLICY = "default-src 'none'; style-src 'self' file:; font-src 'self' file:; img-src 'self' file: data:; media-src 'self' file: data:; base-uri 'none'; form-action 'none'";
/** A page of the site in its frame. */
function framed(site, { path, title, description, body }) {
	const to = (file) => relative(path, file);
	return `${html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="description" content="${description}" />
          <title>${title}</title>
          <link rel="stylesheet" href="${to(STYLE)}" />
          <link rel="alternate" type="application/rss+xml" title="${site.title}" href="${to(VIDEO_FEED)}" />
          <link
            rel="alternate"
            type="application/rss+xml"
            title="${site.title}, voice alone"
            href="${to(VOICE_FEED)}"
          />
        </head>
        <body>
          <a class="skip" href="#content">To the content</a>
          <header class="bar">
            <a class="home" href="${to("index.html")}" lang="${site.language}">${site.title}</a>
            <nav aria-label="Feeds">
              <a href="${to(VIDEO_FEED)}">Feed</a>
              <a href="${to(VOICE_FEED)}">Voice feed</a>
            </nav>
          </header>
          ${body}
        </body>
      </html>`.text}\n`;
}

// scripts/lib/engine/site/narration.ts
/** Paragraphs of a plain text: apart by empty lines, line breaks inside them are spaces. */
function paragraphs(text) {
	return text.split(/\r?\n[\t ]*\r?\n/u).map((paragraph) => paragraph.replaceAll(/\s+/gu, " ").trim()).filter((paragraph) => paragraph !== "");
}

// scripts/lib/engine/site/episode-page.ts
/** An episode: to watch, to hear, to read, and where every byte of it comes from. */
function episodePage(site, episode, poster) {
	const { slug, number, title, language, date, narration, ambient, provenance, cost } = episode;
	const path = episodePath(slug);
	const to = (file) => relative(path, file);
	return framed(site, {
		path,
		title: `${title} – ${site.title}`,
		description: paragraphs(narration)[0] ?? title,
		body: html`<main id="content">
      <article>
        <header class="title">
          <p class="meta">Episode ${number}, <time datetime="${date}">${dayInWords(date)}</time></p>
          <h1 lang="${language}" dir="auto">${title}</h1>
        </header>
        <video
          class="film"
          src="${to(videoPath(slug))}"
          ${poster === null ? null : html`poster="${poster}"`}
          controls
          preload="metadata"
          playsinline
          aria-label="${title}"
        >
          ${captionTrack(episode)}
        </video>
        ${previewNote(provenance)}
        <section aria-labelledby="voice">
          <h2 id="voice">The voice alone</h2>
          <audio
            src="${to(voicePath(slug))}"
            controls
            preload="metadata"
            aria-label="The voice of ${title}"
          ></audio>
          <p class="files">
            <a href="${to(videoPath(slug))}" download>Video, MP4</a>
            <a href="${to(voicePath(slug))}" download>Voice, WAV</a>
          </p>
        </section>
        <section class="transcript" aria-labelledby="transcript">
          <h2 id="transcript">Transcript</h2>
          <div lang="${language}" dir="auto">
            ${paragraphs(narration).map((paragraph) => html`<p>${paragraph}</p>`)}
          </div>
          ${ambient === void 0 ? null : html`<p class="meta">Around it: ${isolated(ambient)}.</p>`}
        </section>
        ${provenance.length === 0 ? null : provenanceTable(site, provenance)}
        ${cost === void 0 ? null : costTable(cost)}
      </article>
    </main>`
	});
}
/** Inside the page: a track beside a page that was opened from a disk may not be read. */
function captionTrack({ captions, language }) {
	if (captions === void 0) return null;
	const address = `data:text/vtt;base64,${Buffer.from(captions).toString("base64")}`;
	return html`<track kind="captions" srclang="${language}" label="${language}" src="${address}" default />`;
}
function previewNote(rows) {
	const previews = rows.filter(({ backend }) => backend === "preview").length;
	if (previews === 0) return null;
	return html`<p class="note">
    ${previews === rows.length ? "Everything here was" : `${previews} of ${rows.length} artifacts were`} made
    by preview backends: stand-ins that a CPU computes from the same picture, not the models that the systems
    are named for.
  </p>`;
}
function provenanceTable(site, rows) {
	return html`<section aria-labelledby="provenance">
    <h2 id="provenance">Where it comes from</h2>
    ${site.reference === void 0 ? null : html`<p>The reference is <code>${isolated(site.reference.name)}</code>, <code class="digest">${site.reference.digest}</code>.</p>`}
    <div class="scroll" role="region" aria-label="Table of provenance" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Artifact</th>
            <th scope="col">Made by</th>
            <th scope="col">Reads</th>
            <th scope="col">Digest (SHA-256)</th>
            <th scope="col">Licence</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(provenanceRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}
const provenanceRow = ({ artifact, system, backend, reads, outputs, licence }) => html`<tr>
    <th scope="row">${isolated(artifact)}</th>
    <td>${isolated(system)}<small>${isolated(backend)}</small></td>
    <td>${isolated(reads.join(", "))}</td>
    <td>
      ${outputs.map(({ role, digest }) => html`<div>${outputs.length > 1 ? html`<small>${isolated(role)}</small>` : null}<code class="digest">${digest}</code></div>`)}
    </td>
    <td>${licence === void 0 ? "–" : isolated(licence)}</td>
  </tr>`;
/** Columns without a figure are left out: without rates there is no money, without a card no time on it. */
function costTable(cost) {
	const divided = costShare(cost);
	if (divided === null) return null;
	const { total } = cost;
	const onCard = total.gpuSeconds > 0;
	const metered = total.energyWh > 0;
	const priced = Object.keys(total.money).length > 0;
	const shared = divided.shares.some(({ episodes }) => episodes > 1);
	return html`<section aria-labelledby="cost">
    <h2 id="cost">What it cost</h2>
    <p>
      ${costWords(total)}${shared ? ": this episode’s part, for what several episodes stand on is carried in equal parts" : ""}.
      The bars show each artifact’s share of the ${divided.by}.
    </p>
    <div class="scroll" role="region" aria-label="Table of cost" tabindex="0">
      <table class="cost">
        <thead>
          <tr>
            <th scope="col">Artifact</th>
            <th scope="col">Share</th>
            <th scope="col" class="number">Time</th>
            ${onCard ? html`<th scope="col" class="number">GPU time</th>` : null}
            ${metered ? html`<th scope="col" class="number">Energy</th>` : null}
            ${priced ? html`<th scope="col" class="number">Money</th>` : null}
          </tr>
        </thead>
        <tbody>
          ${divided.shares.map(({ artifact, share, cost: part, episodes }) => html`<tr>
                <th scope="row">
                  ${isolated(artifact)}${episodes > 1 ? html`<small>carried by ${episodes} episodes</small>` : null}
                </th>
                <td class="share">
                  <svg viewBox="0 0 144 8" width="144" height="8" aria-hidden="true">
                    <rect class="track" width="144" height="8" rx="4" />
                    <rect class="value" width="${Math.max(2, Math.round(share * 144))}" height="8" rx="4" />
                  </svg>
                  ${percent(share)}
                </td>
                ${number(duration(part.seconds))}
                ${onCard ? number(part.gpuSeconds === void 0 ? "–" : duration(part.gpuSeconds)) : null}
                ${metered ? number(part.energyWh === void 0 ? "–" : `${part.energyWh.toFixed(1)}\u202fWh`) : null}
                ${priced ? number(money(part.money)) : null}
              </tr>`)}
        </tbody>
      </table>
    </div>
    ${divided.unknown.length === 0 ? null : html`<p class="meta unknown">
            Nobody recorded what these cost: ${isolated(divided.unknown.join(", "))}.
          </p>`}
  </section>`;
}
const number = (text) => html`<td class="number">${text}</td>`;
const money = (sum) => sum === void 0 ? "–" : `${sum.amount.toFixed(sum.amount < .1 ? 3 : 2)} ${sum.currency}`;

// node_modules/sax/lib/sax.js
var require_sax = /* @__PURE__ */ __commonJSMin(((exports, module, this$1) => {
	(function(sax) {
		sax.parser = function(strict, opt) {
			return new SAXParser(strict, opt);
		};
		sax.SAXParser = SAXParser;
		sax.SAXStream = SAXStream;
		sax.createStream = createStream;
		sax.MAX_BUFFER_LENGTH = 65536;
		var buffers = [
			"comment",
			"sgmlDecl",
			"textNode",
			"tagName",
			"doctype",
			"procInstName",
			"procInstBody",
			"entity",
			"attribName",
			"attribValue",
			"cdata",
			"script"
		];
		sax.EVENTS = [
			"text",
			"processinginstruction",
			"sgmldeclaration",
			"doctype",
			"comment",
			"opentagstart",
			"attribute",
			"opentag",
			"closetag",
			"opencdata",
			"cdata",
			"closecdata",
			"error",
			"end",
			"ready",
			"script",
			"opennamespace",
			"closenamespace"
		];
		function SAXParser(strict, opt) {
			if (!(this instanceof SAXParser)) return new SAXParser(strict, opt);
			var parser = this;
			clearBuffers(parser);
			parser.q = parser.c = "";
			parser.bufferCheckPosition = sax.MAX_BUFFER_LENGTH;
			parser.encoding = null;
			parser.opt = opt || {};
			parser.opt.lowercase = parser.opt.lowercase || parser.opt.lowercasetags;
			parser.looseCase = parser.opt.lowercase ? "toLowerCase" : "toUpperCase";
			parser.opt.maxEntityCount = parser.opt.maxEntityCount || 512;
			parser.opt.maxEntityDepth = parser.opt.maxEntityDepth || 4;
			parser.entityCount = parser.entityDepth = 0;
			parser.tags = [];
			parser.closed = parser.closedRoot = parser.sawRoot = false;
			parser.tag = parser.error = null;
			parser.strict = !!strict;
			parser.noscript = !!(strict || parser.opt.noscript);
			parser.state = S.BEGIN;
			parser.strictEntities = parser.opt.strictEntities;
			parser.ENTITIES = parser.strictEntities ? Object.create(sax.XML_ENTITIES) : Object.create(sax.ENTITIES);
			parser.attribList = [];
			if (parser.opt.xmlns) parser.ns = Object.create(rootNS);
			if (parser.opt.unquotedAttributeValues === void 0) parser.opt.unquotedAttributeValues = !strict;
			parser.trackPosition = parser.opt.position !== false;
			if (parser.trackPosition) parser.position = parser.line = parser.column = 0;
			emit(parser, "onready");
		}
		if (!Object.create) Object.create = function(o) {
			function F() {}
			F.prototype = o;
			return new F();
		};
		if (!Object.keys) Object.keys = function(o) {
			var a = [];
			for (var i in o) if (o.hasOwnProperty(i)) a.push(i);
			return a;
		};
		function checkBufferLength(parser) {
			var maxAllowed = Math.max(sax.MAX_BUFFER_LENGTH, 10);
			var maxActual = 0;
			for (var i = 0, l = buffers.length; i < l; i++) {
				var len = parser[buffers[i]].length;
				if (len > maxAllowed) switch (buffers[i]) {
					case "textNode":
						closeText(parser);
						break;
					case "cdata":
						emitNode(parser, "oncdata", parser.cdata);
						parser.cdata = "";
						break;
					case "script":
						emitNode(parser, "onscript", parser.script);
						parser.script = "";
						break;
					default: error(parser, "Max buffer length exceeded: " + buffers[i]);
				}
				maxActual = Math.max(maxActual, len);
			}
			parser.bufferCheckPosition = sax.MAX_BUFFER_LENGTH - maxActual + parser.position;
		}
		function clearBuffers(parser) {
			for (var i = 0, l = buffers.length; i < l; i++) parser[buffers[i]] = "";
		}
		function flushBuffers(parser) {
			closeText(parser);
			if (parser.cdata !== "") {
				emitNode(parser, "oncdata", parser.cdata);
				parser.cdata = "";
			}
			if (parser.script !== "") {
				emitNode(parser, "onscript", parser.script);
				parser.script = "";
			}
		}
		SAXParser.prototype = {
			end: function() {
				end(this);
			},
			write,
			resume: function() {
				this.error = null;
				return this;
			},
			close: function() {
				return this.write(null);
			},
			flush: function() {
				flushBuffers(this);
			}
		};
		var Stream;
		try {
			Stream = __require("stream").Stream;
		} catch (ex) {
			Stream = function() {};
		}
		if (!Stream) Stream = function() {};
		var streamWraps = sax.EVENTS.filter(function(ev) {
			return ev !== "error" && ev !== "end";
		});
		function createStream(strict, opt) {
			return new SAXStream(strict, opt);
		}
		function determineBufferEncoding(data, isEnd) {
			if (data.length >= 2) {
				if (data[0] === 255 && data[1] === 254) return "utf-16le";
				if (data[0] === 254 && data[1] === 255) return "utf-16be";
			}
			if (data.length >= 3 && data[0] === 239 && data[1] === 187 && data[2] === 191) return "utf8";
			if (data.length >= 4) {
				if (data[0] === 60 && data[1] === 0 && data[2] === 63 && data[3] === 0) return "utf-16le";
				if (data[0] === 0 && data[1] === 60 && data[2] === 0 && data[3] === 63) return "utf-16be";
				return "utf8";
			}
			return isEnd ? "utf8" : null;
		}
		function SAXStream(strict, opt) {
			if (!(this instanceof SAXStream)) return new SAXStream(strict, opt);
			Stream.apply(this);
			this._parser = new SAXParser(strict, opt);
			this.writable = true;
			this.readable = true;
			var me = this;
			this._parser.onend = function() {
				me.emit("end");
			};
			this._parser.onerror = function(er) {
				me.emit("error", er);
				me._parser.error = null;
			};
			this._decoder = null;
			this._decoderBuffer = null;
			streamWraps.forEach(function(ev) {
				Object.defineProperty(me, "on" + ev, {
					get: function() {
						return me._parser["on" + ev];
					},
					set: function(h) {
						if (!h) {
							me.removeAllListeners(ev);
							me._parser["on" + ev] = h;
							return h;
						}
						me.on(ev, h);
					},
					enumerable: true,
					configurable: false
				});
			});
		}
		SAXStream.prototype = Object.create(Stream.prototype, { constructor: { value: SAXStream } });
		SAXStream.prototype._decodeBuffer = function(data, isEnd) {
			if (this._decoderBuffer) {
				data = Buffer.concat([this._decoderBuffer, data]);
				this._decoderBuffer = null;
			}
			if (!this._decoder) {
				var encoding = determineBufferEncoding(data, isEnd);
				if (!encoding) {
					this._decoderBuffer = data;
					return "";
				}
				this._parser.encoding = encoding;
				this._decoder = new TextDecoder(encoding);
			}
			return this._decoder.decode(data, { stream: !isEnd });
		};
		SAXStream.prototype.write = function(data) {
			if (typeof Buffer === "function" && typeof Buffer.isBuffer === "function" && Buffer.isBuffer(data)) data = this._decodeBuffer(data, false);
			else if (this._decoderBuffer) {
				var remaining = this._decodeBuffer(Buffer.alloc(0), true);
				if (remaining) {
					this._parser.write(remaining);
					this.emit("data", remaining);
				}
			}
			this._parser.write(data.toString());
			this.emit("data", data);
			return true;
		};
		SAXStream.prototype.end = function(chunk) {
			if (chunk && chunk.length) this.write(chunk);
			if (this._decoderBuffer) {
				var finalChunk = this._decodeBuffer(Buffer.alloc(0), true);
				if (finalChunk) {
					this._parser.write(finalChunk);
					this.emit("data", finalChunk);
				}
			} else if (this._decoder) {
				var remaining = this._decoder.decode();
				if (remaining) {
					this._parser.write(remaining);
					this.emit("data", remaining);
				}
			}
			this._parser.end();
			return true;
		};
		SAXStream.prototype.on = function(ev, handler) {
			var me = this;
			if (!me._parser["on" + ev] && streamWraps.indexOf(ev) !== -1) me._parser["on" + ev] = function() {
				var args = arguments.length === 1 ? [arguments[0]] : Array.apply(null, arguments);
				args.splice(0, 0, ev);
				me.emit.apply(me, args);
			};
			return Stream.prototype.on.call(me, ev, handler);
		};
		var CDATAre = /^\[CDATA\[$/i;
		var DOCTYPEre = /^DOCTYPE$/i;
		var XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
		var XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";
		var rootNS = {
			xml: XML_NAMESPACE,
			xmlns: XMLNS_NAMESPACE
		};
		var nameStart = /[:_A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD]/;
		var nameBody = /[:_A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u00B7\u0300-\u036F\u203F-\u2040.\d-]/;
		var entityStart = /[#:_A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD]/;
		var entityBody = /[#:_A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u00B7\u0300-\u036F\u203F-\u2040.\d-]/;
		function isWhitespace(c) {
			return c === " " || c === "\n" || c === "\r" || c === "	";
		}
		function isQuote(c) {
			return c === "\"" || c === "'";
		}
		function isAttribEnd(c) {
			return c === ">" || isWhitespace(c);
		}
		function isMatch(regex, c) {
			return regex.test(c);
		}
		function notMatch(regex, c) {
			return !isMatch(regex, c);
		}
		var S = 0;
		sax.STATE = {
			BEGIN: S++,
			BEGIN_WHITESPACE: S++,
			TEXT: S++,
			TEXT_ENTITY: S++,
			OPEN_WAKA: S++,
			SGML_DECL: S++,
			SGML_DECL_QUOTED: S++,
			DOCTYPE: S++,
			DOCTYPE_QUOTED: S++,
			DOCTYPE_DTD: S++,
			DOCTYPE_DTD_QUOTED: S++,
			COMMENT_STARTING: S++,
			COMMENT: S++,
			COMMENT_ENDING: S++,
			COMMENT_ENDED: S++,
			CDATA: S++,
			CDATA_ENDING: S++,
			CDATA_ENDING_2: S++,
			PROC_INST: S++,
			PROC_INST_BODY: S++,
			PROC_INST_ENDING: S++,
			OPEN_TAG: S++,
			OPEN_TAG_SLASH: S++,
			ATTRIB: S++,
			ATTRIB_NAME: S++,
			ATTRIB_NAME_SAW_WHITE: S++,
			ATTRIB_VALUE: S++,
			ATTRIB_VALUE_QUOTED: S++,
			ATTRIB_VALUE_CLOSED: S++,
			ATTRIB_VALUE_UNQUOTED: S++,
			ATTRIB_VALUE_ENTITY_Q: S++,
			ATTRIB_VALUE_ENTITY_U: S++,
			CLOSE_TAG: S++,
			CLOSE_TAG_SAW_WHITE: S++,
			SCRIPT: S++,
			SCRIPT_ENDING: S++
		};
		sax.XML_ENTITIES = Object.assign(Object.create(null), {
			amp: "&",
			gt: ">",
			lt: "<",
			quot: "\"",
			apos: "'"
		});
		sax.ENTITIES = Object.assign(Object.create(null), {
			amp: "&",
			gt: ">",
			lt: "<",
			quot: "\"",
			apos: "'",
			AElig: 198,
			Aacute: 193,
			Acirc: 194,
			Agrave: 192,
			Aring: 197,
			Atilde: 195,
			Auml: 196,
			Ccedil: 199,
			ETH: 208,
			Eacute: 201,
			Ecirc: 202,
			Egrave: 200,
			Euml: 203,
			Iacute: 205,
			Icirc: 206,
			Igrave: 204,
			Iuml: 207,
			Ntilde: 209,
			Oacute: 211,
			Ocirc: 212,
			Ograve: 210,
			Oslash: 216,
			Otilde: 213,
			Ouml: 214,
			THORN: 222,
			Uacute: 218,
			Ucirc: 219,
			Ugrave: 217,
			Uuml: 220,
			Yacute: 221,
			aacute: 225,
			acirc: 226,
			aelig: 230,
			agrave: 224,
			aring: 229,
			atilde: 227,
			auml: 228,
			ccedil: 231,
			eacute: 233,
			ecirc: 234,
			egrave: 232,
			eth: 240,
			euml: 235,
			iacute: 237,
			icirc: 238,
			igrave: 236,
			iuml: 239,
			ntilde: 241,
			oacute: 243,
			ocirc: 244,
			ograve: 242,
			oslash: 248,
			otilde: 245,
			ouml: 246,
			szlig: 223,
			thorn: 254,
			uacute: 250,
			ucirc: 251,
			ugrave: 249,
			uuml: 252,
			yacute: 253,
			yuml: 255,
			copy: 169,
			reg: 174,
			nbsp: 160,
			iexcl: 161,
			cent: 162,
			pound: 163,
			curren: 164,
			yen: 165,
			brvbar: 166,
			sect: 167,
			uml: 168,
			ordf: 170,
			laquo: 171,
			not: 172,
			shy: 173,
			macr: 175,
			deg: 176,
			plusmn: 177,
			sup1: 185,
			sup2: 178,
			sup3: 179,
			acute: 180,
			micro: 181,
			para: 182,
			middot: 183,
			cedil: 184,
			ordm: 186,
			raquo: 187,
			frac14: 188,
			frac12: 189,
			frac34: 190,
			iquest: 191,
			times: 215,
			divide: 247,
			OElig: 338,
			oelig: 339,
			Scaron: 352,
			scaron: 353,
			Yuml: 376,
			fnof: 402,
			circ: 710,
			tilde: 732,
			Alpha: 913,
			Beta: 914,
			Gamma: 915,
			Delta: 916,
			Epsilon: 917,
			Zeta: 918,
			Eta: 919,
			Theta: 920,
			Iota: 921,
			Kappa: 922,
			Lambda: 923,
			Mu: 924,
			Nu: 925,
			Xi: 926,
			Omicron: 927,
			Pi: 928,
			Rho: 929,
			Sigma: 931,
			Tau: 932,
			Upsilon: 933,
			Phi: 934,
			Chi: 935,
			Psi: 936,
			Omega: 937,
			alpha: 945,
			beta: 946,
			gamma: 947,
			delta: 948,
			epsilon: 949,
			zeta: 950,
			eta: 951,
			theta: 952,
			iota: 953,
			kappa: 954,
			lambda: 955,
			mu: 956,
			nu: 957,
			xi: 958,
			omicron: 959,
			pi: 960,
			rho: 961,
			sigmaf: 962,
			sigma: 963,
			tau: 964,
			upsilon: 965,
			phi: 966,
			chi: 967,
			psi: 968,
			omega: 969,
			thetasym: 977,
			upsih: 978,
			piv: 982,
			ensp: 8194,
			emsp: 8195,
			thinsp: 8201,
			zwnj: 8204,
			zwj: 8205,
			lrm: 8206,
			rlm: 8207,
			ndash: 8211,
			mdash: 8212,
			lsquo: 8216,
			rsquo: 8217,
			sbquo: 8218,
			ldquo: 8220,
			rdquo: 8221,
			bdquo: 8222,
			dagger: 8224,
			Dagger: 8225,
			bull: 8226,
			hellip: 8230,
			permil: 8240,
			prime: 8242,
			Prime: 8243,
			lsaquo: 8249,
			rsaquo: 8250,
			oline: 8254,
			frasl: 8260,
			euro: 8364,
			image: 8465,
			weierp: 8472,
			real: 8476,
			trade: 8482,
			alefsym: 8501,
			larr: 8592,
			uarr: 8593,
			rarr: 8594,
			darr: 8595,
			harr: 8596,
			crarr: 8629,
			lArr: 8656,
			uArr: 8657,
			rArr: 8658,
			dArr: 8659,
			hArr: 8660,
			forall: 8704,
			part: 8706,
			exist: 8707,
			empty: 8709,
			nabla: 8711,
			isin: 8712,
			notin: 8713,
			ni: 8715,
			prod: 8719,
			sum: 8721,
			minus: 8722,
			lowast: 8727,
			radic: 8730,
			prop: 8733,
			infin: 8734,
			ang: 8736,
			and: 8743,
			or: 8744,
			cap: 8745,
			cup: 8746,
			int: 8747,
			there4: 8756,
			sim: 8764,
			cong: 8773,
			asymp: 8776,
			ne: 8800,
			equiv: 8801,
			le: 8804,
			ge: 8805,
			sub: 8834,
			sup: 8835,
			nsub: 8836,
			sube: 8838,
			supe: 8839,
			oplus: 8853,
			otimes: 8855,
			perp: 8869,
			sdot: 8901,
			lceil: 8968,
			rceil: 8969,
			lfloor: 8970,
			rfloor: 8971,
			lang: 9001,
			rang: 9002,
			loz: 9674,
			spades: 9824,
			clubs: 9827,
			hearts: 9829,
			diams: 9830
		});
		Object.keys(sax.ENTITIES).forEach(function(key) {
			var e = sax.ENTITIES[key];
			var s = typeof e === "number" ? String.fromCharCode(e) : e;
			sax.ENTITIES[key] = s;
		});
		for (var s in sax.STATE) sax.STATE[sax.STATE[s]] = s;
		S = sax.STATE;
		function emit(parser, event, data) {
			parser[event] && parser[event](data);
		}
		function getDeclaredEncoding(body) {
			var match = body && body.match(/(?:^|\s)encoding\s*=\s*(['"])([^'"]+)\1/i);
			return match ? match[2] : null;
		}
		function normalizeEncodingName(encoding) {
			if (!encoding) return null;
			return encoding.toLowerCase().replace(/[^a-z0-9]/g, "");
		}
		function encodingsMatch(detectedEncoding, declaredEncoding) {
			const detected = normalizeEncodingName(detectedEncoding);
			const declared = normalizeEncodingName(declaredEncoding);
			if (!detected || !declared) return true;
			if (declared === "utf16") return detected === "utf16le" || detected === "utf16be";
			return detected === declared;
		}
		function validateXmlDeclarationEncoding(parser, data) {
			if (!parser.strict || !parser.encoding || !data || data.name !== "xml") return;
			var declaredEncoding = getDeclaredEncoding(data.body);
			if (declaredEncoding && !encodingsMatch(parser.encoding, declaredEncoding)) strictFail(parser, "XML declaration encoding " + declaredEncoding + " does not match detected stream encoding " + parser.encoding.toUpperCase());
		}
		function emitNode(parser, nodeType, data) {
			if (parser.textNode) closeText(parser);
			emit(parser, nodeType, data);
		}
		function closeText(parser) {
			parser.textNode = textopts(parser.opt, parser.textNode);
			if (parser.textNode) emit(parser, "ontext", parser.textNode);
			parser.textNode = "";
		}
		function textopts(opt, text) {
			if (opt.trim) text = text.trim();
			if (opt.normalize) text = text.replace(/\s+/g, " ");
			return text;
		}
		function error(parser, er) {
			closeText(parser);
			if (parser.trackPosition) er += "\nLine: " + parser.line + "\nColumn: " + parser.column + "\nChar: " + parser.c;
			er = new Error(er);
			parser.error = er;
			emit(parser, "onerror", er);
			return parser;
		}
		function end(parser) {
			if (parser.sawRoot && !parser.closedRoot) strictFail(parser, "Unclosed root tag");
			if (parser.state !== S.BEGIN && parser.state !== S.BEGIN_WHITESPACE && parser.state !== S.TEXT) error(parser, "Unexpected end");
			closeText(parser);
			parser.c = "";
			parser.closed = true;
			emit(parser, "onend");
			SAXParser.call(parser, parser.strict, parser.opt);
			return parser;
		}
		function strictFail(parser, message) {
			if (typeof parser !== "object" || !(parser instanceof SAXParser)) throw new Error("bad call to strictFail");
			if (parser.strict) error(parser, message);
		}
		function newTag(parser) {
			if (!parser.strict) parser.tagName = parser.tagName[parser.looseCase]();
			var parent = parser.tags[parser.tags.length - 1] || parser;
			var tag = parser.tag = {
				name: parser.tagName,
				attributes: {}
			};
			if (parser.opt.xmlns) tag.ns = parent.ns;
			parser.attribList.length = 0;
			emitNode(parser, "onopentagstart", tag);
		}
		function qname(name, attribute) {
			var qualName = name.indexOf(":") < 0 ? ["", name] : name.split(":");
			var prefix = qualName[0];
			var local = qualName[1];
			if (attribute && name === "xmlns") {
				prefix = "xmlns";
				local = "";
			}
			return {
				prefix,
				local
			};
		}
		function attrib(parser) {
			if (!parser.strict) parser.attribName = parser.attribName[parser.looseCase]();
			if (parser.attribList.indexOf(parser.attribName) !== -1 || parser.tag.attributes.hasOwnProperty(parser.attribName)) {
				parser.attribName = parser.attribValue = "";
				return;
			}
			if (parser.opt.xmlns) {
				var qn = qname(parser.attribName, true);
				var prefix = qn.prefix;
				var local = qn.local;
				if (prefix === "xmlns") {
					if (local === "xml" && parser.attribValue !== XML_NAMESPACE) strictFail(parser, "xml: prefix must be bound to " + XML_NAMESPACE + "\nActual: " + parser.attribValue);
					else if (local === "xmlns" && parser.attribValue !== XMLNS_NAMESPACE) strictFail(parser, "xmlns: prefix must be bound to " + XMLNS_NAMESPACE + "\nActual: " + parser.attribValue);
					else {
						var tag = parser.tag;
						var parent = parser.tags[parser.tags.length - 1] || parser;
						if (tag.ns === parent.ns) tag.ns = Object.create(parent.ns);
						tag.ns[local] = parser.attribValue;
					}
				}
				parser.attribList.push([parser.attribName, parser.attribValue]);
			} else {
				parser.tag.attributes[parser.attribName] = parser.attribValue;
				emitNode(parser, "onattribute", {
					name: parser.attribName,
					value: parser.attribValue
				});
			}
			parser.attribName = parser.attribValue = "";
		}
		function openTag(parser, selfClosing) {
			if (parser.opt.xmlns) {
				var tag = parser.tag;
				var qn = qname(parser.tagName);
				tag.prefix = qn.prefix;
				tag.local = qn.local;
				tag.uri = tag.ns[qn.prefix] || "";
				if (tag.prefix && !tag.uri) {
					strictFail(parser, "Unbound namespace prefix: " + JSON.stringify(parser.tagName));
					tag.uri = qn.prefix;
				}
				var parent = parser.tags[parser.tags.length - 1] || parser;
				if (tag.ns && parent.ns !== tag.ns) Object.keys(tag.ns).forEach(function(p) {
					emitNode(parser, "onopennamespace", {
						prefix: p,
						uri: tag.ns[p]
					});
				});
				for (var i = 0, l = parser.attribList.length; i < l; i++) {
					var nv = parser.attribList[i];
					var name = nv[0];
					var value = nv[1];
					var qualName = qname(name, true);
					var prefix = qualName.prefix;
					var local = qualName.local;
					var uri = prefix === "" ? "" : tag.ns[prefix] || "";
					var a = {
						name,
						value,
						prefix,
						local,
						uri
					};
					if (prefix && prefix !== "xmlns" && !uri) {
						strictFail(parser, "Unbound namespace prefix: " + JSON.stringify(prefix));
						a.uri = prefix;
					}
					parser.tag.attributes[name] = a;
					emitNode(parser, "onattribute", a);
				}
				parser.attribList.length = 0;
			}
			parser.tag.isSelfClosing = !!selfClosing;
			parser.sawRoot = true;
			parser.tags.push(parser.tag);
			emitNode(parser, "onopentag", parser.tag);
			if (!selfClosing) {
				if (!parser.noscript && parser.tagName.toLowerCase() === "script") parser.state = S.SCRIPT;
				else parser.state = S.TEXT;
				parser.tag = null;
				parser.tagName = "";
			}
			parser.attribName = parser.attribValue = "";
			parser.attribList.length = 0;
		}
		function closeTag(parser) {
			if (!parser.tagName) {
				strictFail(parser, "Weird empty close tag.");
				parser.textNode += "</>";
				parser.state = S.TEXT;
				return;
			}
			if (parser.script) {
				if (parser.tagName !== "script") {
					parser.script += "</" + parser.tagName + ">";
					parser.tagName = "";
					parser.state = S.SCRIPT;
					return;
				}
				emitNode(parser, "onscript", parser.script);
				parser.script = "";
			}
			var t = parser.tags.length;
			var tagName = parser.tagName;
			if (!parser.strict) tagName = tagName[parser.looseCase]();
			var closeTo = tagName;
			while (t--) if (parser.tags[t].name !== closeTo) strictFail(parser, "Unexpected close tag");
			else break;
			if (t < 0) {
				strictFail(parser, "Unmatched closing tag: " + parser.tagName);
				parser.textNode += "</" + parser.tagName + ">";
				parser.state = S.TEXT;
				return;
			}
			parser.tagName = tagName;
			var s = parser.tags.length;
			while (s-- > t) {
				var tag = parser.tag = parser.tags.pop();
				parser.tagName = parser.tag.name;
				emitNode(parser, "onclosetag", parser.tagName);
				var x = {};
				for (var i in tag.ns) x[i] = tag.ns[i];
				var parent = parser.tags[parser.tags.length - 1] || parser;
				if (parser.opt.xmlns && tag.ns !== parent.ns) Object.keys(tag.ns).forEach(function(p) {
					var n = tag.ns[p];
					emitNode(parser, "onclosenamespace", {
						prefix: p,
						uri: n
					});
				});
			}
			if (t === 0) parser.closedRoot = true;
			parser.tagName = parser.attribValue = parser.attribName = "";
			parser.attribList.length = 0;
			parser.state = S.TEXT;
		}
		function parseEntity(parser) {
			var entity = parser.entity;
			var entityLC = entity.toLowerCase();
			var num;
			var numStr = "";
			if (parser.ENTITIES[entity]) return parser.ENTITIES[entity];
			if (parser.ENTITIES[entityLC]) return parser.ENTITIES[entityLC];
			entity = entityLC;
			if (entity.charAt(0) === "#") {
				if (entity.charAt(1) === "x") {
					entity = entity.slice(2);
					num = parseInt(entity, 16);
					numStr = num.toString(16);
				} else {
					entity = entity.slice(1);
					num = parseInt(entity, 10);
					numStr = num.toString(10);
				}
			}
			entity = entity.replace(/^0+/, "");
			if (isNaN(num) || numStr.toLowerCase() !== entity || num < 0 || num > 1114111 || !isXmlChar(num)) {
				strictFail(parser, "Invalid character entity");
				return "&" + parser.entity + ";";
			}
			return String.fromCodePoint(num);
		}
		function isXmlChar(num) {
			return num === 9 || num === 10 || num === 13 || num >= 32 && num <= 55295 || num >= 57344 && num <= 65533 || num >= 65536 && num <= 1114111;
		}
		function beginWhiteSpace(parser, c) {
			if (c === "<") {
				parser.state = S.OPEN_WAKA;
				parser.startTagPosition = parser.position;
			} else if (!isWhitespace(c)) {
				strictFail(parser, "Non-whitespace before first tag.");
				parser.textNode = c;
				parser.state = S.TEXT;
			}
		}
		function charAt(chunk, i) {
			var result = "";
			if (i < chunk.length) result = chunk.charAt(i);
			return result;
		}
		function write(chunk) {
			var parser = this;
			if (this.error) throw this.error;
			if (parser.closed) return error(parser, "Cannot write after close. Assign an onready handler.");
			if (chunk === null) return end(parser);
			if (typeof chunk === "object") chunk = chunk.toString();
			var i = 0;
			var c = "";
			while (true) {
				c = charAt(chunk, i++);
				parser.c = c;
				if (!c) break;
				if (parser.trackPosition) {
					parser.position++;
					if (c === "\n") {
						parser.line++;
						parser.column = 0;
					} else parser.column++;
				}
				switch (parser.state) {
					case S.BEGIN:
						parser.state = S.BEGIN_WHITESPACE;
						if (c === "﻿") continue;
						beginWhiteSpace(parser, c);
						continue;
					case S.BEGIN_WHITESPACE:
						beginWhiteSpace(parser, c);
						continue;
					case S.TEXT:
						if (parser.sawRoot && !parser.closedRoot) {
							var starti = i - 1;
							while (c && c !== "<" && c !== "&") {
								c = charAt(chunk, i++);
								if (c && parser.trackPosition) {
									parser.position++;
									if (c === "\n") {
										parser.line++;
										parser.column = 0;
									} else parser.column++;
								}
							}
							parser.textNode += chunk.substring(starti, i - 1);
						}
						if (c === "<" && !(parser.sawRoot && parser.closedRoot && !parser.strict)) {
							parser.state = S.OPEN_WAKA;
							parser.startTagPosition = parser.position;
						} else {
							if (!isWhitespace(c) && (!parser.sawRoot || parser.closedRoot)) strictFail(parser, "Text data outside of root node.");
							if (c === "&") parser.state = S.TEXT_ENTITY;
							else parser.textNode += c;
						}
						continue;
					case S.SCRIPT:
						if (c === "<") parser.state = S.SCRIPT_ENDING;
						else parser.script += c;
						continue;
					case S.SCRIPT_ENDING:
						if (c === "/") parser.state = S.CLOSE_TAG;
						else {
							parser.script += "<" + c;
							parser.state = S.SCRIPT;
						}
						continue;
					case S.OPEN_WAKA:
						if (c === "!") {
							parser.state = S.SGML_DECL;
							parser.sgmlDecl = "";
						} else if (isWhitespace(c)) {} else if (isMatch(nameStart, c)) {
							parser.state = S.OPEN_TAG;
							parser.tagName = c;
						} else if (c === "/") {
							parser.state = S.CLOSE_TAG;
							parser.tagName = "";
						} else if (c === "?") {
							parser.state = S.PROC_INST;
							parser.procInstName = parser.procInstBody = "";
						} else {
							strictFail(parser, "Unencoded <");
							if (parser.startTagPosition + 1 < parser.position) {
								var pad = parser.position - parser.startTagPosition;
								c = new Array(pad).join(" ") + c;
							}
							parser.textNode += "<" + c;
							parser.state = S.TEXT;
						}
						continue;
					case S.SGML_DECL:
						if (parser.sgmlDecl + c === "--") {
							parser.state = S.COMMENT;
							parser.comment = "";
							parser.sgmlDecl = "";
							continue;
						}
						if (parser.doctype && parser.doctype !== true && parser.sgmlDecl) {
							parser.state = S.DOCTYPE_DTD;
							parser.doctype += "<!" + parser.sgmlDecl + c;
							parser.sgmlDecl = "";
						} else if (CDATAre.test(parser.sgmlDecl + c)) {
							emitNode(parser, "onopencdata");
							parser.state = S.CDATA;
							parser.sgmlDecl = "";
							parser.cdata = "";
						} else if (DOCTYPEre.test(parser.sgmlDecl + c)) {
							parser.state = S.DOCTYPE;
							if (parser.doctype || parser.sawRoot) strictFail(parser, "Inappropriately located doctype declaration");
							parser.doctype = "";
							parser.sgmlDecl = "";
						} else if (c === ">") {
							emitNode(parser, "onsgmldeclaration", parser.sgmlDecl);
							parser.sgmlDecl = "";
							parser.state = S.TEXT;
						} else if (isQuote(c)) {
							parser.state = S.SGML_DECL_QUOTED;
							parser.sgmlDecl += c;
						} else parser.sgmlDecl += c;
						continue;
					case S.SGML_DECL_QUOTED:
						if (c === parser.q) {
							parser.state = S.SGML_DECL;
							parser.q = "";
						}
						parser.sgmlDecl += c;
						continue;
					case S.DOCTYPE:
						if (c === ">") {
							parser.state = S.TEXT;
							emitNode(parser, "ondoctype", parser.doctype);
							parser.doctype = true;
						} else {
							parser.doctype += c;
							if (c === "[") parser.state = S.DOCTYPE_DTD;
							else if (isQuote(c)) {
								parser.state = S.DOCTYPE_QUOTED;
								parser.q = c;
							}
						}
						continue;
					case S.DOCTYPE_QUOTED:
						parser.doctype += c;
						if (c === parser.q) {
							parser.q = "";
							parser.state = S.DOCTYPE;
						}
						continue;
					case S.DOCTYPE_DTD:
						if (c === "]") {
							parser.doctype += c;
							parser.state = S.DOCTYPE;
						} else if (c === "<") {
							parser.state = S.OPEN_WAKA;
							parser.startTagPosition = parser.position;
						} else if (isQuote(c)) {
							parser.doctype += c;
							parser.state = S.DOCTYPE_DTD_QUOTED;
							parser.q = c;
						} else parser.doctype += c;
						continue;
					case S.DOCTYPE_DTD_QUOTED:
						parser.doctype += c;
						if (c === parser.q) {
							parser.state = S.DOCTYPE_DTD;
							parser.q = "";
						}
						continue;
					case S.COMMENT:
						if (c === "-") parser.state = S.COMMENT_ENDING;
						else parser.comment += c;
						continue;
					case S.COMMENT_ENDING:
						if (c === "-") {
							parser.state = S.COMMENT_ENDED;
							parser.comment = textopts(parser.opt, parser.comment);
							if (parser.comment) emitNode(parser, "oncomment", parser.comment);
							parser.comment = "";
						} else {
							parser.comment += "-" + c;
							parser.state = S.COMMENT;
						}
						continue;
					case S.COMMENT_ENDED:
						if (c !== ">") {
							strictFail(parser, "Malformed comment");
							parser.comment += "--" + c;
							parser.state = S.COMMENT;
						} else if (parser.doctype && parser.doctype !== true) parser.state = S.DOCTYPE_DTD;
						else parser.state = S.TEXT;
						continue;
					case S.CDATA:
						var starti = i - 1;
						while (c && c !== "]") {
							c = charAt(chunk, i++);
							if (c && parser.trackPosition) {
								parser.position++;
								if (c === "\n") {
									parser.line++;
									parser.column = 0;
								} else parser.column++;
							}
						}
						parser.cdata += chunk.substring(starti, i - 1);
						if (c === "]") parser.state = S.CDATA_ENDING;
						continue;
					case S.CDATA_ENDING:
						if (c === "]") parser.state = S.CDATA_ENDING_2;
						else {
							parser.cdata += "]" + c;
							parser.state = S.CDATA;
						}
						continue;
					case S.CDATA_ENDING_2:
						if (c === ">") {
							if (parser.cdata) emitNode(parser, "oncdata", parser.cdata);
							emitNode(parser, "onclosecdata");
							parser.cdata = "";
							parser.state = S.TEXT;
						} else if (c === "]") parser.cdata += "]";
						else {
							parser.cdata += "]]" + c;
							parser.state = S.CDATA;
						}
						continue;
					case S.PROC_INST:
						if (c === "?") parser.state = S.PROC_INST_ENDING;
						else if (isWhitespace(c)) parser.state = S.PROC_INST_BODY;
						else parser.procInstName += c;
						continue;
					case S.PROC_INST_BODY:
						if (!parser.procInstBody && isWhitespace(c)) continue;
						else if (c === "?") parser.state = S.PROC_INST_ENDING;
						else parser.procInstBody += c;
						continue;
					case S.PROC_INST_ENDING:
						if (c === ">") {
							const procInstEndData = {
								name: parser.procInstName,
								body: parser.procInstBody
							};
							validateXmlDeclarationEncoding(parser, procInstEndData);
							emitNode(parser, "onprocessinginstruction", procInstEndData);
							parser.procInstName = parser.procInstBody = "";
							parser.state = S.TEXT;
						} else {
							parser.procInstBody += "?" + c;
							parser.state = S.PROC_INST_BODY;
						}
						continue;
					case S.OPEN_TAG:
						if (isMatch(nameBody, c)) parser.tagName += c;
						else {
							newTag(parser);
							if (c === ">") openTag(parser);
							else if (c === "/") parser.state = S.OPEN_TAG_SLASH;
							else {
								if (!isWhitespace(c)) strictFail(parser, "Invalid character in tag name");
								parser.state = S.ATTRIB;
							}
						}
						continue;
					case S.OPEN_TAG_SLASH:
						if (c === ">") {
							openTag(parser, true);
							closeTag(parser);
						} else {
							strictFail(parser, "Forward-slash in opening tag not followed by >");
							parser.state = S.ATTRIB;
						}
						continue;
					case S.ATTRIB:
						if (isWhitespace(c)) continue;
						else if (c === ">") openTag(parser);
						else if (c === "/") parser.state = S.OPEN_TAG_SLASH;
						else if (isMatch(nameStart, c)) {
							parser.attribName = c;
							parser.attribValue = "";
							parser.state = S.ATTRIB_NAME;
						} else strictFail(parser, "Invalid attribute name");
						continue;
					case S.ATTRIB_NAME:
						if (c === "=") parser.state = S.ATTRIB_VALUE;
						else if (c === ">") {
							strictFail(parser, "Attribute without value");
							parser.attribValue = parser.attribName;
							attrib(parser);
							openTag(parser);
						} else if (isWhitespace(c)) parser.state = S.ATTRIB_NAME_SAW_WHITE;
						else if (isMatch(nameBody, c)) parser.attribName += c;
						else strictFail(parser, "Invalid attribute name");
						continue;
					case S.ATTRIB_NAME_SAW_WHITE:
						if (c === "=") parser.state = S.ATTRIB_VALUE;
						else if (isWhitespace(c)) continue;
						else {
							strictFail(parser, "Attribute without value");
							parser.tag.attributes[parser.attribName] = "";
							parser.attribValue = "";
							emitNode(parser, "onattribute", {
								name: parser.attribName,
								value: ""
							});
							parser.attribName = "";
							if (c === ">") openTag(parser);
							else if (isMatch(nameStart, c)) {
								parser.attribName = c;
								parser.state = S.ATTRIB_NAME;
							} else {
								strictFail(parser, "Invalid attribute name");
								parser.state = S.ATTRIB;
							}
						}
						continue;
					case S.ATTRIB_VALUE:
						if (isWhitespace(c)) continue;
						else if (isQuote(c)) {
							parser.q = c;
							parser.state = S.ATTRIB_VALUE_QUOTED;
						} else {
							if (!parser.opt.unquotedAttributeValues) error(parser, "Unquoted attribute value");
							parser.state = S.ATTRIB_VALUE_UNQUOTED;
							parser.attribValue = c;
						}
						continue;
					case S.ATTRIB_VALUE_QUOTED:
						if (c !== parser.q) {
							if (c === "&") parser.state = S.ATTRIB_VALUE_ENTITY_Q;
							else parser.attribValue += c;
							continue;
						}
						attrib(parser);
						parser.q = "";
						parser.state = S.ATTRIB_VALUE_CLOSED;
						continue;
					case S.ATTRIB_VALUE_CLOSED:
						if (isWhitespace(c)) parser.state = S.ATTRIB;
						else if (c === ">") openTag(parser);
						else if (c === "/") parser.state = S.OPEN_TAG_SLASH;
						else if (isMatch(nameStart, c)) {
							strictFail(parser, "No whitespace between attributes");
							parser.attribName = c;
							parser.attribValue = "";
							parser.state = S.ATTRIB_NAME;
						} else strictFail(parser, "Invalid attribute name");
						continue;
					case S.ATTRIB_VALUE_UNQUOTED:
						if (!isAttribEnd(c)) {
							if (c === "&") parser.state = S.ATTRIB_VALUE_ENTITY_U;
							else parser.attribValue += c;
							continue;
						}
						attrib(parser);
						if (c === ">") openTag(parser);
						else parser.state = S.ATTRIB;
						continue;
					case S.CLOSE_TAG:
						if (!parser.tagName) {
							if (isWhitespace(c)) continue;
							else if (notMatch(nameStart, c)) {
								if (parser.script) {
									parser.script += "</" + c;
									parser.state = S.SCRIPT;
								} else strictFail(parser, "Invalid tagname in closing tag.");
							} else parser.tagName = c;
						} else if (c === ">") closeTag(parser);
						else if (isMatch(nameBody, c)) parser.tagName += c;
						else if (parser.script) {
							parser.script += "</" + parser.tagName + c;
							parser.tagName = "";
							parser.state = S.SCRIPT;
						} else {
							if (!isWhitespace(c)) strictFail(parser, "Invalid tagname in closing tag");
							parser.state = S.CLOSE_TAG_SAW_WHITE;
						}
						continue;
					case S.CLOSE_TAG_SAW_WHITE:
						if (isWhitespace(c)) continue;
						if (c === ">") closeTag(parser);
						else strictFail(parser, "Invalid characters in closing tag");
						continue;
					case S.TEXT_ENTITY:
					case S.ATTRIB_VALUE_ENTITY_Q:
					case S.ATTRIB_VALUE_ENTITY_U:
						var returnState;
						var buffer;
						switch (parser.state) {
							case S.TEXT_ENTITY:
								returnState = S.TEXT;
								buffer = "textNode";
								break;
							case S.ATTRIB_VALUE_ENTITY_Q:
								returnState = S.ATTRIB_VALUE_QUOTED;
								buffer = "attribValue";
								break;
							case S.ATTRIB_VALUE_ENTITY_U:
								returnState = S.ATTRIB_VALUE_UNQUOTED;
								buffer = "attribValue";
						}
						if (c === ";") {
							var parsedEntity = parseEntity(parser);
							if (parser.opt.unparsedEntities && !Object.values(sax.XML_ENTITIES).includes(parsedEntity)) {
								if ((parser.entityCount += 1) > parser.opt.maxEntityCount) error(parser, "Parsed entity count exceeds max entity count");
								if ((parser.entityDepth += 1) > parser.opt.maxEntityDepth) error(parser, "Parsed entity depth exceeds max entity depth");
								parser.entity = "";
								parser.state = returnState;
								parser.write(parsedEntity);
								parser.entityDepth -= 1;
							} else {
								parser[buffer] += parsedEntity;
								parser.entity = "";
								parser.state = returnState;
							}
						} else if (isMatch(parser.entity.length ? entityBody : entityStart, c)) parser.entity += c;
						else {
							strictFail(parser, "Invalid character in entity name");
							parser[buffer] += "&" + parser.entity + c;
							parser.entity = "";
							parser.state = returnState;
						}
						continue;
					default: throw new Error(parser, "Unknown state: " + parser.state);
				}
			}
			if (parser.position >= parser.bufferCheckPosition) checkBufferLength(parser);
			return parser;
		}
		/* istanbul ignore next */
		if (!String.fromCodePoint) (function() {
			var stringFromCharCode = String.fromCharCode;
			var floor = Math.floor;
			var fromCodePoint = function() {
				var MAX_SIZE = 16384;
				var codeUnits = [];
				var highSurrogate;
				var lowSurrogate;
				var index = -1;
				var length = arguments.length;
				if (!length) return "";
				var result = "";
				while (++index < length) {
					var codePoint = Number(arguments[index]);
					if (!isFinite(codePoint) || codePoint < 0 || codePoint > 1114111 || floor(codePoint) !== codePoint) throw RangeError("Invalid code point: " + codePoint);
					if (codePoint <= 65535) codeUnits.push(codePoint);
					else {
						codePoint -= 65536;
						highSurrogate = (codePoint >> 10) + 55296;
						lowSurrogate = codePoint % 1024 + 56320;
						codeUnits.push(highSurrogate, lowSurrogate);
					}
					if (index + 1 === length || codeUnits.length > MAX_SIZE) {
						result += stringFromCharCode.apply(null, codeUnits);
						codeUnits.length = 0;
					}
				}
				return result;
			};
			/* istanbul ignore next */
			if (Object.defineProperty) Object.defineProperty(String, "fromCodePoint", {
				value: fromCodePoint,
				configurable: true,
				writable: true
			});
			else String.fromCodePoint = fromCodePoint;
		})();
	})(typeof exports === "undefined" ? this$1.sax = {} : exports);
}));

// node_modules/xml-js/lib/array-helper.js
var require_array_helper = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = { isArray: function(value) {
		if (Array.isArray) return Array.isArray(value);
		return Object.prototype.toString.call(value) === "[object Array]";
	} };
}));

// node_modules/xml-js/lib/options-helper.js
var require_options_helper = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var isArray = require_array_helper().isArray;
	module.exports = {
		copyOptions: function(options) {
			var key, copy = {};
			for (key in options) if (options.hasOwnProperty(key)) copy[key] = options[key];
			return copy;
		},
		ensureFlagExists: function(item, options) {
			if (!(item in options) || typeof options[item] !== "boolean") options[item] = false;
		},
		ensureSpacesExists: function(options) {
			if (!("spaces" in options) || typeof options.spaces !== "number" && typeof options.spaces !== "string") options.spaces = 0;
		},
		ensureAlwaysArrayExists: function(options) {
			if (!("alwaysArray" in options) || typeof options.alwaysArray !== "boolean" && !isArray(options.alwaysArray)) options.alwaysArray = false;
		},
		ensureKeyExists: function(key, options) {
			if (!(key + "Key" in options) || typeof options[key + "Key"] !== "string") options[key + "Key"] = options.compact ? "_" + key : key;
		},
		checkFnExists: function(key, options) {
			return key + "Fn" in options;
		}
	};
}));

// node_modules/xml-js/lib/xml2js.js
var require_xml2js = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var sax = require_sax();
	var expat = {
		on: function() {},
		parse: function() {}
	};
	var helper = require_options_helper();
	var isArray = require_array_helper().isArray;
	var options;
	var pureJsParser = true;
	var currentElement;
	function validateOptions(userOptions) {
		options = helper.copyOptions(userOptions);
		helper.ensureFlagExists("ignoreDeclaration", options);
		helper.ensureFlagExists("ignoreInstruction", options);
		helper.ensureFlagExists("ignoreAttributes", options);
		helper.ensureFlagExists("ignoreText", options);
		helper.ensureFlagExists("ignoreComment", options);
		helper.ensureFlagExists("ignoreCdata", options);
		helper.ensureFlagExists("ignoreDoctype", options);
		helper.ensureFlagExists("compact", options);
		helper.ensureFlagExists("alwaysChildren", options);
		helper.ensureFlagExists("addParent", options);
		helper.ensureFlagExists("trim", options);
		helper.ensureFlagExists("nativeType", options);
		helper.ensureFlagExists("nativeTypeAttributes", options);
		helper.ensureFlagExists("sanitize", options);
		helper.ensureFlagExists("instructionHasAttributes", options);
		helper.ensureFlagExists("captureSpacesBetweenElements", options);
		helper.ensureAlwaysArrayExists(options);
		helper.ensureKeyExists("declaration", options);
		helper.ensureKeyExists("instruction", options);
		helper.ensureKeyExists("attributes", options);
		helper.ensureKeyExists("text", options);
		helper.ensureKeyExists("comment", options);
		helper.ensureKeyExists("cdata", options);
		helper.ensureKeyExists("doctype", options);
		helper.ensureKeyExists("type", options);
		helper.ensureKeyExists("name", options);
		helper.ensureKeyExists("elements", options);
		helper.ensureKeyExists("parent", options);
		helper.checkFnExists("doctype", options);
		helper.checkFnExists("instruction", options);
		helper.checkFnExists("cdata", options);
		helper.checkFnExists("comment", options);
		helper.checkFnExists("text", options);
		helper.checkFnExists("instructionName", options);
		helper.checkFnExists("elementName", options);
		helper.checkFnExists("attributeName", options);
		helper.checkFnExists("attributeValue", options);
		helper.checkFnExists("attributes", options);
		return options;
	}
	function nativeType(value) {
		var nValue = Number(value);
		if (!isNaN(nValue)) return nValue;
		var bValue = value.toLowerCase();
		if (bValue === "true") return true;
		else if (bValue === "false") return false;
		return value;
	}
	function addField(type, value) {
		var key;
		if (options.compact) {
			if (!currentElement[options[type + "Key"]] && (isArray(options.alwaysArray) ? options.alwaysArray.indexOf(options[type + "Key"]) !== -1 : options.alwaysArray)) currentElement[options[type + "Key"]] = [];
			if (currentElement[options[type + "Key"]] && !isArray(currentElement[options[type + "Key"]])) currentElement[options[type + "Key"]] = [currentElement[options[type + "Key"]]];
			if (type + "Fn" in options && typeof value === "string") value = options[type + "Fn"](value, currentElement);
			if (type === "instruction" && ("instructionFn" in options || "instructionNameFn" in options)) {
				for (key in value) if (value.hasOwnProperty(key)) {
					if ("instructionFn" in options) value[key] = options.instructionFn(value[key], key, currentElement);
					else {
						var temp = value[key];
						delete value[key];
						value[options.instructionNameFn(key, temp, currentElement)] = temp;
					}
				}
			}
			if (isArray(currentElement[options[type + "Key"]])) currentElement[options[type + "Key"]].push(value);
			else currentElement[options[type + "Key"]] = value;
		} else {
			if (!currentElement[options.elementsKey]) currentElement[options.elementsKey] = [];
			var element = {};
			element[options.typeKey] = type;
			if (type === "instruction") {
				for (key in value) if (value.hasOwnProperty(key)) break;
				element[options.nameKey] = "instructionNameFn" in options ? options.instructionNameFn(key, value, currentElement) : key;
				if (options.instructionHasAttributes) {
					element[options.attributesKey] = value[key][options.attributesKey];
					if ("instructionFn" in options) element[options.attributesKey] = options.instructionFn(element[options.attributesKey], key, currentElement);
				} else {
					if ("instructionFn" in options) value[key] = options.instructionFn(value[key], key, currentElement);
					element[options.instructionKey] = value[key];
				}
			} else {
				if (type + "Fn" in options) value = options[type + "Fn"](value, currentElement);
				element[options[type + "Key"]] = value;
			}
			if (options.addParent) element[options.parentKey] = currentElement;
			currentElement[options.elementsKey].push(element);
		}
	}
	function manipulateAttributes(attributes) {
		if ("attributesFn" in options && attributes) attributes = options.attributesFn(attributes, currentElement);
		if ((options.trim || "attributeValueFn" in options || "attributeNameFn" in options || options.nativeTypeAttributes) && attributes) {
			var key;
			for (key in attributes) if (attributes.hasOwnProperty(key)) {
				if (options.trim) attributes[key] = attributes[key].trim();
				if (options.nativeTypeAttributes) attributes[key] = nativeType(attributes[key]);
				if ("attributeValueFn" in options) attributes[key] = options.attributeValueFn(attributes[key], key, currentElement);
				if ("attributeNameFn" in options) {
					var temp = attributes[key];
					delete attributes[key];
					attributes[options.attributeNameFn(key, attributes[key], currentElement)] = temp;
				}
			}
		}
		return attributes;
	}
	function onInstruction(instruction) {
		var attributes = {};
		if (instruction.body && (instruction.name.toLowerCase() === "xml" || options.instructionHasAttributes)) {
			var attrsRegExp = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\w+))\s*/g;
			var match;
			while ((match = attrsRegExp.exec(instruction.body)) !== null) attributes[match[1]] = match[2] || match[3] || match[4];
			attributes = manipulateAttributes(attributes);
		}
		if (instruction.name.toLowerCase() === "xml") {
			if (options.ignoreDeclaration) return;
			currentElement[options.declarationKey] = {};
			if (Object.keys(attributes).length) currentElement[options.declarationKey][options.attributesKey] = attributes;
			if (options.addParent) currentElement[options.declarationKey][options.parentKey] = currentElement;
		} else {
			if (options.ignoreInstruction) return;
			if (options.trim) instruction.body = instruction.body.trim();
			var value = {};
			if (options.instructionHasAttributes && Object.keys(attributes).length) {
				value[instruction.name] = {};
				value[instruction.name][options.attributesKey] = attributes;
			} else value[instruction.name] = instruction.body;
			addField("instruction", value);
		}
	}
	function onStartElement(name, attributes) {
		var element;
		if (typeof name === "object") {
			attributes = name.attributes;
			name = name.name;
		}
		attributes = manipulateAttributes(attributes);
		if ("elementNameFn" in options) name = options.elementNameFn(name, currentElement);
		if (options.compact) {
			element = {};
			if (!options.ignoreAttributes && attributes && Object.keys(attributes).length) {
				element[options.attributesKey] = {};
				var key;
				for (key in attributes) if (attributes.hasOwnProperty(key)) element[options.attributesKey][key] = attributes[key];
			}
			if (!(name in currentElement) && (isArray(options.alwaysArray) ? options.alwaysArray.indexOf(name) !== -1 : options.alwaysArray)) currentElement[name] = [];
			if (currentElement[name] && !isArray(currentElement[name])) currentElement[name] = [currentElement[name]];
			if (isArray(currentElement[name])) currentElement[name].push(element);
			else currentElement[name] = element;
		} else {
			if (!currentElement[options.elementsKey]) currentElement[options.elementsKey] = [];
			element = {};
			element[options.typeKey] = "element";
			element[options.nameKey] = name;
			if (!options.ignoreAttributes && attributes && Object.keys(attributes).length) element[options.attributesKey] = attributes;
			if (options.alwaysChildren) element[options.elementsKey] = [];
			currentElement[options.elementsKey].push(element);
		}
		element[options.parentKey] = currentElement;
		currentElement = element;
	}
	function onText(text) {
		if (options.ignoreText) return;
		if (!text.trim() && !options.captureSpacesBetweenElements) return;
		if (options.trim) text = text.trim();
		if (options.nativeType) text = nativeType(text);
		if (options.sanitize) text = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
		addField("text", text);
	}
	function onComment(comment) {
		if (options.ignoreComment) return;
		if (options.trim) comment = comment.trim();
		addField("comment", comment);
	}
	function onEndElement(name) {
		var parentElement = currentElement[options.parentKey];
		if (!options.addParent) delete currentElement[options.parentKey];
		currentElement = parentElement;
	}
	function onCdata(cdata) {
		if (options.ignoreCdata) return;
		if (options.trim) cdata = cdata.trim();
		addField("cdata", cdata);
	}
	function onDoctype(doctype) {
		if (options.ignoreDoctype) return;
		doctype = doctype.replace(/^ /, "");
		if (options.trim) doctype = doctype.trim();
		addField("doctype", doctype);
	}
	function onError(error) {
		error.note = error;
	}
	module.exports = function(xml, userOptions) {
		var parser = pureJsParser ? sax.parser(true, {}) : parser = new expat.Parser("UTF-8");
		var result = {};
		currentElement = result;
		options = validateOptions(userOptions);
		if (pureJsParser) {
			parser.opt = { strictEntities: true };
			parser.onopentag = onStartElement;
			parser.ontext = onText;
			parser.oncomment = onComment;
			parser.onclosetag = onEndElement;
			parser.onerror = onError;
			parser.oncdata = onCdata;
			parser.ondoctype = onDoctype;
			parser.onprocessinginstruction = onInstruction;
		} else {
			parser.on("startElement", onStartElement);
			parser.on("text", onText);
			parser.on("comment", onComment);
			parser.on("endElement", onEndElement);
			parser.on("error", onError);
		}
		if (pureJsParser) parser.write(xml).close();
		else if (!parser.parse(xml)) throw new Error("XML parsing error: " + parser.getError());
		if (result[options.elementsKey]) {
			var temp = result[options.elementsKey];
			delete result[options.elementsKey];
			result[options.elementsKey] = temp;
			delete result.text;
		}
		return result;
	};
}));

// node_modules/xml-js/lib/xml2json.js
var require_xml2json = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var helper = require_options_helper();
	var xml2js = require_xml2js();
	function validateOptions(userOptions) {
		var options = helper.copyOptions(userOptions);
		helper.ensureSpacesExists(options);
		return options;
	}
	module.exports = function(xml, userOptions) {
		var options = validateOptions(userOptions), js = xml2js(xml, options), json, parentKey = "compact" in options && options.compact ? "_parent" : "parent";
		if ("addParent" in options && options.addParent) json = JSON.stringify(js, function(k, v) {
			return k === parentKey ? "_" : v;
		}, options.spaces);
		else json = JSON.stringify(js, null, options.spaces);
		return json.replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
	};
}));

// node_modules/xml-js/lib/js2xml.js
var require_js2xml = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var helper = require_options_helper();
	var isArray = require_array_helper().isArray;
	var currentElement;
	var currentElementName;
	function validateOptions(userOptions) {
		var options = helper.copyOptions(userOptions);
		helper.ensureFlagExists("ignoreDeclaration", options);
		helper.ensureFlagExists("ignoreInstruction", options);
		helper.ensureFlagExists("ignoreAttributes", options);
		helper.ensureFlagExists("ignoreText", options);
		helper.ensureFlagExists("ignoreComment", options);
		helper.ensureFlagExists("ignoreCdata", options);
		helper.ensureFlagExists("ignoreDoctype", options);
		helper.ensureFlagExists("compact", options);
		helper.ensureFlagExists("indentText", options);
		helper.ensureFlagExists("indentCdata", options);
		helper.ensureFlagExists("indentAttributes", options);
		helper.ensureFlagExists("indentInstruction", options);
		helper.ensureFlagExists("fullTagEmptyElement", options);
		helper.ensureFlagExists("noQuotesForNativeAttributes", options);
		helper.ensureSpacesExists(options);
		if (typeof options.spaces === "number") options.spaces = Array(options.spaces + 1).join(" ");
		helper.ensureKeyExists("declaration", options);
		helper.ensureKeyExists("instruction", options);
		helper.ensureKeyExists("attributes", options);
		helper.ensureKeyExists("text", options);
		helper.ensureKeyExists("comment", options);
		helper.ensureKeyExists("cdata", options);
		helper.ensureKeyExists("doctype", options);
		helper.ensureKeyExists("type", options);
		helper.ensureKeyExists("name", options);
		helper.ensureKeyExists("elements", options);
		helper.checkFnExists("doctype", options);
		helper.checkFnExists("instruction", options);
		helper.checkFnExists("cdata", options);
		helper.checkFnExists("comment", options);
		helper.checkFnExists("text", options);
		helper.checkFnExists("instructionName", options);
		helper.checkFnExists("elementName", options);
		helper.checkFnExists("attributeName", options);
		helper.checkFnExists("attributeValue", options);
		helper.checkFnExists("attributes", options);
		helper.checkFnExists("fullTagEmptyElement", options);
		return options;
	}
	function writeIndentation(options, depth, firstLine) {
		return (!firstLine && options.spaces ? "\n" : "") + Array(depth + 1).join(options.spaces);
	}
	function writeAttributes(attributes, options, depth) {
		if (options.ignoreAttributes) return "";
		if ("attributesFn" in options) attributes = options.attributesFn(attributes, currentElementName, currentElement);
		var key, attr, attrName, quote, result = [];
		for (key in attributes) if (attributes.hasOwnProperty(key) && attributes[key] !== null && attributes[key] !== void 0) {
			quote = options.noQuotesForNativeAttributes && typeof attributes[key] !== "string" ? "" : "\"";
			attr = "" + attributes[key];
			attr = attr.replace(/"/g, "&quot;");
			attrName = "attributeNameFn" in options ? options.attributeNameFn(key, attr, currentElementName, currentElement) : key;
			result.push(options.spaces && options.indentAttributes ? writeIndentation(options, depth + 1, false) : " ");
			result.push(attrName + "=" + quote + ("attributeValueFn" in options ? options.attributeValueFn(attr, key, currentElementName, currentElement) : attr) + quote);
		}
		if (attributes && Object.keys(attributes).length && options.spaces && options.indentAttributes) result.push(writeIndentation(options, depth, false));
		return result.join("");
	}
	function writeDeclaration(declaration, options, depth) {
		currentElement = declaration;
		currentElementName = "xml";
		return options.ignoreDeclaration ? "" : "<?xml" + writeAttributes(declaration[options.attributesKey], options, depth) + "?>";
	}
	function writeInstruction(instruction, options, depth) {
		if (options.ignoreInstruction) return "";
		var key;
		for (key in instruction) if (instruction.hasOwnProperty(key)) break;
		var instructionName = "instructionNameFn" in options ? options.instructionNameFn(key, instruction[key], currentElementName, currentElement) : key;
		if (typeof instruction[key] === "object") {
			currentElement = instruction;
			currentElementName = instructionName;
			return "<?" + instructionName + writeAttributes(instruction[key][options.attributesKey], options, depth) + "?>";
		} else {
			var instructionValue = instruction[key] ? instruction[key] : "";
			if ("instructionFn" in options) instructionValue = options.instructionFn(instructionValue, key, currentElementName, currentElement);
			return "<?" + instructionName + (instructionValue ? " " + instructionValue : "") + "?>";
		}
	}
	function writeComment(comment, options) {
		return options.ignoreComment ? "" : "<!--" + ("commentFn" in options ? options.commentFn(comment, currentElementName, currentElement) : comment) + "-->";
	}
	function writeCdata(cdata, options) {
		return options.ignoreCdata ? "" : "<![CDATA[" + ("cdataFn" in options ? options.cdataFn(cdata, currentElementName, currentElement) : cdata.replace("]]>", "]]]]><![CDATA[>")) + "]]>";
	}
	function writeDoctype(doctype, options) {
		return options.ignoreDoctype ? "" : "<!DOCTYPE " + ("doctypeFn" in options ? options.doctypeFn(doctype, currentElementName, currentElement) : doctype) + ">";
	}
	function writeText(text, options) {
		if (options.ignoreText) return "";
		text = "" + text;
		text = text.replace(/&amp;/g, "&");
		text = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
		return "textFn" in options ? options.textFn(text, currentElementName, currentElement) : text;
	}
	function hasContent(element, options) {
		var i;
		if (element.elements && element.elements.length) for (i = 0; i < element.elements.length; ++i) switch (element.elements[i][options.typeKey]) {
			case "text":
				if (options.indentText) return true;
				break;
			case "cdata":
				if (options.indentCdata) return true;
				break;
			case "instruction":
				if (options.indentInstruction) return true;
				break;
			case "doctype":
			case "comment":
			case "element": return true;
			default: return true;
		}
		return false;
	}
	function writeElement(element, options, depth) {
		currentElement = element;
		currentElementName = element.name;
		var xml = [], elementName = "elementNameFn" in options ? options.elementNameFn(element.name, element) : element.name;
		xml.push("<" + elementName);
		if (element[options.attributesKey]) xml.push(writeAttributes(element[options.attributesKey], options, depth));
		var withClosingTag = element[options.elementsKey] && element[options.elementsKey].length || element[options.attributesKey] && element[options.attributesKey]["xml:space"] === "preserve";
		if (!withClosingTag) {
			if ("fullTagEmptyElementFn" in options) withClosingTag = options.fullTagEmptyElementFn(element.name, element);
			else withClosingTag = options.fullTagEmptyElement;
		}
		if (withClosingTag) {
			xml.push(">");
			if (element[options.elementsKey] && element[options.elementsKey].length) {
				xml.push(writeElements(element[options.elementsKey], options, depth + 1));
				currentElement = element;
				currentElementName = element.name;
			}
			xml.push(options.spaces && hasContent(element, options) ? "\n" + Array(depth + 1).join(options.spaces) : "");
			xml.push("</" + elementName + ">");
		} else xml.push("/>");
		return xml.join("");
	}
	function writeElements(elements, options, depth, firstLine) {
		return elements.reduce(function(xml, element) {
			var indent = writeIndentation(options, depth, firstLine && !xml);
			switch (element.type) {
				case "element": return xml + indent + writeElement(element, options, depth);
				case "comment": return xml + indent + writeComment(element[options.commentKey], options);
				case "doctype": return xml + indent + writeDoctype(element[options.doctypeKey], options);
				case "cdata": return xml + (options.indentCdata ? indent : "") + writeCdata(element[options.cdataKey], options);
				case "text": return xml + (options.indentText ? indent : "") + writeText(element[options.textKey], options);
				case "instruction":
					var instruction = {};
					instruction[element[options.nameKey]] = element[options.attributesKey] ? element : element[options.instructionKey];
					return xml + (options.indentInstruction ? indent : "") + writeInstruction(instruction, options, depth);
			}
		}, "");
	}
	function hasContentCompact(element, options, anyContent) {
		var key;
		for (key in element) if (element.hasOwnProperty(key)) switch (key) {
			case options.parentKey:
			case options.attributesKey: break;
			case options.textKey:
				if (options.indentText || anyContent) return true;
				break;
			case options.cdataKey:
				if (options.indentCdata || anyContent) return true;
				break;
			case options.instructionKey:
				if (options.indentInstruction || anyContent) return true;
				break;
			case options.doctypeKey:
			case options.commentKey: return true;
			default: return true;
		}
		return false;
	}
	function writeElementCompact(element, name, options, depth, indent) {
		currentElement = element;
		currentElementName = name;
		var elementName = "elementNameFn" in options ? options.elementNameFn(name, element) : name;
		if (typeof element === "undefined" || element === null || element === "") return "fullTagEmptyElementFn" in options && options.fullTagEmptyElementFn(name, element) || options.fullTagEmptyElement ? "<" + elementName + "></" + elementName + ">" : "<" + elementName + "/>";
		var xml = [];
		if (name) {
			xml.push("<" + elementName);
			if (typeof element !== "object") {
				xml.push(">" + writeText(element, options) + "</" + elementName + ">");
				return xml.join("");
			}
			if (element[options.attributesKey]) xml.push(writeAttributes(element[options.attributesKey], options, depth));
			var withClosingTag = hasContentCompact(element, options, true) || element[options.attributesKey] && element[options.attributesKey]["xml:space"] === "preserve";
			if (!withClosingTag) {
				if ("fullTagEmptyElementFn" in options) withClosingTag = options.fullTagEmptyElementFn(name, element);
				else withClosingTag = options.fullTagEmptyElement;
			}
			if (withClosingTag) xml.push(">");
			else {
				xml.push("/>");
				return xml.join("");
			}
		}
		xml.push(writeElementsCompact(element, options, depth + 1, false));
		currentElement = element;
		currentElementName = name;
		if (name) xml.push((indent ? writeIndentation(options, depth, false) : "") + "</" + elementName + ">");
		return xml.join("");
	}
	function writeElementsCompact(element, options, depth, firstLine) {
		var i, key, nodes, xml = [];
		for (key in element) if (element.hasOwnProperty(key)) {
			nodes = isArray(element[key]) ? element[key] : [element[key]];
			for (i = 0; i < nodes.length; ++i) {
				switch (key) {
					case options.declarationKey:
						xml.push(writeDeclaration(nodes[i], options, depth));
						break;
					case options.instructionKey:
						xml.push((options.indentInstruction ? writeIndentation(options, depth, firstLine) : "") + writeInstruction(nodes[i], options, depth));
						break;
					case options.attributesKey:
					case options.parentKey: break;
					case options.textKey:
						xml.push((options.indentText ? writeIndentation(options, depth, firstLine) : "") + writeText(nodes[i], options));
						break;
					case options.cdataKey:
						xml.push((options.indentCdata ? writeIndentation(options, depth, firstLine) : "") + writeCdata(nodes[i], options));
						break;
					case options.doctypeKey:
						xml.push(writeIndentation(options, depth, firstLine) + writeDoctype(nodes[i], options));
						break;
					case options.commentKey:
						xml.push(writeIndentation(options, depth, firstLine) + writeComment(nodes[i], options));
						break;
					default: xml.push(writeIndentation(options, depth, firstLine) + writeElementCompact(nodes[i], key, options, depth, hasContentCompact(nodes[i], options)));
				}
				firstLine = firstLine && !xml.length;
			}
		}
		return xml.join("");
	}
	module.exports = function(js, options) {
		options = validateOptions(options);
		var xml = [];
		currentElement = js;
		currentElementName = "_root_";
		if (options.compact) xml.push(writeElementsCompact(js, options, 0, true));
		else {
			if (js[options.declarationKey]) xml.push(writeDeclaration(js[options.declarationKey], options, 0));
			if (js[options.elementsKey] && js[options.elementsKey].length) xml.push(writeElements(js[options.elementsKey], options, 0, !xml.length));
		}
		return xml.join("");
	};
}));

// node_modules/xml-js/lib/json2xml.js
var require_json2xml = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var js2xml = require_js2xml();
	module.exports = function(json, options) {
		if (json instanceof Buffer) json = json.toString();
		var js = null;
		if (typeof json === "string") try {
			js = JSON.parse(json);
		} catch (e) {
			throw new Error("The JSON structure is invalid");
		}
		else js = json;
		return js2xml(js, options);
	};
}));

// node_modules/xml-js/lib/index.js
var require_lib = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var xml2js = require_xml2js();
	var xml2json = require_xml2json();
	var js2xml = require_js2xml();
	var json2xml = require_json2xml();
	module.exports = {
		xml2js,
		xml2json,
		js2xml,
		json2xml
	};
}));

// node_modules/feed/lib/feed.js
var import_lib = /* @__PURE__ */ __toESM(require_lib(), 1);
const generator = "https://github.com/jpmonette/feed";
function escapeAmp(value) {
	return value.replace(/&/g, "&amp;");
}
function sanitize(text) {
	if (text === void 0) return void 0;
	return escapeAmp(text);
}
function sanitizeUrl(url) {
	if (url === void 0) return void 0;
	return escapeAmp(new URL(url).toString());
}
var atom1_default = (ins) => {
	const { options } = ins;
	const base = {
		_declaration: { _attributes: {
			version: "1.0",
			encoding: "utf-8"
		} },
		_instruction: {},
		feed: {
			_attributes: { xmlns: "http://www.w3.org/2005/Atom" },
			id: options.id,
			title: options.title,
			updated: options.updated?.toISOString() ?? (/* @__PURE__ */ new Date()).toISOString(),
			...options.generator === false ? {} : { generator: sanitize(options.generator ?? generator) }
		}
	};
	if (options.stylesheet) base._instruction = { "xml-stylesheet": { _attributes: {
		href: options.stylesheet,
		type: "text/xsl"
	} } };
	else delete base._instruction;
	if (options.author) base.feed.author = formatAuthor(options.author);
	base.feed.link = [];
	if (options.link) base.feed.link.push({ _attributes: {
		rel: "alternate",
		href: sanitizeUrl(options.link)
	} });
	const atomLink = options.feed ?? options.feedLinks?.atom;
	if (atomLink) base.feed.link.push({ _attributes: {
		rel: "self",
		href: sanitizeUrl(atomLink)
	} });
	if (options.hub) base.feed.link.push({ _attributes: {
		rel: "hub",
		href: sanitizeUrl(options.hub)
	} });
	if (options.description) base.feed.subtitle = options.description;
	if (options.image) base.feed.logo = options.image;
	if (options.favicon) base.feed.icon = options.favicon;
	if (options.copyright) base.feed.rights = options.copyright;
	base.feed.category = [];
	ins.categories.forEach((category) => {
		base.feed.category.push({ _attributes: { term: sanitize(category) } });
	});
	base.feed.contributor = [];
	ins.contributors.forEach((contributor) => {
		base.feed.contributor.push(formatAuthor(contributor));
	});
	base.feed.entry = [];
	ins.items.forEach((item) => {
		const entry = {
			title: {
				_attributes: { type: "html" },
				_cdata: item.title
			},
			id: sanitizeUrl(item.id ?? item.link),
			link: [{ _attributes: { href: sanitizeUrl(item.link) } }],
			updated: item.date.toISOString()
		};
		if (item.description) entry.summary = {
			_attributes: { type: "html" },
			_cdata: item.description
		};
		if (item.content) entry.content = {
			_attributes: { type: "html" },
			_cdata: item.content
		};
		if (Array.isArray(item.author)) {
			entry.author = [];
			item.author.forEach((author) => {
				entry.author.push(formatAuthor(author));
			});
		}
		if (Array.isArray(item.category)) {
			entry.category = [];
			item.category.forEach((category) => {
				entry.category.push(formatCategory$1(category));
			});
		}
		if (item.enclosure) entry.link.push(formatEnclosure$1(item.enclosure));
		if (item.image) entry.link.push(formatEnclosure$1(item.image, "image"));
		if (item.audio) entry.link.push(formatEnclosure$1(item.audio, "audio"));
		if (item.video) entry.link.push(formatEnclosure$1(item.video, "video"));
		if (item.contributor && Array.isArray(item.contributor)) {
			entry.contributor = [];
			item.contributor.forEach((contributor) => {
				entry.contributor.push(formatAuthor(contributor));
			});
		}
		if (item.published) entry.published = item.published.toISOString();
		if (item.copyright) entry.rights = item.copyright;
		base.feed.entry.push(entry);
	});
	return import_lib.js2xml(base, {
		compact: true,
		ignoreComment: true,
		spaces: 4
	});
};
const formatAuthor = (author) => {
	const { name, email, link } = author;
	const out = { name };
	if (email) out.email = email;
	if (link) out.uri = sanitizeUrl(link);
	return out;
};
const formatEnclosure$1 = (enclosure, mimeCategory = "image") => {
	if (typeof enclosure === "string") {
		const sanitizedUrl$1 = sanitizeUrl(enclosure);
		return { _attributes: {
			rel: "enclosure",
			href: sanitizedUrl$1,
			type: `${mimeCategory}/${new URL(sanitizedUrl$1).pathname.split(".").slice(-1)[0]}`
		} };
	}
	const sanitizedUrl = sanitizeUrl(enclosure.url);
	const type = new URL(sanitizedUrl).pathname.split(".").slice(-1)[0];
	return { _attributes: {
		rel: "enclosure",
		href: sanitizedUrl,
		title: enclosure.title,
		type: `${mimeCategory}/${type}`,
		length: enclosure.length
	} };
};
const formatCategory$1 = (category) => {
	const { name, scheme, term } = category;
	return { _attributes: {
		label: sanitize(name),
		scheme: sanitizeUrl(scheme),
		term: sanitize(term)
	} };
};
var json_default = (ins) => {
	const { options, items, extensions } = ins;
	const feed = {
		version: "https://jsonfeed.org/version/1",
		title: options.title
	};
	if (options.link) feed.home_page_url = options.link;
	if (options.feedLinks?.json) feed.feed_url = options.feedLinks.json;
	if (options.description) feed.description = options.description;
	if (options.image) feed.icon = options.image;
	if (options.author) {
		feed.author = {};
		if (options.author.name) feed.author.name = options.author.name;
		if (options.author.link) feed.author.url = options.author.link;
		if (options.author.avatar) feed.author.avatar = options.author.avatar;
	}
	extensions.forEach((e) => {
		feed[e.name] = e.objects;
	});
	feed.items = items.map((item) => {
		const feedItem = {
			id: item.id,
			content_html: item.content ?? item.description
		};
		if (item.link) feedItem.url = item.link;
		if (item.title) feedItem.title = item.title;
		if (item.description && item.content) feedItem.summary = item.description;
		if (item.image) feedItem.image = typeof item.image === "string" ? item.image : item.image.url;
		if (item.date) feedItem.date_modified = item.date.toISOString();
		if (item.published) feedItem.date_published = item.published.toISOString();
		if (item.author) {
			const author = Array.isArray(item.author) ? item.author[0] : item.author;
			feedItem.author = {};
			if (author.name) feedItem.author.name = author.name;
			if (author.link) feedItem.author.url = author.link;
			if (author.avatar) feedItem.author.avatar = author.avatar;
		}
		if (Array.isArray(item.category)) {
			feedItem.tags = [];
			item.category.forEach((category) => {
				if (category.name) feedItem.tags.push(category.name);
			});
		}
		if (item.extensions) item.extensions.forEach((e) => {
			feedItem[e.name] = e.objects;
		});
		return feedItem;
	});
	return JSON.stringify(feed, null, 4);
};
var rss2_default = (ins) => {
	const { options, extensions } = ins;
	let needsAtomNamespace = false;
	let needsContentNamespace = false;
	const base = {
		_declaration: { _attributes: {
			version: "1.0",
			encoding: "utf-8"
		} },
		_instruction: {},
		rss: {
			_attributes: { version: "2.0" },
			channel: {
				title: { _text: options.title },
				link: { _text: sanitizeUrl(options.link) },
				description: { _text: options.description ?? "" },
				lastBuildDate: { _text: options.updated ? options.updated.toUTCString() : (/* @__PURE__ */ new Date()).toUTCString() },
				docs: { _text: options.docs ?? "https://validator.w3.org/feed/docs/rss2.html" },
				...options.generator === false ? {} : { generator: { _text: options.generator ?? generator } }
			}
		}
	};
	if (options.stylesheet) base._instruction = { "xml-stylesheet": { _attributes: {
		href: options.stylesheet,
		type: "text/xsl"
	} } };
	else delete base._instruction;
	if (options.language) base.rss.channel.language = { _text: options.language };
	if (options.ttl) base.rss.channel.ttl = { _text: options.ttl };
	if (options.image) base.rss.channel.image = {
		title: { _text: options.title },
		url: { _text: options.image },
		link: { _text: sanitizeUrl(options.link) }
	};
	if (options.copyright) base.rss.channel.copyright = { _text: options.copyright };
	ins.categories.forEach((category) => {
		if (!base.rss.channel.category) base.rss.channel.category = [];
		base.rss.channel.category.push({ _text: category });
	});
	const atomLink = options.feed ?? options.feedLinks?.rss;
	if (atomLink) {
		needsAtomNamespace = true;
		if (!base.rss.channel["atom:link"]) base.rss.channel["atom:link"] = [];
		base.rss.channel["atom:link"].push({ _attributes: {
			href: sanitizeUrl(atomLink),
			rel: "self",
			type: "application/rss+xml"
		} });
	}
	if (options.hub) {
		needsAtomNamespace = true;
		if (!base.rss.channel["atom:link"]) base.rss.channel["atom:link"] = [];
		base.rss.channel["atom:link"].push({ _attributes: {
			href: sanitizeUrl(options.hub),
			rel: "hub"
		} });
	}
	base.rss.channel.item = [];
	ins.items.forEach((entry) => {
		const item = {};
		if (entry.title) item.title = { _cdata: entry.title };
		if (entry.link) item.link = { _text: sanitizeUrl(entry.link) };
		if (entry.guid) item.guid = {
			_text: entry.guid,
			_attributes: { isPermaLink: false }
		};
		else if (entry.id) item.guid = {
			_text: entry.id,
			_attributes: { isPermaLink: false }
		};
		else if (entry.link) item.guid = {
			_text: sanitizeUrl(entry.link),
			_attributes: { isPermaLink: true }
		};
		if (entry.date) item.pubDate = { _text: entry.date.toUTCString() };
		if (entry.published) item.pubDate = { _text: entry.published.toUTCString() };
		if (entry.description) item.description = { _cdata: entry.description };
		if (entry.content) {
			needsContentNamespace = true;
			item["content:encoded"] = { _cdata: entry.content };
		}
		if (Array.isArray(entry.author)) {
			item.author = [];
			entry.author.forEach((author) => {
				if (author.email && author.name) item.author.push({ _text: `${author.email} (${author.name})` });
				else if (author.name) item.author.push({ _text: author.name });
			});
		}
		if (Array.isArray(entry.category)) {
			item.category = [];
			entry.category.forEach((category) => {
				item.category.push(formatCategory(category));
			});
		}
		if (entry.enclosure) item.enclosure = formatEnclosure(entry.enclosure);
		if (entry.image) item.enclosure = formatEnclosure(entry.image, "image");
		if (entry.audio) {
			const duration = options.podcast && typeof entry.audio !== "string" && entry.audio.duration ? entry.audio.duration : void 0;
			if (duration) entry.audio.duration = void 0;
			item.enclosure = formatEnclosure(entry.audio, "audio");
			if (duration) item["itunes:duration"] = formatDuration(duration);
		}
		if (entry.video) item.enclosure = formatEnclosure(entry.video, "video");
		if (entry.extensions) entry.extensions.forEach((extension) => {
			item[extension.name] = extension.objects;
		});
		base.rss.channel.item.push(item);
	});
	if (needsContentNamespace) {
		base.rss._attributes["xmlns:dc"] = "http://purl.org/dc/elements/1.1/";
		base.rss._attributes["xmlns:content"] = "http://purl.org/rss/1.0/modules/content/";
	}
	if (extensions) extensions.forEach((e) => {
		base.rss.channel[e.name] = e.objects;
	});
	if (needsAtomNamespace) base.rss._attributes["xmlns:atom"] = "http://www.w3.org/2005/Atom";
	if (options.podcast) {
		base.rss._attributes["xmlns:googleplay"] = "http://www.google.com/schemas/play-podcasts/1.0";
		base.rss._attributes["xmlns:itunes"] = "http://www.itunes.com/dtds/podcast-1.0.dtd";
		if (options.category) {
			base.rss.channel["googleplay:category"] = options.category;
			base.rss.channel["itunes:category"] = options.category;
		}
		if (options.author?.email) {
			base.rss.channel["googleplay:owner"] = options.author.email;
			base.rss.channel["itunes:owner"] = { "itunes:email": options.author.email };
		}
		if (options.author?.name) {
			base.rss.channel["googleplay:author"] = options.author.name;
			base.rss.channel["itunes:author"] = options.author.name;
		}
		if (options.image) base.rss.channel["googleplay:image"] = { _attributes: { href: sanitizeUrl(options.image) } };
	}
	return import_lib.js2xml(base, {
		compact: true,
		ignoreComment: true,
		spaces: 4
	});
};
const formatEnclosure = (enclosure, mimeCategory = "image") => {
	if (typeof enclosure === "string") {
		const sanitizedUrl$1 = sanitizeUrl(enclosure);
		return { _attributes: {
			url: sanitizedUrl$1,
			length: 0,
			type: `${mimeCategory}/${new URL(sanitizedUrl$1).pathname.split(".").slice(-1)[0]}`
		} };
	}
	const sanitizedUrl = sanitizeUrl(enclosure.url);
	return { _attributes: {
		length: 0,
		type: `${mimeCategory}/${new URL(sanitizedUrl).pathname.split(".").slice(-1)[0]}`,
		...enclosure,
		url: sanitizedUrl
	} };
};
const formatCategory = (category) => {
	const { name, domain } = category;
	return {
		_text: name,
		_attributes: { domain }
	};
};
const formatDuration = (duration) => {
	const seconds = duration % 60;
	const totalMinutes = Math.floor(duration / 60);
	const minutes = totalMinutes % 60;
	const hours = Math.floor(totalMinutes / 60);
	const notHours = `${String(minutes).padStart(2, "0")}:${String(seconds).padStart(2, "0")}`;
	return hours > 0 ? `${hours}:${notHours}` : notHours;
};
var Feed = class {
	items = [];
	categories = [];
	contributors = [];
	extensions = [];
	constructor(options) {
		this.options = options;
	}
	addItem(item) {
		this.items.push(item);
	}
	addCategory(category) {
		this.categories.push(category);
	}
	addContributor(contributor) {
		this.contributors.push(contributor);
	}
	addExtension(extension) {
		this.extensions.push(extension);
	}
	atom1() {
		return atom1_default(this);
	}
	rss2() {
		return rss2_default(this);
	}
	json1() {
		return json_default(this);
	}
};

// scripts/lib/engine/site/feed.ts
/**
* RSS 2.0, newest episode first. RSS wants at most one enclosure an item, hence one feed for the videos and one for the voices. The
* date of the feed is that of its newest episode: it does not ask the clock.
*/
function rss(site, path, enclosure) {
	const newest = newestFirst(site.episodes);
	const address = (file) => new URL(file, site.address).href;
	const feed = new Feed({
		title: sayable(site.title),
		description: sayable(site.description),
		id: site.address.href,
		link: site.address.href,
		language: site.language,
		updated: midnight(newest[0]?.date ?? "1970-01-01"),
		generator: "alpha-ref",
		feedLinks: { rss: address(path) }
	});
	for (const episode of newest) {
		const { path: file, type, bytes } = enclosure(episode);
		feed.addItem({
			title: sayable(episode.title),
			id: address(episodePath(episode.slug)),
			link: address(episodePath(episode.slug)),
			date: midnight(episode.date),
			description: sayable(paragraphs(episode.narration)[0] ?? episode.title),
			content: paragraphs(episode.narration).map((paragraph) => html`<p lang="${episode.language}">${paragraph}</p>`.text).join("\n"),
			enclosure: {
				url: address(file),
				type,
				length: bytes
			}
		});
	}
	return `${feed.rss2()}\n`;
}
/** By date, then by number. */
const newestFirst = (episodes) => episodes.toSorted((a, b) => byCodeUnit(b.date, a.date) || b.number - a.number);
const midnight = (date) => /* @__PURE__ */ new Date(`${date}T00:00:00Z`);
/** Without the characters that XML 1.0 cannot hold. */
const sayable = (text) => text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, "�");

// scripts/lib/engine/site/index-page.ts
/** The front page: what this is, and every episode, newest first. */
function indexPage(site, pictures) {
	const { title, description, language, reference } = site;
	const episodes = newestFirst(site.episodes);
	return framed(site, {
		path: "index.html",
		title,
		description,
		body: html`<main id="content" class="front">
      <section class="hero">
        <div>
          <h1 lang="${language}">${isolated(title)}</h1>
          <p class="lead" lang="${language}">${isolated(description)}</p>
        </div>
        ${reference === void 0 || pictures.reference === null ? null : html`<figure>
                <img src="${pictures.reference}" alt="The reference picture" width="512" height="512" />
                <figcaption>
                  Everything here is made from this picture, <code>${isolated(reference.name)}</code>
                  <code class="digest">${reference.digest}</code>
                </figcaption>
              </figure>`}
      </section>
      <section aria-labelledby="episodes">
        <h2 id="episodes">Episodes</h2>
        ${episodes.length === 0 ? html`<p>None has been published yet.</p>` : null}
        <ol class="episodes">
          ${episodes.map((episode) => teaser(episode, pictures.poster(episode)))}
        </ol>
      </section>
    </main>`
	});
}
function teaser(episode, poster) {
	const { slug, number, title, language, date, narration } = episode;
	const [first = ""] = paragraphs(narration);
	return html`<li>
    <article class="teaser">
      ${poster === null ? null : html`<img src="${poster}" alt="" loading="lazy" width="480" height="270" />`}
      <div>
        <p class="meta">Episode ${number}, <time datetime="${date}">${dayInWords(date)}</time></p>
        <h3><a href="${episodePath(slug)}" lang="${language}" dir="auto">${title}</a></h3>
        <p lang="${language}" dir="auto">
          ${first.length > 220 ? `${first.slice(0, 219).trimEnd()}…` : first}
        </p>
      </div>
    </article>
  </li>`;
}

// scripts/lib/engine/site/build-site.ts
const locate = createRequire(new URL("../../scripts/lib/engine/site/build-site.ts", import.meta.url).href);
/**
* Builds the whole site into a folder: front page, a page an episode, two feeds, and the files that episodes bring, each held to its
* digest. The same site gives the same bytes; nothing asks the clock.
*
* @param outDir a new or empty folder; what else lies in it stays there and is not listed
* @returns every file, by path
* @throws {UserError} `site-file-differs` when a file is not what its digest says, `site-no-picture` for a poster that is none,
* `site-episode-twice` for two of one slug
*/
async function buildSite(site, outDir) {
	const slugs = site.episodes.map(({ slug }) => slug);
	const twice = slugs.find((slug, at) => slugs.indexOf(slug) !== at);
	if (twice !== void 0) throw new UserError("site-episode-twice", `Two episodes have the slug ${twice}`, { hint: "Give one of them another slug in its episode.yml." });
	const built = /* @__PURE__ */ new Map();
	const write = async (path, content) => {
		await mkdir(dirname(join(outDir, path)), { recursive: true });
		await writeWhole(join(outDir, path), content);
		built.set(path, {
			path,
			digest: oidOf(content),
			bytes: Buffer.byteLength(content)
		});
	};
	const copy = async (path, file) => {
		const bytes = await copied(file, join(outDir, path));
		built.set(path, {
			path,
			digest: file.digest,
			bytes
		});
		return bytes;
	};
	await write(STYLE, await style());
	for (const { name, bytes } of await fontFiles()) await write(`static/fonts/${name}`, bytes);
	const picture = async (path, file) => {
		if (file === void 0) return null;
		const target = `${path}.${await suffixOf(file)}`;
		await copy(target, file);
		return target;
	};
	const reference = await picture("static/reference", site.reference?.picture);
	const sizes = /* @__PURE__ */ new Map();
	const posters = /* @__PURE__ */ new Map();
	for (const episode of site.episodes) {
		const { slug, video, voice, poster } = episode;
		sizes.set(videoPath(slug), await copy(videoPath(slug), video));
		sizes.set(voicePath(slug), await copy(voicePath(slug), voice));
		const shown = await picture(posterPath(slug), poster);
		posters.set(slug, shown);
		const address = shown === null ? null : relative(episodePath(slug), shown);
		await write(episodePath(slug), episodePage(site, episode, address));
	}
	await write("index.html", indexPage(site, {
		reference,
		poster: ({ slug }) => posters.get(slug) ?? null
	}));
	const bytes = (path) => sizes.get(path) ?? 0;
	await write(VIDEO_FEED, rss(site, VIDEO_FEED, ({ slug }) => ({
		path: videoPath(slug),
		type: "video/mp4",
		bytes: bytes(videoPath(slug))
	})));
	await write(VOICE_FEED, rss(site, VOICE_FEED, ({ slug }) => ({
		path: voicePath(slug),
		type: "audio/wav",
		bytes: bytes(voicePath(slug))
	})));
	return [...built.values()].toSorted((a, b) => byCodeUnit(a.path, b.path));
}
/** By its first bytes: a file in a store has no name. */
async function suffixOf({ path }) {
	await using file = await open(path);
	const head = new Uint8Array(48);
	await file.read(head, 0, 48, 0);
	const [kind, suffix] = sniff(head)?.split("/") ?? [];
	if (kind === "image" && suffix !== void 0) return suffix;
	throw new UserError("site-no-picture", `${path} is no PNG, JPEG, WebP or GIF`, { hint: "Give the site a picture that browsers show." });
}
async function style() {
	const own = await readFile(locate.resolve("#engine/site/site.css"), "utf8");
	return `${await fontFaces(({ name }) => `fonts/${name}`)}\n${own}`;
}
/** Streams a file to its place, reckons its digest on the way, and gives it its name only when it is the right one. */
async function copied({ path, digest }, target) {
	await mkdir(dirname(target), { recursive: true });
	const partial = `${target}.partial`;
	const hash = createHash("sha256");
	const reckon = new Transform({ transform: (chunk, _, done) => {
		hash.update(chunk);
		done(null, chunk);
	} });
	try {
		await pipeline(createReadStream(path), reckon, createWriteStream(partial));
		const found = Oid.parse(hash.digest("hex"));
		if (found !== digest) throw new UserError("site-file-differs", `${path} has the digest ${found}, not ${digest}`, { hint: "The file was changed or cut off after it was locked: get it from the store again." });
		await using file = await open(partial);
		await file.sync();
		await rename(partial, target);
		return (await stat(target)).size;
	} finally {
		await rm(partial, { force: true });
	}
}

// scripts/lib/engine/episode/site-set.ts
/**
* Everything that readers see, as it follows from one commit's lock: pages are written for it, media are the stored bytes by
* their reviewed digest. An episode stands on it once its video and its voice are locked.
*/
async function siteSet({ snapshot, commit, ledger, store, address, scratch }) {
	const episodes = [];
	const stored = /* @__PURE__ */ new Map();
	for (const [slug, { episode, narration }] of snapshot.episodes) {
		const media = await fetchMedia(snapshot, slug, store, scratch, stored);
		if (media === void 0) continue;
		const { number, title, language, date, ambient } = episode;
		episodes.push({
			slug,
			number,
			title,
			language,
			date,
			narration,
			ambient,
			...media,
			provenance: provenanceOf(snapshot, slug),
			cost: costOfEpisode(snapshot, ledger, slug)
		});
	}
	const outDir = join(scratch, "site");
	await mkdir(outDir, { recursive: true });
	const built = await buildSite({
		title: "Alpha",
		description: "Episodes with Alpha, each traced back to one picture.",
		language: "en",
		address,
		reference: await referenceOf(snapshot, store, scratch),
		episodes
	}, outDir);
	const files = /* @__PURE__ */ new Map();
	for (const { path } of built) files.set(RepoPath.parse(path), stored.get(path) ?? {
		kind: "page",
		bytes: await readFile(join(outDir, path))
	});
	files.set(RepoPath.parse(".nojekyll"), {
		kind: "page",
		bytes: Buffer.alloc(0)
	});
	return {
		commit,
		lock: snapshot.lockOid,
		files
	};
}
async function fetchMedia({ graph, lock }, slug, store, scratch, stored) {
	const found = /* @__PURE__ */ new Map();
	for (const { site, output } of episodeFiles(graph, lock, slug)) {
		if (site === void 0) continue;
		const path = join(scratch, output.digest);
		await store.get(output, path);
		stored.set(site, {
			kind: "stored",
			digest: output.digest,
			size: output.size
		});
		found.set(site.split("/")[0] ?? "", {
			path,
			digest: output.digest
		});
	}
	const [video, voice] = [found.get("video"), found.get("static")];
	return video === void 0 || voice === void 0 ? void 0 : {
		video,
		voice
	};
}
/** The picture in its normal form, as `canon` made it. */
async function referenceOf({ manifest, lock }, store, scratch) {
	const source = Object.values(manifest.sources).find(({ kind }) => kind === "picture");
	const canon = [...lock.values()].find(({ recipe }) => recipe.system === "canon")?.outputs[0];
	if (source === void 0 || canon === void 0) return void 0;
	const path = join(scratch, canon.digest);
	await store.get(canon, path);
	return {
		name: source.path,
		digest: canon.digest,
		picture: {
			path,
			digest: canon.digest
		}
	};
}

// scripts/lib/engine/targets/target.ts
/** What a target shows: which set, and where it came from. */
const Shown = strictObject({
	commit: CommitId,
	lock: Oid,
	set: Oid
});
const digestOf = (file) => file.kind === "stored" ? file.digest : oidOf(file.bytes);
/** SHA-256 over the paths and digests of a set: equal sets are equal sites. */
const setDigest = ({ files }) => oidOf(canonicalJson(inOrder(files).map(([path, file]) => [path, digestOf(file)])));
const shownOf = (set) => ({
	commit: set.commit,
	lock: set.lock,
	set: setDigest(set)
});
/** What publishing `next` over `now` would be; `published` when it has to be done. */
async function step(now, next, isAncestor) {
	if (now === void 0) return "published";
	if (now.commit === next.commit) return now.set === next.set && now.lock === next.lock ? "unchanged" : "published";
	if (await isAncestor({
		before: next.commit,
		after: now.commit
	})) return "superseded";
	if (await isAncestor({
		before: now.commit,
		after: next.commit
	})) return "published";
	throw new UserError("publish-diverged", `what is shown was made from ${short(now.commit)}, which is no ancestor of ${short(next.commit)}`, { hint: "Was main's history rewritten? Publish a commit that follows what is shown, or take the old site down first." });
}

// scripts/lib/engine/targets/branch.ts
const TRIES = 10;
/**
* A site on a branch: each state is one commit whose parent is the one before, and one compare-and-swap push shows it. Its
* message names main's commit and the lock.
*/
function branchTarget({ root, remote, branch, store, by }) {
	async function read() {
		const tip = await remoteBranch(root, remote, branch);
		return {
			tip,
			shown: tip === void 0 ? void 0 : await shownBy(root, branch, tip)
		};
	}
	async function commit(set, parent) {
		const folder = await mkdtemp(join(tmpdir(), "alpha-publish-"));
		try {
			const files = /* @__PURE__ */ new Map();
			for (const [path, file] of set.files) {
				const place = join(folder, String(files.size));
				if (file.kind === "stored") await store.get(file, place);
				files.set(path, file.kind === "stored" ? { file: place } : file.bytes);
			}
			return await makeCommit(root, {
				parent: parent ?? null,
				base: "nothing",
				files,
				message: messageOf(shownOf(set)),
				by
			});
		} finally {
			await rm(folder, {
				recursive: true,
				force: true
			});
		}
	}
	return {
		name: `the branch ${branch} of ${remote}`,
		current: async () => (await read()).shown,
		publish: async (set) => {
			for (let attempt = 1; attempt <= TRIES; attempt += 1) {
				const { tip, shown } = await read();
				const publication = await step(shown, shownOf(set), (range) => isAncestor(root, range));
				if (publication !== "published") return publication;
				const to = await commit(set, tip);
				if (await moveRemote(root, remote, {
					branch,
					from: tip ?? null,
					to
				})) return publication;
			}
			throw new UserError("publish-busy", `others were faster in publishing to ${branch} ${TRIES} times`, { hint: "Run this again; if it stays so, look for a job that publishes in a loop." });
		}
	};
}
const messageOf = ({ commit, lock, set }) => `Show ${commit}\n\nAlpha-Commit: ${commit}\nAlpha-Lock: ${lock}\nAlpha-Set: ${set}\n`;
const MESSAGE = /^Alpha-Commit: (?<commit>.*)\nAlpha-Lock: (?<lock>.*)\nAlpha-Set: (?<set>.*)$/mu;
async function shownBy(root, branch, tip) {
	const message = await ask(root, {
		argv: [
			"log",
			"-1",
			"--format=%B",
			tip
		],
		parse: (stdout) => stdout.toString()
	});
	const shown = Shown.safeParse({ ...MESSAGE.exec(message)?.groups });
	if (shown.success) return shown.data;
	throw new UserError("publish-foreign", `the newest commit of ${branch} was not made by a publication`, {
		hint: `Name another branch, or set ${branch} back to its last publication: nothing but publications may stand there.`,
		cause: shown.error
	});
}

// scripts/lib/forge/approvals.ts
const Pulls = array(object({
	number: int(),
	merged_at: string().nullable(),
	user: object({ login: string() }).nullable()
}));
const Reviews = array(object({
	state: string(),
	commit_id: string().nullable(),
	user: object({
		login: string(),
		type: string()
	}).nullable()
}));
/**
* Who approved a lock: people whose newest word on a merged pull request of this commit is an approval, given on a commit that
* has these very bytes of the lock. An approval of an older state, or of another lock, counts for nothing (I2).
*/
async function approvalsOf(github, commit, lock) {
	const { owner, repo } = github;
	return needing("pull-requests: read", async () => {
		const pulls = Pulls.parse((await github.request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
			owner,
			repo,
			commit_sha: commit,
			per_page: 100
		})).data);
		const found = [];
		for (const pull of pulls.filter(({ merged_at: merged }) => merged !== null)) for (const [login, review] of await latestReviews(github, pull.number)) {
			const reviewed = CommitId.safeParse(review.commit_id);
			if (review.state !== "APPROVED" || login === pull.user?.login || !reviewed.success) continue;
			if (await lockAt(github, reviewed.data) === lock) found.push({
				kind: "review",
				pull: pull.number,
				commit: reviewed.data,
				lock,
				by: login
			});
		}
		return found;
	});
}
/** Each person's newest review that decides something; a comment takes no approval back. */
async function latestReviews({ request, owner, repo }, pull) {
	const latest = /* @__PURE__ */ new Map();
	for (let page = 1;; page += 1) {
		const { data } = await request("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
			owner,
			repo,
			pull_number: pull,
			per_page: 100,
			page
		});
		const reviews = Reviews.parse(data);
		for (const review of reviews) if (review.user?.type === "User" && [
			"APPROVED",
			"CHANGES_REQUESTED",
			"DISMISSED"
		].includes(review.state)) latest.set(review.user.login, review);
		if (reviews.length < 100) return latest;
	}
}
async function lockAt({ request, owner, repo }, ref) {
	try {
		const { data } = await request("GET /repos/{owner}/{repo}/contents/{path}", {
			owner,
			repo,
			path: LOCK_PATH,
			ref,
			mediaType: { format: "raw" }
		});
		return oidOf(rawText(data));
	} catch (error) {
		if (error instanceof Error && "status" in error && error.status === 404) return void 0;
		throw error;
	}
}

// scripts/lib/forge/publish-site.ts
/**
* Makes the site equal to the lock at main's newest commit. Whoever calls it late, twice or out of order ends in the same state
* (I8): what is shown only moves forward. It verifies first, and has nothing that could build (I7).
*
* @throws {UserError} `lock-unverified` when a line is not what main asks for, was never built, or nobody approved it;
*   `gate-closed` when something that may ship is no longer her, and no maintainer accepted that
*/
async function publishSite({ context, token, branch, now }) {
	const root = context.workspace;
	await using _access = await gitAccess({
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	});
	const remote = await lfsRemote(root, "origin", token);
	const bytesOf = await lfsReader(root, {
		remote,
		maxBytes: MAX_SOURCE_BYTES
	});
	const commit = await commitOf(root, "HEAD");
	const snapshot = await readSnapshot(root, commit, {
		catalog,
		bytesOf,
		trust: /* @__PURE__ */ new Map()
	});
	const github = openGitHub({
		apiUrl: context.apiUrl,
		token,
		owner: context.owner,
		repository: context.repository
	});
	const place = {
		root,
		remote: "origin"
	};
	const known = await readLedger(place);
	const recorded = new Set(reviewsOf(known, snapshot.lockOid).map(({ record }) => `${record.pull} ${record.by}`));
	const approvals = (await approvalsOf(github, commit, snapshot.lockOid)).filter(({ pull, by }) => !recorded.has(`${pull} ${by}`));
	const ledger = await appendToLedger(place, approvals, {
		now,
		by: ACTIONS_BOT
	});
	requireVerifiedLock(snapshot, ledger, catalog);
	requireOpenGates(snapshot, ledger);
	const store = lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES });
	const scratch = await mkdtemp(join(context.temp, "alpha-site-"));
	try {
		const set = await siteSet({
			snapshot,
			commit,
			ledger,
			store,
			address: siteAddress(context),
			scratch
		});
		const by = {
			...ACTIONS_BOT,
			seconds: Math.floor(now().getTime() / 1e3)
		};
		const publication = await branchTarget({
			root,
			remote: "origin",
			branch,
			store,
			by
		}).publish(set);
		if (publication === "published") await appendToLedger(place, [recordOf(set)], {
			now,
			by: ACTIONS_BOT
		});
		return {
			publication,
			files: set.files.size
		};
	} finally {
		await rm(scratch, {
			recursive: true,
			force: true
		});
	}
}
/** GitHub Pages' own address of a repository's site, or, on a forge without Pages, the repository's. */
function siteAddress({ serverUrl, owner, repository }) {
	return serverUrl === "https://github.com" ? new URL(`https://${owner.toLowerCase()}.github.io/${repository}/`) : new URL(`${serverUrl}/${owner}/${repository}/`);
}
function recordOf({ commit, lock, files }) {
	const digests = inOrder(files).map(([path, file]) => [path, file.kind === "stored" ? file.digest : oidOf(file.bytes)]);
	return {
		kind: "publish",
		commit,
		lock,
		files: Object.fromEntries(digests)
	};
}

// actions/publish-episode/inputs.ts
const Inputs = object({
	token: string().min(1),
	branch: string().regex(/^[a-z][a-z0-9-]{0,62}$/u, "must be a plain branch name").default("published")
});

// actions/publish-episode/main.ts
await runAction(Inputs, async ({ token, branch }) => {
	const { publication, files } = await publishSite({
		context: stepContext(),
		token,
		branch,
		now: () => /* @__PURE__ */ new Date()
	});
	info(`${branch}: ${publication}, ${files} files`);
	return { publication };
});

export {  };