import { C as parseLock, F as stepContext, P as runAction, a as readLedger, d as readFiles, f as treeFiles, g as nothing, h as line, m as ask, p as GitFailure, t as gitAccess, y as LOCK_PATH, z as info } from "./git-access-CYP2zZEK.js";
import { _ as object, b as string, f as int, l as array, n as messageOf, t as UserError, x as stringbool } from "./errors-q2Ocdyoq.js";
import { t as number } from "./coerce-C0Gs-T2S.js";
import { i as folderStore, n as layeredStore, r as clearPartials, t as folderResults } from "./results-B8UsWz7q.js";
import { n as Oid, t as CommitId } from "./oid-046zK1iw.js";
import { c as contentsOf, h as entriesOf, i as receive, r as readThrough, t as MAX_ARTIFACT_BYTES, u as placeFile } from "./limits-DRiG-UHI.js";
import { n as notStored, t as corrupt } from "./store-CZeUg8oV.js";
import { n as openGitHub, t as needing } from "./github-BbO4GtpQ.js";
import { openAsBlob } from "node:fs";

// node_modules/aws4fetch/dist/aws4fetch.esm.mjs
/**
* @license MIT <https://opensource.org/licenses/MIT>
* @copyright Michael Hart 2024
*/
const encoder = new TextEncoder();
const HOST_SERVICES = {
	appstream2: "appstream",
	cloudhsmv2: "cloudhsm",
	email: "ses",
	marketplace: "aws-marketplace",
	mobile: "AWSMobileHubService",
	pinpoint: "mobiletargeting",
	queue: "sqs",
	"git-codecommit": "codecommit",
	"mturk-requester-sandbox": "mturk-requester",
	"personalize-runtime": "personalize"
};
const UNSIGNABLE_HEADERS = /* @__PURE__ */ new Set([
	"authorization",
	"content-type",
	"content-length",
	"user-agent",
	"presigned-expires",
	"expect",
	"x-amzn-trace-id",
	"range",
	"connection"
]);
var AwsClient = class {
	constructor({ accessKeyId, secretAccessKey, sessionToken, service, region, cache, retries, initRetryMs }) {
		if (accessKeyId == null) throw new TypeError("accessKeyId is a required option");
		if (secretAccessKey == null) throw new TypeError("secretAccessKey is a required option");
		this.accessKeyId = accessKeyId;
		this.secretAccessKey = secretAccessKey;
		this.sessionToken = sessionToken;
		this.service = service;
		this.region = region;
		this.cache = cache || /* @__PURE__ */ new Map();
		this.retries = retries != null ? retries : 10;
		this.initRetryMs = initRetryMs || 50;
	}
	async sign(input, init) {
		if (input instanceof Request) {
			const { method, url, headers, body } = input;
			init = Object.assign({
				method,
				url,
				headers
			}, init);
			if (init.body == null && headers.has("Content-Type")) init.body = body != null && headers.has("X-Amz-Content-Sha256") ? body : await input.clone().arrayBuffer();
			input = url;
		}
		const signer = new AwsV4Signer(Object.assign({ url: input.toString() }, init, this, init && init.aws));
		const signed = Object.assign({}, init, await signer.sign());
		delete signed.aws;
		try {
			return new Request(signed.url.toString(), signed);
		} catch (e) {
			if (e instanceof TypeError) return new Request(signed.url.toString(), Object.assign({ duplex: "half" }, signed));
			throw e;
		}
	}
	async fetch(input, init) {
		for (let i = 0; i <= this.retries; i++) {
			const fetched = fetch(await this.sign(input, init));
			if (i === this.retries) return fetched;
			const res = await fetched;
			if (res.status < 500 && res.status !== 429) return res;
			await new Promise((resolve) => setTimeout(resolve, Math.random() * this.initRetryMs * Math.pow(2, i)));
		}
		throw new Error("An unknown error occurred, ensure retries is not negative");
	}
};
var AwsV4Signer = class {
	constructor({ method, url, headers, body, accessKeyId, secretAccessKey, sessionToken, service, region, cache, datetime, signQuery, appendSessionToken, allHeaders, singleEncode }) {
		if (url == null) throw new TypeError("url is a required option");
		if (accessKeyId == null) throw new TypeError("accessKeyId is a required option");
		if (secretAccessKey == null) throw new TypeError("secretAccessKey is a required option");
		this.method = method || (body ? "POST" : "GET");
		this.url = new URL(url);
		this.headers = new Headers(headers || {});
		this.body = body;
		this.accessKeyId = accessKeyId;
		this.secretAccessKey = secretAccessKey;
		this.sessionToken = sessionToken;
		let guessedService, guessedRegion;
		if (!service || !region) [guessedService, guessedRegion] = guessServiceRegion(this.url, this.headers);
		this.service = service || guessedService || "";
		this.region = region || guessedRegion || "us-east-1";
		this.cache = cache || /* @__PURE__ */ new Map();
		this.datetime = datetime || (/* @__PURE__ */ new Date()).toISOString().replace(/[:-]|\.\d{3}/g, "");
		this.signQuery = signQuery;
		this.appendSessionToken = appendSessionToken || this.service === "iotdevicegateway";
		this.headers.delete("Host");
		if (this.service === "s3" && !this.signQuery && !this.headers.has("X-Amz-Content-Sha256")) this.headers.set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
		const params = this.signQuery ? this.url.searchParams : this.headers;
		params.set("X-Amz-Date", this.datetime);
		if (this.sessionToken && !this.appendSessionToken) params.set("X-Amz-Security-Token", this.sessionToken);
		this.signableHeaders = ["host", ...this.headers.keys()].filter((header) => allHeaders || !UNSIGNABLE_HEADERS.has(header)).sort();
		this.signedHeaders = this.signableHeaders.join(";");
		this.canonicalHeaders = this.signableHeaders.map((header) => header + ":" + (header === "host" ? this.url.host : (this.headers.get(header) || "").replace(/\s+/g, " "))).join("\n");
		this.credentialString = [
			this.datetime.slice(0, 8),
			this.region,
			this.service,
			"aws4_request"
		].join("/");
		if (this.signQuery) {
			if (this.service === "s3" && !params.has("X-Amz-Expires")) params.set("X-Amz-Expires", "86400");
			params.set("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
			params.set("X-Amz-Credential", this.accessKeyId + "/" + this.credentialString);
			params.set("X-Amz-SignedHeaders", this.signedHeaders);
		}
		if (this.service === "s3") try {
			this.encodedPath = decodeURIComponent(this.url.pathname.replace(/\+/g, " "));
		} catch (e) {
			this.encodedPath = this.url.pathname;
		}
		else this.encodedPath = this.url.pathname.replace(/\/+/g, "/");
		if (!singleEncode) this.encodedPath = encodeURIComponent(this.encodedPath).replace(/%2F/g, "/");
		this.encodedPath = encodeRfc3986(this.encodedPath);
		const seenKeys = /* @__PURE__ */ new Set();
		this.encodedSearch = [...this.url.searchParams].filter(([k]) => {
			if (!k) return false;
			if (this.service === "s3") {
				if (seenKeys.has(k)) return false;
				seenKeys.add(k);
			}
			return true;
		}).map((pair) => pair.map((p) => encodeRfc3986(encodeURIComponent(p)))).sort(([k1, v1], [k2, v2]) => k1 < k2 ? -1 : k1 > k2 ? 1 : v1 < v2 ? -1 : v1 > v2 ? 1 : 0).map((pair) => pair.join("=")).join("&");
	}
	async sign() {
		if (this.signQuery) {
			this.url.searchParams.set("X-Amz-Signature", await this.signature());
			if (this.sessionToken && this.appendSessionToken) this.url.searchParams.set("X-Amz-Security-Token", this.sessionToken);
		} else this.headers.set("Authorization", await this.authHeader());
		return {
			method: this.method,
			url: this.url,
			headers: this.headers,
			body: this.body
		};
	}
	async authHeader() {
		return [
			"AWS4-HMAC-SHA256 Credential=" + this.accessKeyId + "/" + this.credentialString,
			"SignedHeaders=" + this.signedHeaders,
			"Signature=" + await this.signature()
		].join(", ");
	}
	async signature() {
		const date = this.datetime.slice(0, 8);
		const cacheKey = [
			this.secretAccessKey,
			date,
			this.region,
			this.service
		].join();
		let kCredentials = this.cache.get(cacheKey);
		if (!kCredentials) {
			kCredentials = await hmac(await hmac(await hmac(await hmac("AWS4" + this.secretAccessKey, date), this.region), this.service), "aws4_request");
			this.cache.set(cacheKey, kCredentials);
		}
		return buf2hex(await hmac(kCredentials, await this.stringToSign()));
	}
	async stringToSign() {
		return [
			"AWS4-HMAC-SHA256",
			this.datetime,
			this.credentialString,
			buf2hex(await hash(await this.canonicalString()))
		].join("\n");
	}
	async canonicalString() {
		return [
			this.method.toUpperCase(),
			this.encodedPath,
			this.encodedSearch,
			this.canonicalHeaders + "\n",
			this.signedHeaders,
			await this.hexBodyHash()
		].join("\n");
	}
	async hexBodyHash() {
		let hashHeader = this.headers.get("X-Amz-Content-Sha256") || (this.service === "s3" && this.signQuery ? "UNSIGNED-PAYLOAD" : null);
		if (hashHeader == null) {
			if (this.body && typeof this.body !== "string" && !("byteLength" in this.body)) throw new Error("body must be a string, ArrayBuffer or ArrayBufferView, unless you include the X-Amz-Content-Sha256 header");
			hashHeader = buf2hex(await hash(this.body || ""));
		}
		return hashHeader;
	}
};
async function hmac(key, string) {
	const cryptoKey = await crypto.subtle.importKey("raw", typeof key === "string" ? encoder.encode(key) : key, {
		name: "HMAC",
		hash: { name: "SHA-256" }
	}, false, ["sign"]);
	return crypto.subtle.sign("HMAC", cryptoKey, encoder.encode(string));
}
async function hash(content) {
	return crypto.subtle.digest("SHA-256", typeof content === "string" ? encoder.encode(content) : content);
}
const HEX_CHARS = [
	"0",
	"1",
	"2",
	"3",
	"4",
	"5",
	"6",
	"7",
	"8",
	"9",
	"a",
	"b",
	"c",
	"d",
	"e",
	"f"
];
function buf2hex(arrayBuffer) {
	const buffer = new Uint8Array(arrayBuffer);
	let out = "";
	for (let idx = 0; idx < buffer.length; idx++) {
		const n = buffer[idx];
		out += HEX_CHARS[n >>> 4 & 15];
		out += HEX_CHARS[n & 15];
	}
	return out;
}
function encodeRfc3986(urlEncodedStr) {
	return urlEncodedStr.replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}
function guessServiceRegion(url, headers) {
	const { hostname, pathname } = url;
	if (hostname.endsWith(".on.aws")) {
		const match = hostname.match(/^[^.]{1,63}\.lambda-url\.([^.]{1,63})\.on\.aws$/);
		return match != null ? ["lambda", match[1] || ""] : ["", ""];
	}
	if (hostname.endsWith(".r2.cloudflarestorage.com")) return ["s3", "auto"];
	if (hostname.endsWith(".backblazeb2.com")) {
		const match = hostname.match(/^(?:[^.]{1,63}\.)?s3\.([^.]{1,63})\.backblazeb2\.com$/);
		return match != null ? ["s3", match[1] || ""] : ["", ""];
	}
	const match = hostname.replace("dualstack.", "").match(/([^.]{1,63})\.(?:([^.]{0,63})\.)?amazonaws\.com(?:\.cn)?$/);
	let service = match && match[1] || "";
	let region = match && match[2];
	if (region === "us-gov") region = "us-gov-west-1";
	else if (region === "s3" || region === "s3-accelerate") {
		region = "us-east-1";
		service = "s3";
	} else if (service === "iot") {
		if (hostname.startsWith("iot.")) service = "execute-api";
		else if (hostname.startsWith("data.jobs.iot.")) service = "iot-jobs-data";
		else service = pathname === "/mqtt" ? "iotdevicegateway" : "iotdata";
	} else if (service === "autoscaling") {
		const targetPrefix = (headers.get("X-Amz-Target") || "").split(".")[0];
		if (targetPrefix === "AnyScaleFrontendService") service = "application-autoscaling";
		else if (targetPrefix === "AnyScaleScalingPlannerFrontendService") service = "autoscaling-plans";
	} else if (region == null && service.startsWith("s3-")) {
		region = service.slice(3).replace(/^fips-|^external-1/, "");
		service = "s3";
	} else if (service.endsWith("-fips")) service = service.slice(0, -5);
	else if (region && /-\d$/.test(service) && !/-\d$/.test(region)) [service, region] = [region, service];
	return [HOST_SERVICES[service] || service, region || ""];
}

// scripts/lib/engine/store/s3.ts
const RETRIES = 3;
/** A store in a bucket: `<prefix>sha256/ab/ab…`. Names are digests, so that the server itself refuses bytes that are others. */
function s3Store(place, { maxBytes, signal }) {
	const { endpoint, bucket, prefix, ...access } = place;
	const client = new AwsClient({
		...access,
		service: "s3",
		retries: RETRIES,
		initRetryMs: 100
	});
	const base = `${endpoint.replace(/\/+$/u, "")}/${bucket}`;
	const self = { name: `the bucket ${base}` };
	const nameOf = (digest) => `${prefix}sha256/${digest.slice(0, 2)}/${digest}`;
	const urlOf = (digest) => `${base}/${nameOf(digest)}`;
	async function ask(url, init = {}) {
		let answer;
		try {
			answer = await client.fetch(url, {
				...init,
				redirect: "error",
				...signal === void 0 ? {} : { signal }
			});
		} catch (cause) {
			signal?.throwIfAborted();
			throw failed(base, messageOf(cause), cause);
		}
		if (answer.status === 401 || answer.status === 403) throw new UserError("s3-refused", `${self.name} refused with ${answer.status}`, { hint: "Check the access key, its rights on the bucket, and the clock of this machine." });
		if (answer.ok || answer.status === 404) return answer;
		throw failed(base, `it answered ${answer.status}`);
	}
	/** Its size; `undefined` when it is not there. */
	async function sizeOf(digest) {
		const { status, headers } = await ask(urlOf(digest), { method: "HEAD" });
		return status === 404 ? void 0 : Number(headers.get("content-length"));
	}
	async function get({ digest, size }, path) {
		await placeFile(path, { existing: "replace" }, async (file) => {
			const { status, body } = await ask(urlOf(digest));
			if (status === 404 || body === null) throw notStored(self, digest);
			if (!await receive(file, body, {
				digest,
				maxBytes: size ?? maxBytes
			})) throw corrupt(self, digest, nameOf(digest));
		});
	}
	return {
		...self,
		has: async ({ digest }) => await sizeOf(digest) !== void 0,
		put: async (file) => {
			const contents = await contentsOf(file);
			const { digest, size } = contents;
			if (await sizeOf(digest) === size) return contents;
			await ask(urlOf(digest), {
				method: "PUT",
				headers: {
					"x-amz-content-sha256": digest,
					"content-type": "application/octet-stream"
				},
				body: await openAsBlob(file)
			});
			if (await sizeOf(digest) !== size) throw notStored(self, digest);
			return contents;
		},
		get,
		read: (wanted) => readThrough((path) => get(wanted, path)),
		list: async function* list() {
			let token;
			do {
				const query = new URLSearchParams({
					"list-type": "2",
					prefix: `${prefix}sha256/`
				});
				if (token !== void 0) query.set("continuation-token", token);
				const text = await (await ask(`${base}?${query}`)).text();
				yield* storedIn(text);
				token = textOf(text, "NextContinuationToken");
			} while (token !== void 0);
		},
		delete: async (digest) => {
			if (await sizeOf(digest) === void 0) return false;
			await ask(urlOf(digest), { method: "DELETE" });
			return true;
		}
	};
}
/** The objects of a ListObjectsV2 answer whose names end in a digest; these need no unescaping. */
function* storedIn(xml) {
	for (const [, contents = ""] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gsu)) {
		const digest = Oid.safeParse(textOf(contents, "Key")?.split("/").at(-1));
		const size = Number(textOf(contents, "Size"));
		const put = Date.parse(textOf(contents, "LastModified") ?? "");
		if (digest.success && Number.isSafeInteger(size) && !Number.isNaN(put)) yield {
			digest: digest.data,
			size,
			put
		};
	}
}
const ENTITIES = {
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": "\"",
	"&apos;": "'",
	"&amp;": "&"
};
function textOf(xml, element) {
	return (new RegExp(`<${element}>([^<]*)</${element}>`, "u").exec(xml)?.[1])?.replaceAll(/&(?:lt|gt|quot|apos|amp);/gu, (entity) => ENTITIES[entity] ?? entity);
}
const failed = (base, why, cause) => new UserError("s3-failed", `the bucket ${base} cannot be used: ${why}`, {
	hint: "Check the endpoint, the network and the server, then try again.",
	cause
});

// scripts/lib/engine/store/through.ts
/** A store near at hand in front of one behind a network: what is put lies in both, what is read is fetched once. */
function throughStore(near, far) {
	return {
		...layeredStore(near, far),
		put: async (file) => {
			await far.put(file);
			return near.put(file);
		}
	};
}

// scripts/lib/engine/store/open.ts
/**
* Opens a store by its name: a folder as it is; a bucket behind a folder, so that what is put is in both and what is read is
* fetched once. Access to a bucket stands where all its tools look for it: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
* AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL.
*
* @throws {UserError} `store-address-invalid`, `s3-no-access`
*/
function openStoreAt({ address, cache, maxBytes, env = process.env }) {
	if (!/^[a-z][a-z\d+.-]*:\/\//iu.test(address)) {
		const named = folderStore(address);
		return {
			store: named,
			folder: address,
			named,
			isFolder: true
		};
	}
	const named = s3Store(s3Place(address, env), { maxBytes });
	return {
		store: throughStore(folderStore(cache), named),
		folder: cache,
		named,
		isFolder: false
	};
}
const Access = object({
	AWS_ACCESS_KEY_ID: string().min(1),
	AWS_SECRET_ACCESS_KEY: string().min(1),
	AWS_SESSION_TOKEN: string().min(1).optional()
});
/** Where a bucket is, and with what it is entered. */
function s3Place(address, env) {
	const url = URL.canParse(address) ? new URL(address) : void 0;
	const { bucket } = /^(?<bucket>[a-z\d][a-z\d.-]{1,61}[a-z\d])$/u.exec(url?.host ?? "")?.groups ?? {};
	const region = url?.searchParams.get("region") ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
	const endpoint = url?.searchParams.get("endpoint") ?? env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"] ?? (region === void 0 ? void 0 : `https://s3.${region}.amazonaws.com`);
	const isHttp = endpoint !== void 0 && URL.canParse(endpoint) && /^https?:$/u.test(new URL(endpoint).protocol);
	if (url?.protocol !== "s3:" || bucket === void 0 || !isHttp) throw new UserError("store-address-invalid", `${address} is no store`, { hint: "Name a folder, or a bucket: `s3://<bucket>/<prefix>?region=eu-central-1`, with `&endpoint=https://…` where it is not with AWS." });
	const access = Access.safeParse(env);
	if (!access.success) throw new UserError("s3-no-access", `There is no access key for ${address}`, { hint: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where the key is a borrowed one." });
	const path = decodeURIComponent(url.pathname).replace(/^\/+/u, "");
	const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = access.data;
	return {
		endpoint,
		bucket,
		region: region ?? "us-east-1",
		prefix: path === "" || path.endsWith("/") ? path : `${path}/`,
		accessKeyId: AWS_ACCESS_KEY_ID,
		secretAccessKey: AWS_SECRET_ACCESS_KEY,
		...AWS_SESSION_TOKEN !== void 0 && { sessionToken: AWS_SESSION_TOKEN }
	};
}

// scripts/lib/engine/store/sweep.ts
/** Everything that a lock needs: outputs and previews. */
function digestsOf(lock) {
	const digests = /* @__PURE__ */ new Set();
	for (const { outputs, preview } of lock.values()) {
		for (const { digest } of outputs) digests.add(digest);
		if (preview !== null) digests.add(preview);
	}
	return digests;
}
/**
* Mark and sweep over a store (I10). A result is needed when one of its outputs is, for its log and its figures belong to
* what is shown; what it names is needed then.
*/
async function planSweep({ store, results, roots, graceSeconds, now }) {
	const young = now.getTime() - graceSeconds * 1e3;
	const there = /* @__PURE__ */ new Map();
	for await (const stored of store.list()) there.set(stored.digest, stored);
	const isYoung = (digest) => (there.get(digest)?.put ?? 0) > young;
	const needed = new Set(roots);
	const dropped = [];
	for await (const key of results.list()) {
		const result = await results.get(key);
		const named = result === void 0 ? [] : digestsOfResult(result);
		if (result?.outputs.some(({ digest }) => roots.has(digest)) === true || named.some(isYoung)) for (const digest of named) needed.add(digest);
		else dropped.push(key);
	}
	const objects = [...there.values()].filter(({ digest }) => !needed.has(digest) && !isYoung(digest));
	const bytes = sizeOf(objects);
	return {
		results: dropped,
		objects,
		bytes,
		kept: {
			objects: there.size - objects.length,
			bytes: sizeOf(there.values()) - bytes
		}
	};
}
const digestsOfResult = ({ outputs, preview, log }) => [
	...outputs.map(({ digest }) => digest),
	...preview === null ? [] : [preview],
	log
];
const sizeOf = (objects) => [...objects].reduce((sum, { size }) => sum + size, 0);
/** Does it: records before bytes. A sweep that is killed leaves a store that is whole, and less of it to sweep next time. */
async function sweep({ store, results }, plan) {
	for (const key of plan.results) await results.delete(key);
	const deleted = [];
	for (const { digest } of plan.objects) if (await store.delete(digest)) deleted.push(digest);
	return deleted;
}

// scripts/lib/engine/store/roots.ts
/** Where refs of the remote are held while they are read. */
const HELD = "refs/alpha/sweep";
const MAX_LOCK_BYTES = 64e6;
const DIGEST = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gu;
/**
* Everything that something still needs: the locks of all branches, tags and open pull requests, here and on the remote as it
* is now; what was ever shipped; what the site shows. What cannot be asked is a fault, never an empty answer (I10).
*
* @throws {UserError} `remote-failed` when the remote cannot be read
*/
async function gatherRoots(question) {
	const { root, remote, ledger } = question;
	const digests = new Set(ledgerDigests(ledger));
	if (remote !== void 0) await hold(question, remote);
	try {
		const tips = await ask(root, {
			argv: ["for-each-ref", "--format=%(objectname) %(objecttype) %(*objecttype)"],
			parse: (out) => commitsOf(line(out))
		});
		for (const tip of tips) for (const digest of await lockDigests(root, tip)) digests.add(digest);
		return {
			digests,
			places: tips.length
		};
	} finally {
		if (remote !== void 0) await letGo(root);
	}
}
/** Digests that a lock's text names. One that is not read (another schema, a merge in its middle) keeps every digest in it. */
function digestsIn(text) {
	try {
		return digestsOf(parseLock(text));
	} catch (cause) {
		if (!(cause instanceof UserError)) throw cause;
		return new Set([...text.matchAll(DIGEST)].flatMap(([word]) => Oid.safeParse(word).data ?? []));
	}
}
function* ledgerDigests(ledger) {
	for (const { record } of entriesOf(ledger, "ship")) {
		yield* Object.values(record.assets);
		yield record.ambientDigest;
	}
	const shown = entriesOf(ledger, "publish").at(-1);
	if (shown !== void 0) yield* Object.values(shown.record.files);
}
async function lockDigests(root, tip) {
	const files = await ask(root, treeFiles(tip, [LOCK_PATH]));
	const text = (await readFiles(root, files, MAX_LOCK_BYTES)).get(LOCK_PATH);
	return text === void 0 ? [] : digestsIn(Buffer.from(text).toString("utf8"));
}
/** Each commit once; tags are read through, and what is no commit has no lock. */
function commitsOf(refs) {
	const commits = refs.split("\n").flatMap((ref) => {
		const [id, kind, behind] = ref.split(" ");
		return kind === "commit" || behind === "commit" ? CommitId.safeParse(id).data ?? [] : [];
	});
	return [...new Set(commits)];
}
/** Fetches, in one go, what the remote has now into refs of our own. */
async function hold({ root, pulls }, remote) {
	const wanted = pulls === "all" ? ["+refs/pull/*/head:PULL/*"] : pulls.map((number) => `+refs/pull/${number}/head:PULL/${number}`);
	try {
		await ask(root, {
			argv: [
				"fetch",
				"--quiet",
				"--no-tags",
				"--no-write-fetch-head",
				"--no-auto-gc",
				"--",
				remote,
				`+refs/heads/*:${HELD}/heads/*`,
				`+refs/tags/*:${HELD}/tags/*`,
				...wanted.map((spec) => spec.replace("PULL", `${HELD}/pull`))
			],
			parse: nothing
		});
	} catch (cause) {
		if (!(cause instanceof GitFailure)) throw cause;
		throw new UserError("remote-failed", `what ${remote} still needs could not be read: ${cause.stderr.trim()}`, {
			hint: "Nothing was swept. Check the network, the remote (`git remote -v`) and that you may read from it.",
			cause
		});
	}
}
async function letGo(root) {
	const refs = await ask(root, {
		argv: [
			"for-each-ref",
			"--format=delete %(refname)",
			HELD
		],
		parse: (out) => out.toString()
	});
	await ask(root, {
		argv: ["update-ref", "--stdin"],
		input: refs,
		parse: nothing
	});
}

// scripts/lib/engine/store/sweep-store.ts
/** Files of killed writers go after a day: no writer takes so long. */
const PARTIAL_MS = 864e5;
/** Sweeps a store over everything that is no root. Results go with a folder; a bucket's stand on the machines that build. */
async function sweepStore({ opened, roots, graceSeconds, now, dryRun, most }) {
	const { named, folder, isFolder } = opened;
	const question = {
		store: named,
		results: isFolder ? folderResults(folder, named) : NO_RESULTS,
		roots,
		graceSeconds,
		now
	};
	const whole = await planSweep(question);
	const plan = most === void 0 ? whole : atMost(whole, most);
	if (dryRun) return {
		plan,
		deleted: []
	};
	const deleted = await sweep(question, plan);
	if (isFolder) await clearPartials(folder, PARTIAL_MS, now.getTime());
	return {
		plan,
		deleted
	};
}
function atMost(plan, most) {
	const objects = plan.objects.slice(0, most);
	const left = plan.objects.slice(most);
	const bytes = objects.reduce((sum, { size }) => sum + size, 0);
	const kept = {
		objects: plan.kept.objects + left.length,
		bytes: plan.kept.bytes + plan.bytes - bytes
	};
	return {
		...plan,
		objects,
		bytes,
		kept
	};
}
const NO_RESULTS = {
	get: () => Promise.resolve(void 0),
	list: async function* list() {
		yield* [];
	},
	delete: () => Promise.resolve()
};

// scripts/lib/forge/open-pulls.ts
const PAGE = 100;
const Pulls = array(object({ number: int().positive() }));
/** The numbers of the open pull requests. */
async function openPulls({ request, owner, repo }) {
	const numbers = [];
	for (let page = 1;; page += 1) {
		const { data } = await needing("pull-requests: read", () => request("GET /repos/{owner}/{repo}/pulls", {
			owner,
			repo,
			state: "open",
			per_page: PAGE,
			page
		}));
		const found = Pulls.parse(data);
		numbers.push(...found.map(({ number }) => number));
		if (found.length < PAGE) return numbers;
	}
}

// scripts/lib/forge/sweep-machine.ts
const DAY = 86400;
/** A job's output holds a megabyte; the rest goes next time. */
const MOST = 1e4;
/**
* Sweeps the store of this machine over what the repository still needs.
*
* @throws {UserError} `remote-failed`, `ledger-broken`, `token-too-weak`: before anything is deleted
*/
async function sweepMachine({ context, token, store, graceDays, dryRun, now }) {
	const { workspace: root, serverUrl, temp, apiUrl, owner, repository } = context;
	await using _access = await gitAccess({
		serverUrl,
		token,
		temp
	});
	const pulls = await openPulls(openGitHub({
		apiUrl,
		token,
		owner,
		repository
	}));
	const ledger = await readLedger({
		root,
		remote: "origin"
	});
	const { digests, places } = await gatherRoots({
		root,
		remote: "origin",
		pulls,
		ledger
	});
	return {
		...await sweepStore({
			opened: openStoreAt({
				address: store,
				cache: store,
				maxBytes: MAX_ARTIFACT_BYTES
			}),
			roots: digests,
			graceSeconds: graceDays * DAY,
			now: now(),
			dryRun,
			most: MOST
		}),
		places
	};
}

// actions/sweep-store/inputs.ts
const Inputs = object({
	token: string().min(1),
	store: string().min(1),
	"grace-days": number().min(0).max(3650).default(14),
	"dry-run": stringbool().default(false)
});

// actions/sweep-store/main.ts
await runAction(Inputs, async ({ token, store, "grace-days": graceDays, "dry-run": dryRun }) => {
	const { plan, deleted, places } = await sweepMachine({
		context: stepContext(),
		token,
		store,
		graceDays,
		dryRun,
		now: () => /* @__PURE__ */ new Date()
	});
	const { objects, bytes, kept } = plan;
	info(`${dryRun ? "would go" : "gone"}: ${objects.length} objects, ${bytes} bytes; ${kept.objects} stay, ${kept.bytes} bytes, for ${places} branches, tags and pull requests, the releases and the site`);
	return {
		deleted,
		bytes: dryRun ? 0 : bytes
	};
});

export {  };