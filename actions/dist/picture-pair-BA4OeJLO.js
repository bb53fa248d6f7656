import { n as messageOf, t as UserError } from "./errors-q2Ocdyoq.js";
import { a as writeWhole, r as readPicture, t as PICTURE_LIMITS } from "./picture-file-CrzsY8mG.js";
import { r as oidOf } from "./oid-046zK1iw.js";
import { t as SideUnreadable } from "./request-ByIs-QGe.js";
import { crc32, inflateRawSync } from "node:zlib";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { readFile, stat } from "node:fs/promises";
import sharp from "sharp";

// scripts/lib/media/render/letters/letters.ts
/** Letter, left edge and width in the picture of all letters, and how far the pen moves, in pixels. */
const GLYPHS = [
	[
		" ",
		0,
		8,
		3.779
	],
	[
		"!",
		8,
		9,
		4.819
	],
	[
		"\"",
		17,
		12,
		7.844
	],
	[
		"#",
		29,
		14,
		9.653
	],
	[
		"$",
		43,
		14,
		9.756
	],
	[
		"%",
		57,
		20,
		15.066
	],
	[
		"&",
		77,
		14,
		9.939
	],
	[
		"'",
		91,
		9,
		4.885
	],
	[
		"(",
		100,
		10,
		5.596
	],
	[
		")",
		110,
		10,
		5.596
	],
	[
		"*",
		120,
		13,
		8.093
	],
	[
		"+",
		133,
		15,
		10.093
	],
	[
		",",
		148,
		9,
		4.783
	],
	[
		"-",
		157,
		11,
		6.98
	],
	[
		".",
		168,
		9,
		4.783
	],
	[
		"/",
		177,
		10,
		5.684
	],
	[
		"0",
		187,
		14,
		9.895
	],
	[
		"1",
		201,
		11,
		6.343
	],
	[
		"2",
		212,
		14,
		9.346
	],
	[
		"3",
		226,
		14,
		9.543
	],
	[
		"4",
		240,
		14,
		9.99
	],
	[
		"5",
		254,
		14,
		9.185
	],
	[
		"6",
		268,
		14,
		9.595
	],
	[
		"7",
		282,
		13,
		8.643
	],
	[
		"8",
		295,
		14,
		9.602
	],
	[
		"9",
		309,
		14,
		9.595
	],
	[
		":",
		323,
		9,
		4.783
	],
	[
		";",
		332,
		9,
		4.937
	],
	[
		"<",
		341,
		15,
		10.093
	],
	[
		"=",
		356,
		15,
		10.093
	],
	[
		">",
		371,
		15,
		10.093
	],
	[
		"?",
		386,
		13,
		8.152
	],
	[
		"@",
		399,
		19,
		14.985
	],
	[
		"A",
		418,
		15,
		10.913
	],
	[
		"B",
		433,
		14,
		9.888
	],
	[
		"C",
		447,
		16,
		11.052
	],
	[
		"D",
		463,
		15,
		10.833
	],
	[
		"E",
		478,
		14,
		9.082
	],
	[
		"F",
		492,
		13,
		8.818
	],
	[
		"G",
		505,
		16,
		11.235
	],
	[
		"H",
		521,
		16,
		11.184
	],
	[
		"I",
		537,
		9,
		4.153
	],
	[
		"J",
		546,
		13,
		8.694
	],
	[
		"K",
		559,
		15,
		10.547
	],
	[
		"L",
		574,
		13,
		8.481
	],
	[
		"M",
		587,
		18,
		13.835
	],
	[
		"N",
		605,
		16,
		11.389
	],
	[
		"O",
		621,
		16,
		11.528
	],
	[
		"P",
		637,
		14,
		9.675
	],
	[
		"Q",
		651,
		16,
		11.594
	],
	[
		"R",
		667,
		14,
		9.785
	],
	[
		"S",
		681,
		14,
		9.756
	],
	[
		"T",
		695,
		14,
		9.902
	],
	[
		"U",
		709,
		16,
		11.038
	],
	[
		"V",
		725,
		15,
		10.913
	],
	[
		"W",
		740,
		20,
		15.3
	],
	[
		"X",
		760,
		15,
		10.796
	],
	[
		"Y",
		775,
		15,
		10.701
	],
	[
		"Z",
		790,
		14,
		9.785
	],
	[
		"[",
		804,
		10,
		5.596
	],
	[
		"\\",
		814,
		10,
		5.684
	],
	[
		"]",
		824,
		10,
		5.596
	],
	[
		"^",
		834,
		12,
		7.222
	],
	[
		"_",
		846,
		12,
		7.039
	],
	[
		"`",
		858,
		10,
		5.266
	],
	[
		"a",
		868,
		13,
		8.613
	],
	[
		"b",
		881,
		14,
		9.36
	],
	[
		"c",
		895,
		13,
		8.738
	],
	[
		"d",
		908,
		14,
		9.36
	],
	[
		"e",
		922,
		13,
		8.87
	],
	[
		"f",
		935,
		10,
		5.83
	],
	[
		"g",
		945,
		14,
		9.382
	],
	[
		"h",
		959,
		14,
		9.185
	],
	[
		"i",
		973,
		8,
		3.926
	],
	[
		"j",
		981,
		8,
		3.926
	],
	[
		"k",
		989,
		13,
		8.54
	],
	[
		"l",
		1002,
		8,
		3.926
	],
	[
		"m",
		1010,
		18,
		13.506
	],
	[
		"n",
		1028,
		14,
		9.177
	],
	[
		"o",
		1042,
		14,
		9.133
	],
	[
		"p",
		1056,
		14,
		9.36
	],
	[
		"q",
		1070,
		14,
		9.36
	],
	[
		"r",
		1084,
		10,
		5.955
	],
	[
		"s",
		1094,
		13,
		8.24
	],
	[
		"t",
		1107,
		10,
		5.295
	],
	[
		"u",
		1117,
		14,
		9.185
	],
	[
		"v",
		1131,
		13,
		8.804
	],
	[
		"w",
		1144,
		17,
		12.59
	],
	[
		"x",
		1161,
		13,
		8.533
	],
	[
		"y",
		1174,
		13,
		8.826
	],
	[
		"z",
		1187,
		13,
		8.489
	],
	[
		"{",
		1200,
		11,
		6.819
	],
	[
		"|",
		1211,
		10,
		5.383
	],
	[
		"}",
		1221,
		11,
		6.819
	],
	[
		"~",
		1232,
		15,
		10.093
	],
	[
		"×",
		1247,
		15,
		10.093
	],
	[
		"·",
		1262,
		9,
		4.783
	],
	[
		"°",
		1271,
		11,
		6.87
	],
	[
		"–",
		1282,
		12,
		7.5
	],
	[
		"—",
		1294,
		19,
		15
	],
	[
		"…",
		1313,
		19,
		14.341
	],
	[
		"±",
		1332,
		15,
		10.093
	],
	[
		"²",
		1347,
		11,
		6.804
	]
];
/** The picture of all letters: its size, and how much of each pixel is covered, deflated, as base64. */
const PICTURE = {
	width: 1358,
	height: 28
};
const COVERAGE = [
	"7Zx3XBXH9sDPpRcpFxEVrGDvivqssQT1WWJ7okkkmsTIi8bYDdFoookF8yRK1CjGFktU7MYSvfZKi9hFFAsKCuqlSLvcvXt+2d2Z",
	"3b2FCxLyycv77fmDO7OzM3t298x3zpyZBUARRRRRRBFFFFFEEUUUUUQRRRRRRBFFFFFEEUUUUUSRv794h3ZWHoIiiiiiyB+WQPz+",
	"730D7eorL1ERRRRRaCpKg/A1E13LU3HBe7JMJXsLZ9hYrLcwgv9pE/XPCtC+VmgDmrSzKeEcZ6Ock6qsbdvZl1hk3IhzBb4Oe/s/",
	"VN3hL6hZfnEsf6m93V/TXYZHRc3iE73H0EO1o6KiqlqvNTTMvQJ1cOozpnmpJ/XuJvz2eeN/GKKuHyyyNaZpra+H2v11+lTWJm7I",
	"22l8bIX230Jiqnb4bO1btLs9nwRNtH1JLjSBYa+PpK/3F8wZzuHzyFqplXdTMakHzUzVDiepHiic45F3S8Lf4vXlVP8LbCkkOl7U",
	"6zRNyVHbr15qu5DknHTM3+BNClSfpKD+YD1Zp4zRxpNkmJaT32hJs+MMe7GDkH5PK4iTkOUaOSJeKywdX2ypUkFD7HmWje0i5QOm",
	"bT6yfV4beU9K1Z4VM7e1Wu2TsyNFqn/zCHM0XeSlt/cOkGe1Wm1zo5y3VDP7aAfpVDfuJ5EWk7wgQ7RLZUdtd2s32ZifdFurbc0b",
	"gVa7jx7hR9Gt2l6itg+x8Hh3uXqph/tAyaWPjw2i2bE3Ea+ONH452t4yNWy0j4TSKVrBtPZqR3M/s7Tf8q/6FAAEac/wRV53td34",
	"dk7xPXO49io3sjR/mebLvwLSepLQ3lJ8dZJPzEVqAa20xdiQpDtHvWfpvXZgplo6/DzZujl8rQ22NMokIn5uqbXrsowPq+dHo6ps",
	"sYP5tUq7cIVJVX/HP3M0vo35dsY0baXDva/ZSpOY/GO+FaOQR5AXnL5mfGwNjhcSk3DoLKQG3hQHQjASV3A65iTfKMTRQi7E0GX9",
	"EwCY/EyiSmPmceSzLOr1TsKhJHUAOwqJjdifHPrq04Vr34ssl/qnnwleYot8ZtdB9kVNPlP9PBYg6YgLMWVVPF4ivuTn+DTqKD6u",
	"JNafiXiHJFfjBY1G8xPJ1XnJnjhqyG/CZ/pqNBrNSTQIljEB0yN24Atyq4vxSeQJvFohRuOlZbdsZfPoq3X8gWGTTsfn414viWWY",
	"h41pJh1PaS4acBQBUBzmHL+MhhCxNDHhLuJy2ckajSbAKOcp1IzBnOOJyAwUT+VdqfvoY5QXZARGyY6uxFhXCyelIy7jfo+xeJwe",
	"YdoBwH7sR7SNxWzumiEy9ZJZdljJpbcM+L6Qm4a5u3flE+vrq9GcwGKNRvMPmRo2mCOc6s++cuGebHExPzJ0xysAcAoZD4AFGEHv",
	"6J4r1MjSCQOz6iJO/x2Av+KXfLYG95g09/EkpWlvwk2cJN7tbpGmF3KzLHqhYessHWUyrNvDf3CkhaP/xN8CK1tqLVWWUc0R+K36",
	"coqFa5V24QqTvfiPP7H1f+AeO9OZvtsNw+vNFVW3Eyff/7XCvOWfCvsaH/kBxwqJj7D3RCS+judobKdeqPMW/LM0bD0/pCMmEmQ9",
	"gBHoBo0L3pIa+QBHwhfYBMSWCCHyXxCXdDiupIWpeXmZ08ujeyXdVsro8Vz3WM1nBueM3Etoqsot8Aa7RCTuXTpTC2Af/ovWr1eQ",
	"YLgjYl7uYP6E/waYgmtkvjZGC4l47ASwCT/kM+qinFqgiia5EsWthKlZQ2957m3Ob99MxyibX3A9Nzw4js9PFGMx0bgA54OcemMo",
	"rxbhWU+AwUxWJVlpyxQcboF2xrlFeEYNMMygdXxdmn6Gd30stZhe8CjDHsCPuSnSVP8q0U5G00V42hPgLf0rX1n19/GqldJgOvKl",
	"YWsA0foAHFBrcmMiTeECcv7dh3hIODPPoAanwiwcAHBOdBR24BI4gF+QXGsmqwr0wRQn6XZ8n+X6m9DULuegOU2744Dcz0sJ5TTv",
	"XkMGtZrdZFYX0LOhFGfq0NpORtP6PWrTSdMXuCXQk0yMOrSxq07RyqSCf0+xtTZk0hbYUgKoXWCgkxFN2zSGpj3twblrJzpPbNNE",
	"3ghAwJtNxXSbZkbqchr6BnrRMlV7YuPOnd6k/kCzUzi6sUyfBoEC6QL4an6B1blMXS5TJ7ASQKNA3nSrBPoD2Aa2UUmn+gYKTbYJ",
	"5ITGVYbjRPO46VpsUBI3xT9G7jMOggl5fwCgPftJ6Wa34puYFEfiB7R3dx6DrYRHxKAggreQxdafHwJqD0JOfePvn4F9vHwA7oQr",
	"/ZKeOoqc6EztjTri1USvsOZaxF2yR3DpQVlvpB/xVlyKXjlyzyWdf1bN/IHS1D6Y6zE7sZ2s0maks1/VcX0rhmqRUKSqLoa/7F49",
	"tXWoK3c4bZMMzYSUhosurCbOdns8Blw/J8GSd88Qbnc5O1D2whZmzbd8A5/kRdY2ObQfyfRuDC4Gp+Fj/ds27c3S6m4F6T6G+yo5",
	"Od4klLfLNPA9PkLTRs6VN/F0aTS1yzTU5T33qAavR1O3YDaznkU+p+tX4VsAM/B7kabsQpwm0ZReczV+JqvuyupVJZe6sIyKWh83",
	"kHmUhabjcdfvr+kwsVs4hAOhB67GCHAuKnIh53g/Kx6HsWK8bTmusLmKMs/A5hR+BCY0hf2vHMxoeiwWlma4WA1nPkQ0bLClhJvF",
	"YuHHVIujiBhDUNswGTEuitKULzopgCyZ64VDhDWPO4iXv6OjL5O6gMWid0zcTzZDyq/B9SqjQubaEsRzTe4hnnKgR+azWPS2XKUE",
	"f9rkfbm6vIbLqIZM8lbczqeCsxANy1WirvEyfY6jQNwZ/LTgKAYJ88O5AJdwDKieM/zAUD0ruxpMImY2nT/1EBn5dDyDZhAV3sFP",
	"zGm6GptYfvS145oB+MW2MV0eSf91QHzMH6DpBQlXNQrwWkJCJaPiCGp6TcL9WoUL79A99MqD0NDMC6HVicrZN74WB2+3GNSNhbkP",
	"5N1VddqgzRXjXk3C/YTEZJxNjz1G4pL/cnzDnl3x5aHpUqxBohBxQk/yEGcY3aWz6uQ+Erno/873hjN0pWc0LgaRpunas4jxjYip",
	"4JEZ+ZgzRWrkPdxBUl3ybo5bpD8nNBKAD+0BvhauzxnIPCGxjHqyAPVWF+JduuT2SQov82hA7RrqN7eQLwb9gHdId7ya7uh9CzEv",
	"YxMcybShWqyHS3RkgnQcGBSS9FKwj3poErAhXHlVQLOjgoODe1lgn4WaE0NDQ0Ofl0bTDvn69pa93XTsxz2Aa4b+0ky/ZkZebZGm",
	"9JoD6XPiqzfFTCulPfAx7TDZ3/eVuY7WaFqluMAN1Lp8YuJTcAl8jW9kX4bueEKsNBjZgkZizvOZbhoelD2PabgfzGg6Ad8wpWk7",
	"HAF19BOtzVFevgzprEFCJEb/W/CUAoa8/4O4td8SJFHxBNw2aJWOsuogftvlGzwgRDYi8UCwn3jSCjHexuhixqzBlw4l0nQuHrIz",
	"LmQK9oecxyeLPnyMI8iRV5e4Ruzpdbf0i8DrtFaRXF1ew0KRprrkmXzkzik3p2+LE8VdBV3jcFaQBZr6Mo9U4K1P5a26OZ4Gdz1u",
	"huZ4js5k11XJSRP6cjU9d2pxqjAAfRQaOl1f2Jo8zTk09COnaYR8HJTLQH1GU99kdhwNq/UjN9ktDe80LS9Ku4aG3nsRGkqMonIY",
	"J8ZRv3D6aI3k2jaw082h9jvvOWLuIlpPVdcT2um6yZe3XXZxI6inv8la8WJxlId4JIOeWvXdVqChwSr+/omP/f2rmy2LBgcHDzY9",
	"eP0WdYT5nnEba1ugqfo6I4UyxiIm0V5Q5UWKi0hTVax2WcjPmORIGnz5cOK0bDHaC3bJBvrEnZayiE/pLPE8Hh721Us6Q20yk9xH",
	"tS/IzbWJNrBHB4gLbmMSeJGmgz32MOyhrmJ2Ox4hc6kqbBRE6oZV+RA3wVQk29EO41D4HH+QopOI+rkCxTpQbpng7SG6SifjZXlV",
	"XEVqck/viEajGSovRCyNpslIY7bmNHV5WejZEs+0l2jq8yEeFGnagbCsA56SYD/muhBttVS6Yc2xfJxu0fqs0hQO4kh4H7fRqRjG",
	"wflC50MG9ZeypRybeyiPnI1GQ6FsqbJ5UYaPOU0b4TemNHVS2wB4VLI60a8OMI6+QIartwAXC+M83rcFmP1vG0FNLhNLWOXPR20v",
	"sFVIyOk/RC9MsQG4KNKU9QG4Qy3FnKZjxRC3RNNiV+jIMWwGjXOQRgLIdbkLHMc3LahrrCEwLOl6XviyPrg6mMVNjWgKh7EjjKUh",
	"q4dFzv3xwmP4FMNIXzzF7EPa2X/BjvCxFN1S7cdQ2njxFS9zmjZ7krOErMQdSo3ygMlRtGSY/lkyO0kK6YbRvl2VdM9gQZrK0lRK",
	"ep+rhI5iZeVrvhRYlGImwUW7g8djZC/RLNYcTZeHFZ1vRcCbT/EYsSWbw7ij4GG1/6DJ3pF1ZJLCx/lFx6ZWgHjCRkG9Y6YKFCJi",
	"tskxXzaS2tUlwdtVm9PU6zd2rFTFu92oJ4ahdMrfGyTflH9VJ7AX8TLYhtwE/rDUwWh/hJ24tsOgFIbgtGYMYurbdDptLmcxprH1",
	"4a3OrygusbrgVVv6xHEa3NwDAM82QQgJVVQpZgYGheILB0qOFv7tVuJ54k5ftkRTVW6hyqJvujc6OnqsrGZMwhP8VPJ5g4KCnpZG",
	"07zx+uxaJdDUfiW+Mwc/ktG0quoMDtlDaNqAaNsPd8sIzm53tlKKn4lBL/s3Fj2VrM8qTd/BaNiFdDuAKq3Ys+g4TMH+R1Ca803H",
	"ImngBFBdwkUyz/eKWFtOU0i9ZL4KVarUjzj1COkTZHJ4/3sXn3lLnPwAwCA+dLSCsOotzE5JScnFDsY0HczXiBRpminnlRlNGQZ7",
	"ma5Ccb/NcQ8H+K+MGmkqU2kBXW8zUtdYQ6Ee6cDsrTWdSqHpCFwKx1gSWFqB3ZZkjcaAneIcvYGBU4owEJfCaVYc3L7EjSISssWw",
	"soymdmGGGEq68/n3ZmWdF5/qeMRwMTM7q5/pyyE+xFxZmkpJ79Pb3/+3x/7+VnbI9Qo3jzzsJ60Ksw2PwLowP6SaTi/tjlx20wmu",
	"7eucTyIZ7fA4DDHEXc9SmcZkxfWaGIsBjv5hYY+0YWFm3nHPoKCg7ibHRlGn3l2fZQegZl+ozGjqnYhTjGuNwKOCH4m50dHRbG50",
	"M/l6zEckqJvFRVpEQNndZRqLPkkqb2hnaJ0GLez7iSvnZjIjF+NHSb5/J34uENZbCtsMO4OF4jv2iR5Pkx3xU0jZ9DvIH2yCcShY",
	"0zjyFgbKyXFf6MuO2fpq3O9U4+hnJ7xYWtzUMZvhY/zf4zDrcdNRKTO4x7danM3DN3jCpgSatsd1pws95DSFRkXJ2whNHbOY6gKd",
	"5ki+aW+6PsOXfrzdbxlZWOcb30ydQc76AGTWJ6dpCnJ8r4xPxQHqVY5rjtZBWl6cgDOhBc7LfC5OGFoUPe9lyKwq39XyrnyqthYs",
	"0XQd4/naNA3IKlgzfppI0wIbbsgWKNpfAgjAAD628CNhVX+M462mpjFN+/NLa2tFmmZYpSnGYpJr6TTNkNFUUOlbnGBBXWMNZbsE",
	"VEHL4pHtb0ZTDrdnqHZOWY/U+gviJoVZcfv82A/SUqQl7OIkGslxfPGwmkHsbAMMV8T5b5OTYi+X0XQirq0jpE4ch+bXMb+n6Hwl",
	"sfpn1lybIEH8ZWkqZYubWhK7APNjjcNwSGCUrq3gz7fAJNf5IbV0haJB9iwKBJUhFC6vpG96G7cvCr8zaWcqfW0A6QY3y9cvLW7q",
	"QENcm4ppCye4UO9M3AymNPW5RhcyODpq7zlzUbBfyP4KIvzjDtDG2YLtRVrvGrdw/7HokH6AW8Wuh9xq9dsEUi4Zj9Rgo8EeJqpJ",
	"4jnzKWZ8U42OiMIl6XYGddgj1M73kYXKRVtpgAvhwGN3CDBsh5UkkHUWZwUFBS2lXgwPMPdMFC66Eg84AnTV5TjLSuvcoLElK2v6",
	"K/GQE0AjbZG3dZry/shsnCUddbgibhQypSncelS4A4xoCnPxOV3TX4G/OAJ0LtT5W1KPK/V5klhUHCCV1tXl+4rWByCzPjlNd2Ik",
	"vzHukHhkE86WTaJCMA7bgyojTppsOF3Dd2E57rNM067MdVeLNH1HnGaVnabjuOFhnEhTzttcRUYMP0O6E6i2rrQT5tgZLmB3m7Cq",
	"puGKCqB7IxtjmtYwZFWFSg/KSNOXtj/jutejqZ8hzQlUsdjJgrrGGko09RzcFWAWNfC9tC5kG6qDu5ZqB1H4lThjd3x1rPhjuHYI",
	"6S7Jai9TPpa8yOUYLsZH62dly0Iw79OtnMarUK1kD9ymoYcMppP+Vfy0cfnXm/je7c6x2pfuxXFRq5u2VKutRHc24GTzg18U28PP",
	"N6T5672EU5nUSwHweMi5GPfW+uWQbcpuGeyamceRbumTLfWfpGuCeB1Kp+mAqO5m5ZtQiCSr0s+JzRYXrNqoz2tgSlObG5gZFRUV",
	"RcaWY5gUsZUx9JcvYNCZ/hk8N/cMXiQ9dDD7YsEyXTGJRdinMI1k08Dzk+Zl030PKzB5eazYd6lqRno7hSaLcZ/q/BaPQDo//gQf",
	"T5WPKYNZcW++jfYS9GCSdmTe10bmLSO9Kt+V70UF7jSaGBWdhrGCR+6RhE+2HGPYt6XJ/J5Letyiks/to+tbgJfHHUzbeqBADCSV",
	"RFPvHMP6iDxDoHwHlq6gsbz9lRJNP0ccYEJTxySkNHW/zWtrGcZC6U2kgVKhNBJ/FK1vedRzyfrkNG2ZjwnrYrBQ2ufYB3NQ/IwE",
	"qrGotQXYhih+zPQdN0i43hO7rBFNne/jSe65bTSjqQ/7w2vTdAAmDpzwXPJN789ezebXoVPk05/spEw/ijEzNFmUVVtw18jFzB1b",
	"Y5rCekzfnnKnjDTNAI8H4lpT2WgKG/HU+N14RkVXmuTq8hrmmtG0ru7FuOGx9FkuxyOkn+zD28tupoo07YQ5BSLn9hqwNoQbxEhE",
	"NI6wvapvK5IyP5eMZ0438EpUVNRI62v6JfDyX8wkgKHFk8tPU753JzFtoUbBC9eyxk1/oGuOctlyEyBRXKeu/FMhYvYScQa7gd9f",
	"MkqHSdTPahWHmD1vr7ToRDYapRe5U4/8mzJs4FpnNNIQgLEhJBD+pRQguIt4VfqKSNwhRdxPwniPNXmIt4aAJZpW/lmHuq3ituh3",
	"7yPepK/3I9wiVfFal4d4bzRtILIAdRvdTFQz0dtm2LuWb7X/+8ardH2ZoyCZRR/otff0JN8N58IdycYSYSPWOWKsXDTRkPYj3QKo",
	"XpOPeLU3yBaanp8dpTJadyKxNxN4qaPyEO+8D6XQFDomIj4aZnTWbIy3l7X/QKJpDSbD3oSm0I2lNAXP1XmI14ZZdJZJaZpIPL60",
	"Si7ThFhfPmJWhMVVKGh3lkX2YkfZVOsZpsm+Or7GT1/HINIRLYh9ynkaXQ3ZtS3QtDaxoGwzmkLi3demqc2PDD6eLNL0/shX+Jgu",
	"kTqvLkLDNoIYn6No2BFOWeWyuhDxLBkIJZraz0mM+/TrMtMUOumz67wWTTmVmJ2VRY9Wri6vYaT5TH9IKmL2HGJ1ta/jc7I0EoOF",
	"szeLNFXdwZ/FpzIGbwB0wxwHGg/WAHQyXLUX3xj1qf1QtngK0FcIcRrTdDdWL+HhNxT/lFP43h1f2AyqalNJIGJIOC+jSq6k8i5D",
	"y47LPzX/pFzdVPaRbGWLn2uFU1RfYQLKcJmzaebf1asq090usj4DVbzK5KzXrFximXNtJ3nWy7vkRuQb/Z3qupipZlHvsoiX9ABr",
	"ZGoHvGZtWz+vchqKjW/ZarpX0De0/DX93KyWVrbZnV7C3kGHOjVL/hzbzb8iv4o3lqW4lo6j8C3ybKoWdt0CTQmEzTafetUy+n8S",
	"dr62MgP0l33GU9noJpz9LVljdd47GmRtDwGm/aH7dfaX3hGTYaxuZXeLX2upatWRvRu1eEvu5f0XFKexi+WCGsyLuTbGNK0aoXv2",
	"p718vnfbc+NdJacKbrpP63JV885NJJtfNpTl9KdrSy6b8vNf+A8O/oDeZZV2T/ByxPQvfkqwBUX+S2SpuB0doH0038vbIlqgqeCz",
	"hNv/mcr8WjC9+4SCXCvjYP1dnJ9XQWLhe1TL375WqIQsZS+U5JmMSmLsjWnaVhfb/f+TPboJu5gc1WX5r0VOCf/8W95kxejt8dmF",
	"AmTvrfcCRf5LxEWtNnV8bdVq9V8z3rWMR8S73aycMQhjG/29aWrzHOPrWXEXTWb6NoqJKmJlqqU8AkVKFJ+29ayW21fkv3BSe5pb",
	"p/pP/0+OldRlOMkvfKBiDIoooogiiiiiiCKKKKKIIooooogiiiiiiCKKKKKIIor8j8v/AQ=="
].join("");

// scripts/lib/media/render/label.ts
/** Height of a label strip in pixels. */
const STRIP = PICTURE.height;
const LEFT = 10;
/** Dark enough for white words on GitHub's light and dark pages alike. */
const GROUND = [
	35,
	26,
	51
];
const INK = 255;
const glyphs = new Map(GLYPHS.map(([letter, at, width, advance]) => [letter, {
	at,
	width,
	advance
}]));
let coverage;
const strips = /* @__PURE__ */ new Map();
/** A strip with words, `width` × `STRIP` pixels of RGB. What is too long ends in …; a letter that is not there becomes `?`. */
function labelStrip(text, width) {
	const key = `${width} ${text}`;
	const kept = strips.get(key);
	if (kept !== void 0) return kept;
	const strip = draw(text, width);
	if (strips.size >= 256) strips.clear();
	strips.set(key, strip);
	return strip;
}
function draw(text, width) {
	coverage ??= inflateRawSync(Buffer.from(COVERAGE, "base64"));
	const rgb = new Uint8Array(width * STRIP * 3);
	rgb.set(GROUND);
	for (let done = 3; done < rgb.length; done *= 2) rgb.copyWithin(done, 0, done);
	const fallback = glyphs.get("?");
	const line = Array.from(text, (letter) => glyphs.get(letter) ?? fallback).filter((glyph) => glyph !== void 0);
	const dots = glyphs.get("…");
	const room = width - 20;
	if (lengthOf(line) > room && dots !== void 0) {
		while (line.length > 0 && lengthOf(line) + dots.advance > room) line.pop();
		line.push(dots);
	}
	let pen = LEFT;
	for (const glyph of line) {
		ink(rgb, width, coverage, glyph, Math.round(pen) - 2);
		pen += glyph.advance;
	}
	return rgb;
}
/** One letter, its left edge at `left`. */
function ink(rgb, width, covered, { at, width: wide }, left) {
	const [from, to] = [Math.max(0, -left), Math.min(wide, width - left)];
	for (let y = 0; y < STRIP; y += 1) for (let x = from; x < to; x += 1) {
		const cover = covered[y * PICTURE.width + at + x] ?? 0;
		if (cover === 0) continue;
		const pixel = (y * width + left + x) * 3;
		for (let c = pixel; c < pixel + 3; c += 1) {
			const under = rgb[c] ?? 0;
			rgb[c] = under + Math.round((INK - under) * cover / 255);
		}
	}
}
const lengthOf = (line) => line.reduce((sum, glyph) => sum + glyph.advance, 0);

// scripts/lib/media/render/spare-bytes.ts
const MOST_KEPT$1 = 8;
const kept$2 = [];
/**
* Bytes to draw on, whatever they held before: large buffers that come and go with every picture would otherwise start
* the garbage collector again and again. Give them back with `giveBytes` once nobody reads them.
*/
function takeBytes(length) {
	const place = kept$2.findIndex((buffer) => buffer.byteLength >= length && buffer.byteLength <= 4 * length);
	const [buffer = new ArrayBuffer(length)] = place < 0 ? [] : kept$2.splice(place, 1);
	return new Uint8Array(buffer, 0, length);
}
/** The bytes may be handed out again. */
function giveBytes({ buffer }) {
	if (buffer instanceof ArrayBuffer && kept$2.length < MOST_KEPT$1) kept$2.push(buffer);
}

// scripts/lib/media/render/panel.ts
/** The longer side of a panel's picture in pixels, its label strip not counted. */
const PANEL_SIDE = 512;
/** Bytes of `Drawn` with that room. */
const drawnBytes = ({ width, height }) => width * (height + STRIP) * 3;
/** Down to `side` for the longer side, or small ones up by a whole factor, so that a pixel stays a pixel. */
function scalingTo({ width, height }, side = 512) {
	const longer = Math.max(width, height);
	if (longer <= side) return {
		grid: {
			width,
			height
		},
		factor: Math.max(1, Math.floor(side / 2 / longer))
	};
	const scaled = (length) => Math.max(1, Math.round(length * side / longer));
	return {
		grid: {
			width: scaled(width),
			height: scaled(height)
		},
		factor: 1
	};
}
/**
* Writes a drawn picture and its label strip as a WebP panel: the same pixels and words give the same bytes. A drawing
* with room for the strip is used up by it.
*/
async function writeDrawn(drawn, caption) {
	const { width } = drawn;
	const height = drawn.height + STRIP;
	const rgb = labelled(drawn, caption.label);
	const bytes = await sharp(rgb, { raw: {
		width,
		height,
		channels: 3
	} }).webp({
		quality: 80,
		effort: 0
	}).toBuffer();
	giveBytes(rgb);
	return written(bytes, {
		width,
		height
	}, caption);
}
/** How long each side of a blinking panel stands, in milliseconds. */
const BLINK_MS = 700;
/**
* Writes two drawings of one size as a WebP that shows them by turns for ever, each with its own label: what moved a
* little is seen at once where it is not found side by side. The same pixels and words give the same bytes.
*/
async function writeBlink(sides, caption) {
	const [first] = sides;
	if (first === void 0) throw new RangeError("a blinking panel needs its sides");
	const { width } = first.drawn;
	const height = first.drawn.height + STRIP;
	const frames = sides.map(({ drawn, label }) => labelled(drawn, label));
	const bytes = await sharp(Buffer.concat(frames), { raw: {
		width,
		height: height * frames.length,
		channels: 3,
		pageHeight: height
	} }).webp({
		quality: 80,
		effort: 0,
		loop: 0,
		delay: frames.map(() => BLINK_MS)
	}).toBuffer();
	for (const frame of frames) giveBytes(frame);
	return written(bytes, {
		width,
		height
	}, {
		...caption,
		role: "blink"
	});
}
/** The drawing with its label strip below, on bytes that are to be given back. */
function labelled(drawn, label) {
	const rgb = drawn.rgb.byteLength === drawnBytes(drawn) ? drawn.rgb : takeBytes(drawnBytes(drawn));
	if (rgb !== drawn.rgb) rgb.set(drawn.rgb);
	rgb.set(labelStrip(label, drawn.width), drawn.width * drawn.height * 3);
	return rgb;
}
async function written(bytes, { width, height }, { role, alt, name, outDir }) {
	const file = `${name}.webp`;
	await writeWhole(join(outDir, file), bytes, true);
	return {
		role,
		file,
		type: "image/webp",
		width,
		height,
		bytes: bytes.byteLength,
		digest: oidOf(bytes),
		alt
	};
}
/** Writes a whole picture as a panel, scaled as `scalingTo` says, transparency over a checkerboard. */
async function writePanel(picture, caption, side) {
	return writeDrawn(await drawPicture(picture, scalingTo(picture, side)), caption);
}
/** Scales a whole picture (Lanczos down, nearest up); transparency shows a checkerboard. */
async function drawPicture(picture, { grid, factor }) {
	const [width, height] = [grid.width * factor, grid.height * factor];
	const raw = {
		width: picture.width,
		height: picture.height,
		channels: 4
	};
	return {
		width,
		height,
		rgb: await sharp(onCheckerboard(picture), {
			raw,
			limitInputPixels: false
		}).removeAlpha().resize(width, height, {
			kernel: factor > 1 ? "nearest" : "lanczos3",
			fit: "fill"
		}).raw().toBuffer()
	};
}
function isOpaque(rgba) {
	for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
	return true;
}
/** Transparent pixels over grey squares of 8 pixels, as picture editors show them. */
function onCheckerboard({ width, rgba }) {
	if (isOpaque(rgba)) return rgba;
	const out = rgba.slice();
	for (let i = 0; i < out.length; i += 4) {
		const alpha = out[i + 3] ?? 255;
		if (alpha === 255) continue;
		const pixel = i / 4;
		const [x, y] = [pixel % width, Math.floor(pixel / width)];
		const ground = ((x >> 3) + (y >> 3)) % 2 === 0 ? 244 : 216;
		for (let c = 0; c < 3; c += 1) out[i + c] = ((out[i + c] ?? 0) * alpha + ground * (255 - alpha)) / 255;
		out[i + 3] = 255;
	}
	return out;
}

// scripts/lib/media/compare/kernel/layout.ts
/** Offsets one after the other, 16-byte aligned, with spare bytes behind each: the kernel reads in sixteens. */
var Layout = class {
	#end;
	constructor(start) {
		this.#end = start;
	}
	/** The offset of so many bytes. */
	take(bytes) {
		const start = this.#end;
		this.#end += Math.ceil(bytes / 16) * 16 + 32;
		return start;
	}
	get end() {
		return this.#end;
	}
};

// scripts/lib/media/png/chunks.ts
const SIGNATURE = [
	137,
	80,
	78,
	71,
	13,
	10,
	26,
	10
];
/**
* A PNG's chunks, their checksums checked, as views of `bytes`. None when this is no PNG or not a whole one: whoever
* needs the reason lets a full decoder say it.
*/
function pngChunks(bytes) {
	if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return void 0;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const chunks = [];
	for (let at = 8; at + 12 <= bytes.byteLength;) {
		const length = view.getUint32(at);
		const end = at + 8 + length;
		if (end + 4 > bytes.byteLength) return void 0;
		if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return void 0;
		const type = String.fromCodePoint(...bytes.subarray(at + 4, at + 8));
		if (type === "IEND") return length === 0 ? withHeader(chunks) : void 0;
		chunks.push({
			type,
			data: bytes.subarray(at + 8, end)
		});
		at = end + 4;
	}
}
function withHeader(chunks) {
	const [first] = chunks;
	if (first?.type !== "IHDR" || first.data.byteLength !== 13) return void 0;
	const { data } = first;
	const view = new DataView(data.buffer, data.byteOffset, 13);
	const [width, height] = [view.getUint32(0), view.getUint32(4)];
	if (width < 1 || height < 1 || view.getUint8(10) !== 0 || view.getUint8(11) !== 0) return void 0;
	return {
		width,
		height,
		bitDepth: view.getUint8(8),
		colourType: view.getUint8(9),
		interlaced: view.getUint8(12) !== 0,
		chunks
	};
}
/** Chunks without a say in what a decoder gives: text, time, suggested palettes, physical size, signatures, colour hints that libvips passes over. */
const SILENT = /* @__PURE__ */ new Set([
	"tEXt",
	"zTXt",
	"iTXt",
	"tIME",
	"pHYs",
	"sPLT",
	"hIST",
	"bKGD",
	"caBX"
]);
/** Whether two files hold the same picture before anything is inflated: all chunks with a say are equal. */
function sameImageChunks(a, b) {
	const [first, second] = [speaking(a), speaking(b)];
	return first.length === second.length && first.every(({ type, data }, i) => {
		const other = second[i];
		return other !== void 0 && type === other.type && Buffer.compare(data, other.data) === 0;
	});
}
const speaking = ({ chunks }) => chunks.filter(({ type }) => !SILENT.has(type));
/**
* How many channels the scanlines have, when they are of the plain kind (8-bit RGB or RGBA, not interlaced, and no
* chunk that changes their colours); none when a full decoder has to look.
*/
function plainChannels({ bitDepth, colourType, interlaced, chunks }) {
	if (bitDepth !== 8 || interlaced || colourType !== 2 && colourType !== 6) return void 0;
	if (!chunks.every(({ type }) => type === "IHDR" || type === "IDAT" || SILENT.has(type))) return void 0;
	return colourType === 2 ? 3 : 4;
}
/** The packed image data, piece by piece. */
const imageData = ({ chunks }) => chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data);

// scripts/lib/media/compare/kernel/kernel.wasm.ts
const KERNEL = [
	"AGFzbQEAAAABmgESYAJ/fwF/YAN/f38Bf2ABfwF/YAZ/f39/f38Bf2AJf39/f39/f39/AGAFf39/f38Bf2AEf39/fwF/YAF/AXxg",
	"AX8AYAl/f39/f39/f38BfGAKf39/f39/f39/fwBgBX9/f31/AGACf38AYAl/f39/f39/f38BfWAFf39/f38AYAABf2AHf39/f39/",
	"fwBgCX9/f39/f39/fwF/Ag8BA2VudgZtZW1vcnkCAAEDGxoBAgMBBwgAAAMJBAoFBAAFCwwGDQ4CDxARBgZMD38BQQALfwFBAAt/",
	"AUEAC38BQQALfwFBAAt/AUEAC38BQX8LfwFBfwt/AUF/C38BQQALfwFBAAt+AUIAC38BQQALfwFBAAt/AUEACwecAQ8IdW5maWx0",
	"ZXIACAhpc09wYXF1ZQAOCWRpZmZlcmluZwAWBWNvdW50ABgGc2FtcGxlAAwKbHVtYUJsb2NrcwANB3NzaW1TdW0ACQhjcm9wT3Zl",
	"cgAXBnNocmluawALC3Nocmlua1dob2xlAAoHZW5sYXJnZQAUCGZhcnRoZXN0ABMEaGVhdAAQB2luZmxhdGUADwZtZW1vcnkCAAwB",
	"BArvrAEazwEBB38gACACIwJsIAFqQQJ0aigCACEIIAFBAWoiBCMCQQFrIgMgAyAEShsiCSABRiABQQFrIgNBACADQQBKGyIEIAFG",
	"ciACQQFrIgNBACADQQBKGyIGIAJGciACIAJBAWoiBSMDQQFrIgMgAyAFShsiB0ZyIQMDQCAGIAdMBEAgBCEFA0AgBSAJTARAIAIg",
	"BkYgASAFRnFFBEAgAyAIIAAgBiMCbCAFakECdGooAgBGaiEDCyAFQQFqIQUMAQsLIAZBAWohBgwBCwsgA0ECSgtUAQJ/IwUgAEED",
	"byIBIwJBIGpsakEQaiECIAEEfyMHIwggAUEBRhsFIwYLIABHBEAgACACEBEgAQRAIAFBAUYEQCAAJAcFIAAkCAsFIAAkBgsLIAIL",
	"jQcBCH8gBUEAQSD8CwADQCADIAdKBEAgBSACIAdqLQAAQQF0aiIIIAgvAQBBAWo7AQAgB0EBaiEHDAELCyAFQQA7AQBBASEIQQEh",
	"BwNAIAdBD00EQCAIQQF0IAUgB0EBdGovAQAiCmsiCEEASARAQQAPCyAGIApqIQYgBSAHQQF0aiAJQQF0Igk7AQAgCSAKaiEJIAdB",
	"AWohBwwBCwsgCEEASgRAIARBAkYiBwR/IAYEfyAGQQFGBH8gBS8BAgVBAQtFIAhBgIABRnEFQQELBSAHC0UEQEEADwsgAEEAQQQg",
	"AXT8CwALQQ8gAWshCyAAQQBBASABdCIKIgZBAnT8CwBBACEHA0AgAyAHSgRAIAIgB2otAAAiDARAIAUgDEEBdGoiCC8BACEJIAgg",
	"CUEBajsBACAJQQF2QdWqAXEgCUHVqgFxQQF0ciIIQQJ2QbPmAHEgCEGz5gBxQQJ0ciIIQQR2QY8ecSAIQY8ecUEEdHIiCEEIdCAI",
	"QQh2ckH//wNxQRAgDGt2IQggASAMTgRAAn8gB0EQdCAERQ0AGiAEQQJGBEAgB0EBdUEBa0EAIAdBBE4bIQkgB0EeSAR/IAdBAXRB",
	"sAlqLwEAQRB0IAlBC3RyQYACcgVBAAsMAQsgB0EQdEGACHIgB0GAAkgNABpBgAQgB0GAAkYNABpBACAHQYECayIJQRxKDQAaIAlB",
	"AXRBoAhqLwEAQRB0IAlB8AhqLQAAQQt0ckGAAnILIAxyIQkDQCAIIApIBEAgACAIQQJ0aiAJNgIAIAhBASAMdGohCAwBCwsFIAAg",
	"CCAKQQFrcUECdGoiDSgCACIJRQRAIA0gBkELdEGABnIgAXIiCTYCACAAIAZBAnRqQQBBBCALdPwLACAGQQEgC3RqIQYLAn8gB0EQ",
	"dCAERQ0AGiAEQQJGBEAgB0EBdUEBa0EAIAdBBE4bIQ0gB0EeSAR/IAdBAXRBsAlqLwEAQRB0IA1BC3RyQYACcgVBAAsMAQsgB0EQ",
	"dEGACHIgB0GAAkgNABpBgAQgB0GAAkYNABpBACAHQYECayINQRxKDQAaIA1BAXRBoAhqLwEAQRB0IA1B8AhqLQAAQQt0ckGAAnIL",
	"IAwgAWtyIQ0gACAJQQt2QQJ0aiEJIAggAXUhCANAIAhBASALdEgEQCAJIAhBAnRqIA02AgAgCEEBIAwgAWt0aiEIDAELCwsLIAdB",
	"AWohBwwBCwtBAQvMBwMOfwR+DXwgAiMCbCABaiEPIAFBAWoiAyMCQQFrIgUgAyAFSBsiDiABRiABQQFrIgNBACADQQBKGyIDIAFG",
	"ciACIAJBAWsiBUEAIAVBAEobIgZGciACIAJBAWoiBSMDQQFrIgogBSAKSBsiC0ZyIQojBARAIAAgD0ECdGooAgAhBSAGIQIDQCAC",
	"IAtMBEAgAyEBA0AgASAOTARAIAogBSAAIAIjAmwgAWpBAnRqKAIARmohCiABQQFqIQEMAQsLIAJBAWohAgwBCwsgCkEDSgRAQQAP",
	"CyAFQf8Bca1C+6egDn4gBUEIdkH/AXGtQue6/Bt+fCAFQRB2Qf8Bca1Cn9+6BX58IRQDQCADIA5MBEAgBiEBA0AgASALTARAIBIg",
	"FCAAIAEjAmwgA2pBAnRqKAIAIgJB/wFxrUL7p6AOfiACQQh2Qf8Bca1C57r8G358IAJBEHZB/wFxrUKf37oFfnx9IhFVBEAgESES",
	"IAMhByABIQgFIBEgE1UEQCARIRMgAyEJIAEhBAsLIAFBAWohAQwBCwsgA0EBaiEDDAELCyATUCASUHIEQEEADwsFIAMhBQNAIAUg",
	"DkwEQCAGIQMDQCADIAtMBEAgAiADRiABIAVGcUUEQCAPQQJ0IhAgAGoiDCgCACAAIAMjAmwgBWpBAnRqIg0oAgBGBHxEAAAAAAAA",
	"AAAFIAwtAAC4IiEgDS0AALgiHKEhGiAMLQABuCIdIA0tAAG4IiChIRsgDC0AArgiHiANLQACuCIfoSEVIA0tAAO4IhhEAAAAAADg",
	"b0BjIAwtAAO4IhlEAAAAAADgb0BjcgRAICEgGaIgHCAYoqEgGSAYoSIVRAAAAAAAAEhAoqFEAAAAAADgb0CjIRogHSAZoiAgIBii",
	"oSAQtyIcRKj0l5t34/k/o/wCQQJvt0QAAAAAAOBjQKJEAAAAAAAASECgIBWioUQAAAAAAOBvQKMhGyAeIBmiIB8gGKKhIBxEVPrL",
	"zbvxBECj/AJBAm+3RAAAAAAA4GNAokQAAAAAAABIQKAgFaKhRAAAAAAA4G9AoyEVCyAaRJQtWMsZIdM/oiAbRLD1d3ycxeI/oqAg",
	"FUT3udIZtU69P6KgCyIVRAAAAAAAAAAAYQRAIApBAWoiCkECSgRAQQAPCwUgFSAWYwRAIBUhFiAFIQcgAyEIBSAVIBdkBEAgFSEX",
	"IAUhCSADIQQLCwsLIANBAWohAwwBCwsgBUEBaiEFDAELCyAXRAAAAAAAAAAAYSAWRAAAAAAAAAAAYXIEQEEADwsLIAcgCBAGBH9B",
	"AQUgCSAEEAYLC8kDAgt8An8gAEECdCIAIwBqIQwjASAAaiINLQADuCEIIAwtAAC4IgkgDS0AALgiC6EhAiAMLQABuCIEIA0tAAG4",
	"IgWhIQMgDC0AArgiBiANLQACuCIHoSEBIAhEAAAAAADgb0BjIAwtAAO4IgpEAAAAAADgb0BjcgRAIAkgCqIgCyAIoqEgCiAIoSIB",
	"RAAAAAAAAEhAoqFEAAAAAADgb0CjIQIgBCAKoiAFIAiioSAAtyIERKj0l5t34/k/o/wCQQJvt0QAAAAAAOBjQKJEAAAAAAAASECg",
	"IAGioUQAAAAAAOBvQKMhAyAGIAqiIAcgCKKhIAREVPrLzbvxBECj/AJBAm+3RAAAAAAA4GNAokQAAAAAAABIQKAgAaKhRAAAAAAA",
	"4G9AoyEBCyACRJQtWMsZIdM/oiADRLD1d3ycxeI/oqAgAUT3udIZtU69P6KgIgREz2bV52or4D+iIASiIAJEMvIFb0AS4z+iIANE",
	"nxG26RmM0T+ioSABRMXSVfRmmNQ/oqEiBESJQWDl0CLTP6IgBKKgIAJEPGIdXHQRyz+iIANEC/Z4hEe54D+ioSABRPg649rU6dM/",
	"oqAiAUSx4emVsgzJP6IgAaKgC6QDAQZ/Qf8PIQQDQCAEQQBOBEAgACAEQQJ0aiIDKAIAIgJBCHZBB3FBBEYEQCACQQ9xIQEgAkEQ",
	"dkH/AXEhBkEBIQUgAyAEBH8gACAEIAF1QQJ0aigCAAUgAgsiA0EIdkEHcUEERgR/IAEgA0EPcWpBC00FQQALBH8gBiADQRB2Qf8B",
	"cUEIdHIhBkECIQUgASADQQ9xaiEBIAQEQCAAIAQgAXVBAnRqKAIAIQILIAJBCHZBB3FBBEYEfyABIAJBD3FqQQtMBUEACwR/IAYg",
	"AkEQdkH/AXFBEHRyIQZBAyEFIAEgAkEPcWoFIAELBSABCyAGQQh0IAVBBnRycjYCAAsgBEEBayEEDAELC0EAIQUDQCAFQYAQSARA",
	"IAAgBUECdGooAgAiAUHAAXEEf0EBBSABQQh2QQdxQQNHC0UEQCAAIAFBC3ZBAnRqIQJBACEBA0AgAUEQSQRAIAIgAUECdGoiAygC",
	"ACIEQQh2QQdxQQRGBEAgAyAEQQ9xIARBEHZB/wFxQQh0QcAAcnI2AgALIAFBAWohAQwBCwsLIAVBAWohBQwBCwsLKwAjCQRAIwAg",
	"ACABEAAEfyMBIAAgARAABUEACw8LIAEQASAAai0AAEEARwtGAQJ/A0AgAkEESARAIANBASACdHIgAyABIAJ1QQFxBH8gACACahAE",
	"RGdmZmZmAnZAZAVBAAsbIQMgAkEBaiECDAELCyADC6c+Agp7CX8gBUEDRgRAIAQhECADQQJ0IRIgA0EDbEEBaiETAn8DQCAQIBFK",
	"BEAgAC0AACEFIABBAWohAAJ/IAVBBEYgBUEDRnIgA0EDSnEgEUEDaiAQSHEEQCAAIBNqQQFrIgQtAAAgBUYEfyAEIBNqLQAAIAVG",
	"BUEACwR/IAQgE0EBdGotAAAgBUYFQQALBEAgBUEERgRAIANBAnQhBCAAIBNqQQNrIRQgACATQQF0akEGayEVIAAgE0EDbGpBCWsh",
	"Fv0MAAAAAAAAAAAAAAAAAAAAACEH/QwAAAAAAAAAAAAAAAAAAAAAIQb9DAAAAAAAAAAAAAAAAAAAAAAhC/0MAAAAAAAAAAAAAAAA",
	"AAAAACEIQQAhBQNAIAUgA0EDakgEQCAHIAv9DQgJCgsMDQ4PEBESExQVFhchCf0MAAAAAAAAAAAAAAAAAAAAACAFQQJ0IhcgAmoo",
	"AgD9HAD9iQEgB/0NAAECAwQFBgcQERITFBUWFyIKIAb9kQEiDP2AASINIAcgBv2RASIO/YABIg/9lgEgDCAO/Y4B/YAB/ZYBIQwg",
	"ByAKIAYgDCAP/S39UiAMIA39Lf1S/QwAAAAAAAAAAAAAAAAAAAAAIAVBA2wiGCAAaigCAEH///8Hcf0cAP2JAf0MAAAAAAAAAAAA",
	"AAAAAAAAACAUIBhqKAIAQf///wdx/RwA/YkB/Q0AAQIDBAUGBxAREhMUFRYX/Y4B/Qz/AP8A/wD/AP8A/wD/AP8A/U4hByALIAkg",
	"CCAJIAj9kQEiBv2AASIMIAsgCP2RASII/YABIgv9lgEgBiAI/Y4B/YAB/ZYBIgYgC/0t/VIgBiAM/S39Uv0MAAAAAAAAAAAAAAAA",
	"AAAAACAVIBhqKAIAQf///wdx/RwA/YkB/QwAAAAAAAAAAAAAAAAAAAAAIBYgGGooAgBB////B3H9HAD9iQH9DQABAgMEBQYHEBES",
	"ExQVFhf9jgH9DP8A/wD/AP8A/wD/AP8A/wD9TiELIAohBiAJIQggByAL/WYhCSABIBdqIRcCQCADIAVKIAVBA05xBEAgFyAJ/RsA",
	"QYCAgHhyNgIAIAQgF2pBBGsgCf0bAUGAgIB4cjYCACAXIARBAXRqQQhrIAn9GwJBgICAeHI2AgAgFyAEQQNsakEMayAJ/RsDQYCA",
	"gHhyNgIADAELIAMgBUoEQCAXIAn9GwBBgICAeHI2AgALIAUgA0EBakggBUEASnEEQCAEIBdqQQRrIAn9GwFBgICAeHI2AgALIAUg",
	"A0ECakggBUECTnEEQCAXIARBAXRqQQhrIAn9GwJBgICAeHI2AgALIAVBA04EQCAXIARBA2xqQQxrIAn9GwNBgICAeHI2AgALIAVB",
	"A0gEQCAL/Qz//////////wAAAAAAAAAA/QwAAAAAAAAAAAAAAAAAAAAAIAVBAk4bQn9CACAFQQNOG/0eAf1OIQsgB/0M////////",
	"//8AAAAAAAAAAP0MAAAAAAAAAAAAAAAAAAAAACAFQQBOG0J/QgAgBUEAShv9HgH9TiEHCwsgBUEBaiEFDAELCwUgA0ECdCEEIAAg",
	"E2pBA2shFCAAIBNBAXRqQQZrIRUgACATQQNsakEJayEW/QwAAAAAAAAAAAAAAAAAAAAAIQj9DAAAAAAAAAAAAAAAAAAAAAAhBkEA",
	"IQUDQCAFIANBA2pIBEAgCCAG/Q0ICQoLDA0ODxAREhMUFRYXIQcgCP0MAAAAAAAAAAAAAAAAAAAAACAFQQJ0IhcgAmooAgD9HAD9",
	"iQEgCP0NAAECAwQFBgcQERITFBUWF/2OAUEB/Y0B/QwAAAAAAAAAAAAAAAAAAAAAIAVBA2wiGCAAaigCAEH///8Hcf0cAP2JAf0M",
	"AAAAAAAAAAAAAAAAAAAAACAUIBhqKAIAQf///wdx/RwA/YkB/Q0AAQIDBAUGBxAREhMUFRYX/Y4B/Qz/AP8A/wD/AP8A/wD/AP8A",
	"/U4iCCAGIAf9jgFBAf2NAf0MAAAAAAAAAAAAAAAAAAAAACAVIBhqKAIAQf///wdx/RwA/YkB/QwAAAAAAAAAAAAAAAAAAAAAIBYg",
	"GGooAgBB////B3H9HAD9iQH9DQABAgMEBQYHEBESExQVFhf9jgH9DP8A/wD/AP8A/wD/AP8A/wD9TiIG/WYhByABIBdqIRcCQCAD",
	"IAVKIAVBA05xBEAgFyAH/RsAQYCAgHhyNgIAIAQgF2pBBGsgB/0bAUGAgIB4cjYCACAXIARBAXRqQQhrIAf9GwJBgICAeHI2AgAg",
	"FyAEQQNsakEMayAH/RsDQYCAgHhyNgIADAELIAMgBUoEQCAXIAf9GwBBgICAeHI2AgALIAUgA0EBakggBUEASnEEQCAEIBdqQQRr",
	"IAf9GwFBgICAeHI2AgALIAUgA0ECakggBUECTnEEQCAXIARBAXRqQQhrIAf9GwJBgICAeHI2AgALIAVBA04EQCAXIARBA2xqQQxr",
	"IAf9GwNBgICAeHI2AgALIAVBA0gEQCAI/Qz//////////wAAAAAAAAAA/QwAAAAAAAAAAAAAAAAAAAAAIAVBAE4bQn9CACAFQQBK",
	"G/0eAf1OIQggBv0M//////////8AAAAAAAAAAP0MAAAAAAAAAAAAAAAAAAAAACAFQQJOG0J/QgAgBUEDThv9HgH9TiEGCwsgBUEB",
	"aiEFDAELCwsgEUEDaiERIAEgEkEDbGohAiABIBJBAnRqIQEgACATQQJ0QQFragwCCwtBACEEAkACQAJAAkACQAJAAkAgBQ4FAAEC",
	"AwQFCwNAIARBBGoiAiADTARAIAEgBEECdGogACAEQQNsav0ABAD9DAAAAAAAAAAAAAAAAAAAAAD9DQABAhADBAUQBgcIEAkKCxD9",
	"DAAAAP8AAAD/AAAA/wAAAP/9UP0LBAAgAiEEDAELCwNAIAMgBEoEQCABIARBAnRqIAAgBEEDbGooAgBB////B3FBgICAeHI2AgAg",
	"BEEBaiEEDAELCwwFC/0MAAAAAAAAAAAAAAAAAAAAACEIA0AgBEEEaiICIANMBEAgASAEQQJ0aiAAIARBA2xq/QAEAP0MAAAAAAAA",
	"AAAAAAAAAAAAAP0NAAECEAMEBRAGBwgQCQoLECIG/QwAAAAAAAAAAAAAAAAAAAAAIAb9DQABAgMQERITFBUWFxgZGhv9biIG/QwA",
	"AAAAAAAAAAAAAAAAAAAAIAb9DQABAgMEBQYHEBESExQVFhf9biAI/W79DAAAAP8AAAD/AAAA/wAAAP/9UCIG/QsEACAGIAb9DQwN",
	"Dg8MDQ4PDA0ODwwNDg8hCCACIQQMAQsLA0AgAyAESgRAIAEgBEECdGogCCAAIARBA2xqKAIAQf///wdx/RH9bv0MAAAA/wAAAP8A",
	"AAD/AAAA//1QIgj9GwA2AgAgBEEBaiEEDAELCwwECwNAIARBBGoiBSADTARAIARBAnQiFCABaiAAIARBA2xq/QAEAP0MAAAAAAAA",
	"AAAAAAAAAAAAAP0NAAECEAMEBRAGBwgQCQoLECACIBRq/QAEAP1u/QwAAAD/AAAA/wAAAP8AAAD//VD9CwQAIAUhBAwBCwsDQCAD",
	"IARKBEAgBEECdCIFIAFqIAAgBEEDbGooAgBB////B3H9ESACIAVqKAIA/RH9bv0bAEGAgIB4cjYCACAEQQFqIQQMAQsLDAML/QwA",
	"AAAAAAAAAAAAAAAAAAAAIQYDQCADIARKBEAgBv0MAAAAAAAAAAAAAAAAAAAAACAEQQJ0IgUgAmooAgD9HAD9iQH9jgFBAf2NAf0M",
	"AAAAAAAAAAAAAAAAAAAAACAAIARBA2xqKAIAQf///wdx/RwA/YkB/Y4B/Qz/AP8A/wD/AP8A/wD/AP8A/U4hBiABIAVqIAYgBv1m",
	"/RsAQYCAgHhyNgIAIARBAWohBAwBCwsMAgsgACATaiEFIBFBAWogEEgEfyAFQQFrLQAAQQRGBUEACwRAIAEgA0ECdGohFP0MAAAA",
	"AAAAAAAAAAAAAAAAACACKAIA/RwA/YkBIgb9DAAAAAAAAAAAAAAAAAAAAAD9kQEiB/2AASII/QwAAAAAAAAAAAAAAAAAAAAA/ZYB",
	"IAf9DAAAAAAAAAAAAAAAAAAAAAD9jgH9gAH9lgEhByAB/QwAAAAAAAAAAAAAAAAAAAAAIAb9DAAAAAAAAAAAAAAAAAAAAAAgB/0M",
	"AAAAAAAAAAAAAAAAAAAAAP0t/VIgByAI/S39Uv0MAAAAAAAAAAAAAAAAAAAAACAAKAIAQf///wdx/RwA/YkB/Y4B/Qz/AP8A/wD/",
	"AP8A/wD/AP8A/U79DAAAAAAAAAAAAAAAAAAAAAD9DQABAgMEBQYHEBESExQVFhciCCAI/Wb9GwBBgICAeHI2AgAgBv0MAAAAAAAA",
	"AAAAAAAAAAAAAP0NAAECAwQFBgcQERITFBUWFyEGQQEhBANAIAMgBEoEQP0MAAAAAAAAAAAAAAAAAAAAACAEQQJ0IhUgAmooAgD9",
	"HAD9iQEgCP0NAAECAwQFBgcQERITFBUWFyIHIAb9kQEiCf2AASIKIAggBv2RASIL/YABIgz9lgEgCSAL/Y4B/YAB/ZYBIQkgCCAH",
	"IAYgCSAM/S39UiAJIAr9Lf1S/QwAAAAAAAAAAAAAAAAAAAAAIARBA2wiFiAAaigCAEH///8Hcf0cAP2JAf0MAAAAAAAAAAAAAAAA",
	"AAAAACAFIBZqQQNrKAIAQf///wdx/RwA/YkB/Q0AAQIDBAUGBxAREhMUFRYX/Y4B/Qz/AP8A/wD/AP8A/wD/AP8A/U4hCCAHIQYg",
	"ASAVaiAIIAj9ZiIH/RsAQYCAgHhyNgIAIBQgFWpBBGsgB/0bAUGAgIB4cjYCACAEQQFqIQQMAQsL/QwAAAAAAAAAAAAAAAAAAAAA",
	"IAj9DQABAgMEBQYHEBESExQVFhciByAG/ZEBIgn9gAEiCiAIIAb9kQEiC/2AASIM/ZYBIAkgC/2OAf2AAf2WASEJIBQgA0ECdGpB",
	"BGsgCCAHIAYgCSAM/S39UiAJIAr9Lf1S/QwAAAAAAAAAAAAAAAAAAAAA/QwAAAAAAAAAAAAAAAAAAAAAIAUgA0EBa0EDbGooAgBB",
	"////B3H9HAD9iQH9DQABAgMEBQYHEBESExQVFhf9jgH9DP8A/wD/AP8A/wD/AP8A/wD9TiIGIAb9Zv0bAUGAgIB4cjYCACARQQFq",
	"IREgBSEAIAEgEmohAQwCC/0MAAAAAAAAAAAAAAAAAAAAACEI/QwAAAAAAAAAAAAAAAAAAAAAIQYDQCADIARKBED9DAAAAAAAAAAA",
	"AAAAAAAAAAAgBEECdCIFIAJqKAIA/RwA/YkBIgcgBv2RASIJ/YABIgogCCAG/ZEBIgv9gAEiDP2WASAJIAv9jgH9gAH9lgEhCSAI",
	"IAcgBiAJIAz9Lf1SIAkgCv0t/VL9DAAAAAAAAAAAAAAAAAAAAAAgACAEQQNsaigCAEH///8Hcf0cAP2JAf2OAf0M/wD/AP8A/wD/",
	"AP8A/wD/AP1OIQggByEGIAEgBWogCCAI/Wb9GwBBgICAeHI2AgAgBEEBaiEEDAELCwwBC0F/DAQLIAEiAiASaiEBIAAgA0EDbGoL",
	"IQAgEUEBaiERDAELC0EACw8LIAQhECADQQJ0IgQhEiAEQQFqIRMCfwNAIBAgEUoEQCAALQAAIQUgAEEBaiEAAn8gBUEERiAFQQNG",
	"ciADQQNKcSARQQNqIBBIcQRAIAAgE2pBAWsiBC0AACAFRgR/IAQgE2otAAAgBUYFQQALBH8gBCATQQF0ai0AACAFRgVBAAsEQCAF",
	"QQRGBEAgA0ECdCEEIAAgE2pBBGshFCAAIBNBAXRqQQhrIRUgACATQQNsakEMayEW/QwAAAAAAAAAAAAAAAAAAAAAIQf9DAAAAAAA",
	"AAAAAAAAAAAAAAAhBv0MAAAAAAAAAAAAAAAAAAAAACEL/QwAAAAAAAAAAAAAAAAAAAAAIQhBACEFA0AgBSADQQNqSARAIAcgC/0N",
	"CAkKCwwNDg8QERITFBUWFyEJ/QwAAAAAAAAAAAAAAAAAAAAAIAVBAnQiFyACaigCAP0cAP2JASAH/Q0AAQIDBAUGBxAREhMUFRYX",
	"IgogBv2RASIM/YABIg0gByAG/ZEBIg79gAEiD/2WASAMIA79jgH9gAH9lgEhDCAHIAogBiAMIA/9Lf1SIAwgDf0t/VL9DAAAAAAA",
	"AAAAAAAAAAAAAAAgACAXaigCAP0cAP2JAf0MAAAAAAAAAAAAAAAAAAAAACAUIBdqKAIA/RwA/YkB/Q0AAQIDBAUGBxAREhMUFRYX",
	"/Y4B/Qz/AP8A/wD/AP8A/wD/AP8A/U4hByALIAkgCCAJIAj9kQEiBv2AASIMIAsgCP2RASII/YABIgv9lgEgBiAI/Y4B/YAB/ZYB",
	"IgYgC/0t/VIgBiAM/S39Uv0MAAAAAAAAAAAAAAAAAAAAACAVIBdqKAIA/RwA/YkB/QwAAAAAAAAAAAAAAAAAAAAAIBYgF2ooAgD9",
	"HAD9iQH9DQABAgMEBQYHEBESExQVFhf9jgH9DP8A/wD/AP8A/wD/AP8A/wD9TiELIAohBiAJIQggByAL/WYhCSABIBdqIRcCQCAD",
	"IAVKIAVBA05xBEAgFyAJ/RsANgIAIAQgF2pBBGsgCf0bATYCACAXIARBAXRqQQhrIAn9GwI2AgAgFyAEQQNsakEMayAJ/RsDNgIA",
	"DAELIAMgBUoEQCAXIAn9GwA2AgALIAUgA0EBakggBUEASnEEQCAEIBdqQQRrIAn9GwE2AgALIAUgA0ECakggBUECTnEEQCAXIARB",
	"AXRqQQhrIAn9GwI2AgALIAVBA04EQCAXIARBA2xqQQxrIAn9GwM2AgALIAVBA0gEQCAL/Qz//////////wAAAAAAAAAA/QwAAAAA",
	"AAAAAAAAAAAAAAAAIAVBAk4bQn9CACAFQQNOG/0eAf1OIQsgB/0M//////////8AAAAAAAAAAP0MAAAAAAAAAAAAAAAAAAAAACAF",
	"QQBOG0J/QgAgBUEAShv9HgH9TiEHCwsgBUEBaiEFDAELCwUgA0ECdCEEIAAgE2pBBGshFCAAIBNBAXRqQQhrIRUgACATQQNsakEM",
	"ayEW/QwAAAAAAAAAAAAAAAAAAAAAIQj9DAAAAAAAAAAAAAAAAAAAAAAhBkEAIQUDQCAFIANBA2pIBEAgCCAG/Q0ICQoLDA0ODxAR",
	"EhMUFRYXIQcgCP0MAAAAAAAAAAAAAAAAAAAAACAFQQJ0IhcgAmooAgD9HAD9iQEgCP0NAAECAwQFBgcQERITFBUWF/2OAUEB/Y0B",
	"/QwAAAAAAAAAAAAAAAAAAAAAIAAgF2ooAgD9HAD9iQH9DAAAAAAAAAAAAAAAAAAAAAAgFCAXaigCAP0cAP2JAf0NAAECAwQFBgcQ",
	"ERITFBUWF/2OAf0M/wD/AP8A/wD/AP8A/wD/AP1OIgggBiAH/Y4BQQH9jQH9DAAAAAAAAAAAAAAAAAAAAAAgFSAXaigCAP0cAP2J",
	"Af0MAAAAAAAAAAAAAAAAAAAAACAWIBdqKAIA/RwA/YkB/Q0AAQIDBAUGBxAREhMUFRYX/Y4B/Qz/AP8A/wD/AP8A/wD/AP8A/U4i",
	"Bv1mIQcgASAXaiEXAkAgAyAFSiAFQQNOcQRAIBcgB/0bADYCACAEIBdqQQRrIAf9GwE2AgAgFyAEQQF0akEIayAH/RsCNgIAIBcg",
	"BEEDbGpBDGsgB/0bAzYCAAwBCyADIAVKBEAgFyAH/RsANgIACyAFIANBAWpIIAVBAEpxBEAgBCAXakEEayAH/RsBNgIACyAFIANB",
	"AmpIIAVBAk5xBEAgFyAEQQF0akEIayAH/RsCNgIACyAFQQNOBEAgFyAEQQNsakEMayAH/RsDNgIACyAFQQNIBEAgCP0M////////",
	"//8AAAAAAAAAAP0MAAAAAAAAAAAAAAAAAAAAACAFQQBOG0J/QgAgBUEAShv9HgH9TiEIIAb9DP//////////AAAAAAAAAAD9DAAA",
	"AAAAAAAAAAAAAAAAAAAgBUECThtCf0IAIAVBA04b/R4B/U4hBgsLIAVBAWohBQwBCwsLIBFBA2ohESABIBJBA2xqIQIgASASQQJ0",
	"aiEBIAAgE0ECdEEBa2oMAgsLQQAhBAJAAkACQAJAAkACQAJAIAUOBQABAgMEBQsDQCAEQQRqIgIgA0wEQCABIARBAnQiBGogACAE",
	"av0ABAD9DAAAAAAAAAAAAAAAAAAAAAD9UP0LBAAgAiEEDAELCwNAIAMgBEoEQCABIARBAnQiAmogACACaigCADYCACAEQQFqIQQM",
	"AQsLDAUL/QwAAAAAAAAAAAAAAAAAAAAAIQgDQCAEQQRqIgIgA0wEQCAAIARBAnQiBGr9AAQAIgb9DAAAAAAAAAAAAAAAAAAAAAAg",
	"Bv0NAAECAxAREhMUFRYXGBkaG/1uIgb9DAAAAAAAAAAAAAAAAAAAAAAgBv0NAAECAwQFBgcQERITFBUWF/1uIAj9bv0MAAAAAAAA",
	"AAAAAAAAAAAAAP1QIQYgASAEaiAG/QsEACAGIAb9DQwNDg8MDQ4PDA0ODwwNDg8hCCACIQQMAQsLA0AgAyAESgRAIAggACAEQQJ0",
	"IgJqKAIA/RH9bv0MAAAAAAAAAAAAAAAAAAAAAP1QIQggASACaiAI/RsANgIAIARBAWohBAwBCwsMBAsDQCAEQQRqIgUgA0wEQCAE",
	"QQJ0IgQgAWogACAEav0ABAAgAiAEav0ABAD9bv0MAAAAAAAAAAAAAAAAAAAAAP1Q/QsEACAFIQQMAQsLA0AgAyAESgRAIARBAnQi",
	"BSABaiAAIAVqKAIA/REgAiAFaigCAP0R/W79GwA2AgAgBEEBaiEEDAELCwwDC/0MAAAAAAAAAAAAAAAAAAAAACEGA0AgAyAESgRA",
	"IAb9DAAAAAAAAAAAAAAAAAAAAAAgBEECdCIFIAJqKAIA/RwA/YkB/Y4BQQH9jQH9DAAAAAAAAAAAAAAAAAAAAAAgACAFaigCAP0c",
	"AP2JAf2OAf0M/wD/AP8A/wD/AP8A/wD/AP1OIQYgASAFaiAGIAb9Zv0bADYCACAEQQFqIQQMAQsLDAILIAAgE2ohBSARQQFqIBBI",
	"BH8gBUEBay0AAEEERgVBAAsEQCABIANBAnRqIRT9DAAAAAAAAAAAAAAAAAAAAAAgAigCAP0cAP2JASIG/QwAAAAAAAAAAAAAAAAA",
	"AAAA/ZEBIgf9gAEiCP0MAAAAAAAAAAAAAAAAAAAAAP2WASAH/QwAAAAAAAAAAAAAAAAAAAAA/Y4B/YAB/ZYBIQcgAf0MAAAAAAAA",
	"AAAAAAAAAAAAACAG/QwAAAAAAAAAAAAAAAAAAAAAIAf9DAAAAAAAAAAAAAAAAAAAAAD9Lf1SIAcgCP0t/VL9DAAAAAAAAAAAAAAA",
	"AAAAAAAgACgCAP0cAP2JAf2OAf0M/wD/AP8A/wD/AP8A/wD/AP1O/QwAAAAAAAAAAAAAAAAAAAAA/Q0AAQIDBAUGBxAREhMUFRYX",
	"IgggCP1m/RsANgIAIAb9DAAAAAAAAAAAAAAAAAAAAAD9DQABAgMEBQYHEBESExQVFhchBkEBIQQDQCADIARKBED9DAAAAAAAAAAA",
	"AAAAAAAAAAAgBEECdCIVIAJqKAIA/RwA/YkBIAj9DQABAgMEBQYHEBESExQVFhciByAG/ZEBIgn9gAEiCiAIIAb9kQEiC/2AASIM",
	"/ZYBIAkgC/2OAf2AAf2WASEJIAggByAGIAkgDP0t/VIgCSAK/S39Uv0MAAAAAAAAAAAAAAAAAAAAACAAIBVqKAIA/RwA/YkB/QwA",
	"AAAAAAAAAAAAAAAAAAAAIAUgFWpBBGsoAgD9HAD9iQH9DQABAgMEBQYHEBESExQVFhf9jgH9DP8A/wD/AP8A/wD/AP8A/wD9TiEI",
	"IAchBiABIBVqIAggCP1mIgf9GwA2AgAgFCAVakEEayAH/RsBNgIAIARBAWohBAwBCwv9DAAAAAAAAAAAAAAAAAAAAAAgCP0NAAEC",
	"AwQFBgcQERITFBUWFyIHIAb9kQEiCf2AASIKIAggBv2RASIL/YABIgz9lgEgCSAL/Y4B/YAB/ZYBIQkgFCADQQJ0akEEayAIIAcg",
	"BiAJIAz9Lf1SIAkgCv0t/VL9DAAAAAAAAAAAAAAAAAAAAAD9DAAAAAAAAAAAAAAAAAAAAAAgBSADQQFrQQJ0aigCAP0cAP2JAf0N",
	"AAECAwQFBgcQERITFBUWF/2OAf0M/wD/AP8A/wD/AP8A/wD/AP1OIgYgBv1m/RsBNgIAIBFBAWohESAFIQAgASASaiEBDAIL/QwA",
	"AAAAAAAAAAAAAAAAAAAAIQj9DAAAAAAAAAAAAAAAAAAAAAAhBgNAIAMgBEoEQP0MAAAAAAAAAAAAAAAAAAAAACAEQQJ0IgUgAmoo",
	"AgD9HAD9iQEiByAG/ZEBIgn9gAEiCiAIIAb9kQEiC/2AASIM/ZYBIAkgC/2OAf2AAf2WASEJIAggByAGIAkgDP0t/VIgCSAK/S39",
	"Uv0MAAAAAAAAAAAAAAAAAAAAACAAIAVqKAIA/RwA/YkB/Y4B/Qz/AP8A/wD/AP8A/wD/AP8A/U4hCCAHIQYgASAFaiAIIAj9Zv0b",
	"ADYCACAEQQFqIQQMAQsLDAELQX8MBAsgASICIBJqIQEgACADQQJ0agshACARQQFqIREMAQsLQQALC6cFAgp8Bn8gBSADayIYIAYg",
	"BGtBCmoiFWxBA3QhFwNAIBMgFUgEQEEAIQUDQCAFIBhIBEAgBCATaiACbCADaiAFakEDdCEWRAAAAAAAAAAAIQlEAAAAAAAAAAAh",
	"CkQAAAAAAAAAACELRAAAAAAAAAAAIQxEAAAAAAAAAAAhDUEAIQYDQCAGQdgASQRAIAkgBiAHaisDACIQIAAgFmogBmorAwAiEaIi",
	"D6AhCSAKIBAgASAWaiAGaisDACISoiIQoCEKIAsgDyARoqAhCyAMIBAgEqKgIQwgDSAPIBKioCENIAZBCGohBgwBCwsgCCATIBhs",
	"IAVqQQN0aiIGIAk5AwAgBiAXaiAKOQMAIAYgF0EBdGogCzkDACAGIBdBA2xqIAw5AwAgBiAXQQJ0aiANOQMAIAVBAWohBQwBCwsg",
	"E0EBaiETDAELCyAYQQN0IQMDQCAUIBVBCmtIBEBBACEBA0AgASAYSARAIAggFCAYbCABakEDdGohAEQAAAAAAAAAACEJRAAAAAAA",
	"AAAAIQpEAAAAAAAAAAAhDEQAAAAAAAAAACENRAAAAAAAAAAAIQtBACECA0AgAkHYAEkEQCAJIAIgB2orAwAiDyAAKwMAoqAhCSAK",
	"IA8gACAXaisDAKKgIQogDCAPIAAgF0EBdGorAwCioCEMIA0gDyAAIBdBA2xqKwMAoqAhDSALIA8gACAXQQJ0aisDAKKgIQsgACAD",
	"aiEAIAJBCGohAgwBCwsgDiAJIAmgIAqiRMP1KFyPAhpAoCALIAkgCqKhRAAAAAAAAABAokR7FK5H4UJNQKCiIAkgCaIiCSAKIAqi",
	"IgqgRMP1KFyPAhpAoCAMIAmhIA0gCqGgRHsUrkfhQk1AoKKjoCEOIAFBAWohAQwBCwsgFEEBaiEUDAELCyAOC6kDAgd/AnsgBCAG",
	"bCENQwAAgD8gBCAEbLKV/RMhEQNAIAcgDkoEQCAIQQAgDUEDdPwLAEEAIQ8DQCAEIA9KBEAgACADIAQgDmxqIA9qIAFsIAJqQQJ0",
	"aiELQQAhCQNAIAlBBGoiCiANTARAIAggCUEDdGoiDCAM/QAEACALIAlBAnRq/QAEACIQ/YkB/Y4B/QsEACAMIAz9AAQQIBD9igH9",
	"jgH9CwQQIAohCQwBCwsDQCAJIA1IBEAgCCAJQQN0aiIKIAr9XQMAIAsgCUECdGr9XAIA/YkB/Y4B/VsDAAAgCUEBaiEJDAELCyAP",
	"QQFqIQ8MAQsLQQAhCQNAIAYgCUoEQP0MAAAAAAAAAAAAAAAAAAAAACEQIAggBCAJbEEDdGohCkEAIQ8DQCAEIA9KBEAgECAKIA9B",
	"A3Rq/V0DAP2pAf2uASEQIA9BAWohDwwBCwsgBSAGIA5sIAlqQQJ0aiAQ/fsBIBH95gH9DAAAAD8AAAA/AAAAPwAAAD/95AH9+QEi",
	"ECAQ/YYBIhAgEP1m/RsANgIAIAlBAWohCQwBCwsgDkEBaiEODAELCwu9AwMFfwJ7BX0gBLIgB7KVIRIgBbIgCLKVIREDQCAIIAxK",
	"BEAgBbIgDEEBarIgEZSWIRMgCUEAIARBBHT8CwAgDLIgEZQiFPwAIQoDQCAFIApKIAqyIhUgE11xBEAgEyAKQQFqspYgFCAVl5P9",
	"EyEPIAAgAyAKaiABbCACakECdGohDkEAIQ0DQCAEIA1KBEAgCSANQQR0aiILIAv9AAQAIA8gDiANQQJ0av1cAgD9iQH9qQH9+wH9",
	"5gH95AH9CwQAIA1BAWohDQwBCwsgCkEBaiEKDAELC0MAAIA/IBMgFJMgEpSV/RMhEEEAIQ0DQCAHIA1KBEAgBLIgDUEBarIgEpSW",
	"IRP9DAAAAAAAAAAAAAAAAAAAAAAhDyANsiASlCIU/AAhCgNAIAQgCkogCrIiFSATXXEEQCAPIBMgCkEBaiILspYgFCAVl5P9EyAJ",
	"IApBBHRq/QAEAP3mAf3kASEPIAshCgwBCwsgBiAHIAxsIA1qQQJ0aiAPIBD95gH9DAAAAD8AAAA/AAAAPwAAAD/95AH9+QEiDyAP",
	"/YYBIg8gD/1m/RsANgIAIA1BAWohDQwBCwsgDEEBaiEMDAELCwvIAQEFfwNAIAQgCEogASAFSnEEQCAFQRBqIgYgAUwEQCAAIAVq",
	"/QAEAP0MAAAAAAAAAAAAAAAAAAAAAP0j/WRBf3NB//8DcWkiByAJTARAIAkgB2shCSAGIQUMAwsLIAVBEGoiBiABIAEgBkobIQYD",
	"QCAFIAZIIAQgCEpxBEACQCAAIAVqLQAARQ0AIAlBAEoEQCAJQQFrIQkMAQsgAyAIQQJ0aiAFNgIAIAhBAWohCCACQQFrIQkLIAVB",
	"AWohBQwBCwsMAQsLIAgLkwQDBX8DfAJ7RAAAAAAAAPA/IAMgA2y3RAAAAAAAQI9AoqMhEANAIAYgCEgEQCAFIQoDQCAHIApKBEBE",
	"AAAAAAAAAAAhDkEAIQwDQCADIAxKBEAgACADIAZsIAxqIAFsIAMgCmxqQQJ0aiENQQAhCf0MAAAAAAAAAAAAAAAAAAAAACERQQEh",
	"CwNAIAlBBGogA0wEQCANIAlBAnRq/QAEACESIAsEfyAS/Qz//////////////////////SP9ZEGIkQJxQYiRAkYFQQALIQsgESAS",
	"/YkB/QwrAUsCcgAAACsBSwJyAAAA/boB/a4BIBL9igH9DCsBSwJyAAAAKwFLAnIAAAD9ugH9rgEhESAJQQRqIQkMAQsLIAtFBED9",
	"DAAAAAAAAAAAAAAAAAAAAAAhEUEAIQkLIA4gEf0bACAR/RsBaiAR/RsCaiAR/RsDaregIQ4DQCADIAlKBEAgDSAJQQJ0aigCACIL",
	"Qf8BcUGrAmwgC0EIdkH/AXFBywRsaiALQRB2Qf8BcUHyAGxquCEPIA4gC0EYdrgiDkQAAAAAAOBvQGEEfCAPBSAPIA6iRAAAAAAA",
	"4G9Ao0QAAAAAAOBvQCAOoUQAAAAAAECPQKKgC6AhDiAJQQFqIQkMAQsLIAxBAWohDAwBCwsgBCACIAZsIApqQQN0aiAOIBCiOQMA",
	"IApBAWohCgwBCwsgBkEBaiEGDAELCwuIAQICfwF7/Qz/////////////////////IQQDQCADQQRqIgIgAUwEQCAEIAAgA0ECdGr9",
	"AAQA/U4hBCACIQMMAQsLIAT9GwAgBP0bAXEgBP0bAnEgBP0bA3EhAgNAIAEgA0oEQCACIAAgA0ECdGooAgBxIQIgA0EBaiEDDAEL",
	"CyACQRh2Qf8BRgv1BwIEewV/AkAgAUEISA0AQQEgAC0AASIKQSBxIAAtAAAiC0EPcUEIRyALQQR2QQdLcgR/QQEFIAtBCHQgCnJB",
	"H3ALGw0AIABBAmokDSAAIAFqJA5CACQLQQAkDCADIAIiAGohDANAIAlFBEAjDSMOQQhqSw0CIwsjDSkDACMMrIaEJAsjDUE/Iwxr",
	"QQN2aiQNIwxBOHIkDCMLQgGDpyEJIwtCAYgkCyMMQQFrJAwjC0IDg6chASMLQgKIJAsjDEECayQMIAFFBEAjCyMMQQdxIgGsiCQL",
	"IwwgAWskDCMLIw0pAwAjDKyGhCQLIw1BPyMMa0EDdmokDSMMQThyJAwjC0L//wODpyELIwtCEIgkCyMMQRBrJAwjC0L//wODpyEB",
	"IwtCEIgkCyMMQRBrJAwgCyABQf//A3NHDQMgAiALaiIBIAxLIw0jDEEDdWsiDSALaiIKIw5Lcg0DIAIgDSAL/AoAACABIQIgCiQN",
	"QgAkC0EAJAwMAgsgAUEDRg0CIAFBAUYEQCAEQYCkAmoiAUEIQZAB/AsAIAFBkAFqQQlB8AD8CwAgAUGAAmpBB0EY/AsAIAFCiJCg",
	"wICBgoQINwCYAiAEQQsgAUGgAkEBIARBwKYCaiIKEAIaIAFBBUEg/AsAIARBgNABakEJIAFBIEECIAoQAhogBBAFBSAEEBVFDQML",
	"IAIgACAMIAQQGSICRQ0CDAELCyMLIwxBB3EiAayIJAsjDCABayQMIw4jDSMMQQN1ayIJQQRqRyACIAxHcg0AQQEhAUEAIQIDQCAD",
	"QRBPBEBB2wIgA0EEdiIEIARB2wJPGyEK/QwAAAAAAAAAAAAAAAAAAAAAIQb9DAAAAAAAAAAAAAAAAAAAAAAhBf0MAAAAAAAAAAAA",
	"AAAAAAAAACEHQQAhBANAIAQgCkkEQCAGIAX9rgEhBiAFIAD9AAQAIgj9ff1//a4BIQUgByAI/YkB/QwQAA8ADgANAAwACwAKAAkA",
	"/boB/a4BIAj9igH9DAgABwAGAAUABAADAAIAAQD9ugH9rgEhByAEQQFqIQQgAEEQaiEADAELCyACIAf9GwAgB/0bAWogB/0bAmog",
	"B/0bA2qtIAEgCmytQgSGIAb9GwAgBv0bAWogBv0bAmogBv0bA2qtQgSGfHxC8f8DgqdqQfH/A3AhAiABIAX9GwAgBf0bAWogBf0b",
	"AmogBf0bA2pqQfH/A3AhASADIApBBHRrIQMMAQsLA0AgAwRAIAIgASAALQAAakHx/wNwIgFqQfH/A3AhAiADQQFrIQMgAEEBaiEA",
	"DAELC0F/QQAgCSgCACIAQYD+g3hxQQh3IABB/4H8B3FBCHhyIAJBEHQgAXJHGw8LQX8LgAMDAnsEfwF9IANDmhmwQ10hCCADQwCP",
	"CUeVkSEDA0AgAiAHSgRAIAdBAnQiCiAAaigCACIJQf8BcUGrAmwgCUEIdkH/AXFBywRsaiAJQRB2Qf8BcUHyAGxqs0NvEoM6lEMA",
	"AADDkkOamZk+lEMAAEhDkv0TIQYgBCAKaiABIApqKgIAQwCPCUeVkSILQwAAAABeBHv9DAAAf0MAACZDAAAAAAAAf0MhBSALQ83M",
	"zD1dBH0gCAR9IAsgA5VDAABAP5RDmpkZPpIFIAtDAABgQJRDzczMPZILBf0MAAByQwAAwEIAAMBBAAB/Q/0MAAAEwgAAwMIAAMRC",
	"AAAAACALQ83MzL2SQ5qZmT6VQwAAgD+WIgv9E/3mAf3kASEFIAtDmpkZPpRDmplZP5ILIQsgBiAFIAb95QEgC/0T/eYB/eQBBSAG",
	"C/0MAAAAPwAAAD8AAAA/AAAAP/3kAf35ASIFIAX9hgEiBSAF/Wb9GwBBgICAeHI2AgAgB0EBaiEHDAELCwvBBAIBewd/IABFIAAj",
	"A0EBa0ZyIwJBBkhyBEADQCADIwJIBEAgASADaiMAIAMgABAABH8jASADIAAQAAVBAAtBAEc6AAAgA0EBaiEDDAELCw8LIAEjAEEA",
	"IAAQAAR/IwFBACAAEAAFQQALQQBHOgAAQQEhAyMCQQJ0IQQgACMCbEECdCIGIwBqIQUjASAGaiEHA0AjAiADQQRqSgRAIAUgA0EC",
	"dCIIaiIJ/QAEACICIAlBBGv9AAQA/TcgAiAJ/QAEBP03/a4BIAIgCSAEayIG/QAEAP03/a4BIAIgBkEEa/0ABAD9N/2uASACIAb9",
	"AAQE/Tf9rgEgAiAEIAlqIgb9AAQA/Tf9rgEgAiAGQQRr/QAEAP03/a4BIAIgBv0ABAT9N/2uAf0M/f////3////9/////f////09",
	"IgL9UwRAIAEgA2ogAiAHIAhqIgb9AAQAIgIgBkEEa/0ABAD9NyACIAb9AAQE/Tf9rgEgAiAGIARrIgj9AAQA/Tf9rgEgAiAIQQRr",
	"/QAEAP03/a4BIAIgCP0ABAT9N/2uASACIAQgBmoiBv0ABAD9N/2uASACIAZBBGv9AAQA/Tf9rgEgAiAG/QAEBP03/a4B/Qz9////",
	"/f////3////9/////T39TiICIAL9hQEgAv1l/RsAQYGChAhxNgIABSABIANqQQA2AgALIANBBGohAwwBCwsDQCADIwJIBEAgASAD",
	"aiMAIAMgABAABH8jASADIAAQAAVBAAtBAEc6AAAgA0EBaiEDDAELCwu9BgMEfwR7AX0DQCAFQQRqIAJMQQAjBBsEQCABIAVqIgYg",
	"AGooAgAiBwRAIAMgBUECdGoiBCAE/QAEACAGQQJ0IgQjAGr9AAQAIgn9DP8AAAD/AAAA/wAAAP8AAAD9TiMBIARq/QAEACIK/Qz/",
	"AAAA/wAAAP8AAAD/AAAA/U79sQH9+gEiC/0MzgiZPs4ImT7OCJk+zgiZPv3mASAJQQj9rQH9DP8AAAD/AAAA/wAAAP8AAAD9TiAK",
	"QQj9rQH9DP8AAAD/AAAA/wAAAP8AAAD9Tv2xAf36ASII/QzkLBY/5CwWP+QsFj/kLBY//eYB/eQBIAlBEP2tAf0M/wAAAP8AAAD/",
	"AAAA/wAAAP1OIApBEP2tAf0M/wAAAP8AAAD/AAAA/wAAAP1O/bEB/foBIgn9DKl16j2pdeo9qXXqPal16j395gH95AEiCiAK/eYB",
	"/QxXWwE/V1sBP1dbAT9XWwE//eYBIAv9DAOSGD8Dkhg/A5IYPwOSGD/95gEgCP0Mz2CMPs9gjD7PYIw+z2CMPv3mAf3lASAJ/Qw4",
	"w6Q+OMOkPjjDpD44w6Q+/eYB/eUBIgogCv3mAf0MhxaZPocWmT6HFpk+hxaZPv3mAf3kASAL/Qyji1g+o4tYPqOLWD6ji1g+/eYB",
	"IAj9DDzKBT88ygU/PMoFPzzKBT/95gH95QEgCf0Mp06fPqdOnz6nTp8+p06fPv3mAf3kASIIIAj95gH9DJVlSD6VZUg+lWVIPpVl",
	"SD795gH95AEiCP0MmhmwQ5oZsEOaGbBDmhmwQ/3pASAI/QwpXA8+KVwPPilcDz4pXA8+/ekB/QzNDLBDzQywQ80MsEPNDLBD/egB",
	"/QwAAAAAAAAAAAAAAAAAAAAAIAf9HAD9iQH9qQEiCP0MAwAAAAMAAAADAAAAAwAAAP03/VIgCP0MAAAAAAAAAAAAAAAAAAAAAP03",
	"/U/96QH9CwQAQQEhBAsgBUEEaiEFDAELCwNAIAIgBUoEQCABIAVqIgYgAGotAAAiBwRAIAMgBUECdGoiBCAEKgIAIAYQBLYiDEOa",
	"GbBDlyAMQylcDz6XQ80MsEOWIAdBA0YblzgCAEEBIQQLIAVBAWohBQwBCwsgBAv/AQMFfwF+An0gB0EAIAUgBmxBAnT8CwADQCAG",
	"IAxKBEAgBqwiDiAMQQFqrCAErH58QgF9IA5/pyEKIAhBACADQQJ0/AsAQQAhCQNAIAogC0ogBCALSnEEQEEBIAkgACMCIAIgC2ps",
	"IAFqIAMgCBASGyEJIAtBAWohCwwBCwsgCQRAIAcgBSAMbEECdGohCkEAIQlDAAAAACEQQQAhDQNAIAMgDUoEQCAQIAggDUECdGoq",
	"AgCXIRAgBSAJaiIJIANOBEAgCiAQOAIAIA8gEJchD0MAAAAAIRAgCkEEaiEKIAkgA2shCQsgDUEBaiENDAELCwsgDEEBaiEMDAEL",
	"CyAPC8gCAQZ/IANBAUYEQCABIAJsIQNBACEBA0AgAUEEaiICIANMBEAgBCAAIAFBAnRq/QAEAP0MAAAAAAAAAAAAAAAAAAAAAP0N",
	"AAECBAUGCAkKDA0OEBAQEP0LBAAgBEEMaiEEIAIhAQwBCwsDQCABIANIBEAgBCAAIAFBAnRqKAIAIgI7AQAgBCACQRB2OgACIARB",
	"A2ohBCABQQFqIQEMAQsLDwsgASADbEEDbCEJA0AgAiAHSgRAIAQhBUEAIQYDQCABIAZKBEAgACABIAdsIAZqQQJ0aigCACEKQQAh",
	"CANAIAMgCEoEQCAEIAo7AQAgBCAKQRB2OgACIARBA2ohBCAIQQFqIQgMAQsLIAZBAWohBgwBCwtBASEGA0AgAyAGSgRAIAQgBSAJ",
	"/AoAACAEIAlqIQQgBkEBaiEGDAELCyAHQQFqIQcMAQsLC/AEAQp/IABBgKQCaiEKIABBwKYCaiEJIABBgKACaiEIIwsjDSkDACMM",
	"rIaEJAsjDUE/IwxrQQN2aiQNIwxBOHIkDCMLQh+DpyEFIwtCBYgkCyMMQQVrJAwjC0Ifg6chAyMLQgWIJAsjDEEFayQMIwtCD4On",
	"IwtCBIgkCyMMQQRrJAxBBGohBAJAIANBAWoiBkEeSiAFQYECaiIFQZ4CSnINACAKQQBBE/wLAANAIAIgBEgEQCACQQpGBEAjCyMN",
	"KQMAIwyshoQkCyMNQT8jDGtBA3ZqJA0jDEE4ciQMCyAKIAJBgApqLQAAaiMLQgeDpyMLQgOIJAsjDEEDayQMOgAAIAJBAWohAgwB",
	"CwsgCEEHIApBE0EAIAkQAkUNAEEAIQIgBSAGaiEEA0AgAiAESARAIw0jDkEIaksNAiMLIw0pAwAjDKyGhCQLIw1BPyMMa0EDdmok",
	"DSMMQThyJAwgCCMLQv8Ag6dBAnRqKAIAIgNBD3EiAUUNAiMLIAGsiCQLIwwgAWskDCADQRB2IgFBEEkEQCACIApqIAE6AAAgAkEB",
	"aiECDAILQQAhByABQRBGBH8gAkUNAyAKIAJBAWtqLQAAIQcjC0IDg6cjC0ICiCQLIwxBAmskDEEDagUgAUERRgR/IwtCB4OnIwtC",
	"A4gkCyMMQQNrJAxBA2oFIwtC/wCDpyMLQgeIJAsjDEEHayQMQQtqCwsiAyACaiIBIARKDQIgAiAKaiAHIAP8CwAgASECDAELCyAK",
	"LQCAAkUNACAAQYDQAWpBCSAFIApqIAZBAiAJEAJFDQAgAEELIAogBUEBIAkQAkUNACAAEAVBAQ8LQQALBAAjCgvIAQEIfwNAIAUg",
	"B0oEQCAGIAQgB2xBAnRqIgwgACADIAdqIAFsIAJqQQJ0aiAEQQJ0/AoAAEEAIQgDQCAEIAhKBEAgDCAIQQJ0aiIKLQADIgtB/wFH",
	"BEBB2AFB9AEgCEEDdSAHQQN1akEBcRshDUEAIQkDQCAJQQNJBEAgCSAKaiIOIA4tAAAgC2wgDUH/ASALa2xqQf8AakH/AW06AAAg",
	"CUEBaiEJDAELCyAKQf8BOgADCyAIQQFqIQgMAQsLIAdBAWohBwwBCwsLgBsDFn8LfgR7IAAkACABJAEgAiQCIAMkAyAEQQFGJAQg",
	"CCQFQX8kBkF/JAdBfyQIIAgjAkEDbGpB8ABqIREgAkEPakEEdSEXQQAhBANAIAMgBEoEQCACIARsIghBAnQiCiAAaiESIAEgCmoh",
	"EyAEQQR1IBdsQQJ0IRRBACELIAJBBnUhFSAFIAhqIhZBACAC/AsAQQAhDgNAIA5BBGogAkwEQCAOQQJ0IgggEmr9AAQAIiogCCAT",
	"av0ABAAiK/03Iiz9owFFBEAgLP2kAUF/c0EPcSIIaSIKIA9qIQ8gFCAOQQR1QQJ0aiIYIAdqIgwgDCgCACAKajYCACAIQYGBgQFs",
	"QYGChAhxIQojBAR/QRAgKv0M/wAAAP8AAAD/AAAA/wAAAP1OICv9DP8AAAD/AAAA/wAAAP8AAAD9Tv2xAf36ASIs/QzOCJk+zgiZ",
	"Ps4ImT7OCJk+/eYBICpBCP2tAf0M/wAAAP8AAAD/AAAA/wAAAP1OICtBCP2tAf0M/wAAAP8AAAD/AAAA/wAAAP1O/bEB/foBIi39",
	"DOQsFj/kLBY/5CwWP+QsFj/95gH95AEgKkEQ/a0B/Qz/AAAA/wAAAP8AAAD/AAAA/U4gK0EQ/a0B/Qz/AAAA/wAAAP8AAAD/AAAA",
	"/U79sQH9+gEiKv0MqXXqPal16j2pdeo9qXXqPf3mAf3kASIrICv95gH9DFdbAT9XWwE/V1sBP1dbAT/95gEgLP0MA5IYPwOSGD8D",
	"khg/A5IYP/3mASAt/QzPYIw+z2CMPs9gjD7PYIw+/eYB/eUBICr9DDjDpD44w6Q+OMOkPjjDpD795gH95QEiKyAr/eYB/QyHFpk+",
	"hxaZPocWmT6HFpk+/eYB/eQBICz9DKOLWD6ji1g+o4tYPqOLWD795gEgLf0MPMoFPzzKBT88ygU/PMoFP/3mAf3lASAq/QynTp8+",
	"p06fPqdOnz6nTp8+/eYB/eQBIiogKv3mAf0MlWVIPpVlSD6VZUg+lWVIPv3mAf3kASIq/QwAILBDACCwQwAgsEMAILBD/UT9pAEi",
	"DCAq/QxmBrBDZgawQ2YGsENmBrBD/UT9pAEgDEcbIgxBEHEEfyACIARsIA5qIAgQBwUgDAsFIAIgBGwgDmogCBAHCyIQBEAgFSAQ",
	"aWsiFUEATiQJIwkgC3JFBEAgBBABIQggBEEASgR/IARBAWsQAQUgCAshDCAEIwNBAWtIBH8gBEEBahABBSAICyENQQAhCwNAIAsj",
	"AkkEQCALIBFqIAggC2oiGf0ABAAgCyAMaiIa/QAEACALIA1qIhv9AAQA/VD9UCAZQQFr/QAEACAaQQFr/QAEACAbQQFr/QAEAP1Q",
	"/VD9UCAZ/QAEASAa/QAEASAb/QAEAf1Q/VD9UP0LBAAgC0EQaiELDAELC0EBIQsLQQAhCCMJBH9BfwUgDiARaigCAAsiDQRAQQAh",
	"DANAIAxBBEgEQCAQIAx1QQFxBEAgCEEBaiAIIA0gDEEDdHZB/wFxBH8CfyAERSAMIA5qIghFQQAjBCMJG0VyciAIIwJBAmtOciAE",
	"IwNBAWtGcgRAQQJBAyMAIAggBBADBH9BAQUjASAIIAQQAwsbDAELIARBAWsQASAIaiEZIAQQASAIaiEaIARBAWoQASAIaiEbIAQj",
	"AmwgCGpBAnQiHCMAaiIdIwJBAnQiCGtBBGv9AAQAISpBAkEDAn9BACAdQQRr/QAEACIr/RsBIh79ESIsIAggHWpBBGv9AAQAIi39",
	"N/2kAUEHcWkgLCAq/Tf9pAFBB3FpICwgK/03/aQBQQdxaWpqQQNLDQAaICr9GwAiHUH/AXGtQvunoA5+IB1BCHZB/wFxrULnuvwb",
	"fnwgHUEQdkH/AXGtQp/fugV+fEIEhiIfQgeEIiAgK/0bACIdQf8Bca1C+6egDn4gHUEIdkH/AXGtQue6/Bt+fCAdQRB2Qf8Bca1C",
	"n9+6BX58QgSGIiFCBoQiIiAgICJVGyIgIC39GwAiHUH/AXGtQvunoA5+IB1BCHZB/wFxrULnuvwbfnwgHUEQdkH/AXGtQp/fugV+",
	"fEIEhiIiQgWEIiMgKv0bASIdQf8Bca1C+6egDn4gHUEIdkH/AXGtQue6/Bt+fCAdQRB2Qf8Bca1Cn9+6BX58QgSGIiRCBIQiJSAj",
	"ICVVGyIjICAgI1UbIiAgLf0bASIdQf8Bca1C+6egDn4gHUEIdkH/AXGtQue6/Bt+fCAdQRB2Qf8Bca1Cn9+6BX58QgSGIiNCA4Qi",
	"JSAq/RsCIh1B/wFxrUL7p6AOfiAdQQh2Qf8Bca1C57r8G358IB1BEHZB/wFxrUKf37oFfnxCBIYiJkIChCInICUgJ1UbIiUgK/0b",
	"AiIdQf8Bca1C+6egDn4gHUEIdkH/AXGtQue6/Bt+fCAdQRB2Qf8Bca1Cn9+6BX58QgSGIidCAYQiKCAt/RsCIh1B/wFxrUL7p6AO",
	"fiAdQQh2Qf8Bca1C57r8G358IB1BEHZB/wFxrUKf37oFfnxCBIYiKSAoIClVGyIoICUgKFUbIiUgICAlVRshIEEAIB5B/wFxrUL7",
	"p6AOfiAeQQh2Qf8Bca1C57r8G358IB5BEHZB/wFxrUKf37oFfnxCBIYiJSAfICFCAYQiISAfICFTGyIfICJCAoQiISAkQgOEIiIg",
	"ISAiUxsiISAfICFTGyIfICNCBIQiISAmQgWEIiIgISAiUxsiISAnQgaEIiIgKUIHhCIjICIgI1MbIiIgISAiUxsiISAfICFTGyIf",
	"VyAgICVCEHxTcg0AGkGkpAIgH0IHg6dBAXQiHXVBA3EhHkHA0gIgHXZBA3EgGiAbIB5BAUYbIBkgHhtqQQFrLQAABH9BAQVBpKQC",
	"QQcgIEIHg6drQQF0Ih11QQNxIR5BwNICIB12QQNxIBogGyAeQQFGGyAZIB4bakEBay0AAAsLBH9BAQUjASAcaiIcIAhrQQRr/QAE",
	"ACEqAn9BACAcQQRr/QAEACIr/RsBIh39ESIsIAggHGpBBGv9AAQAIi39N/2kAUEHcWkgLCAq/Tf9pAFBB3FpICwgK/03/aQBQQdx",
	"aWpqQQNLDQAaICr9GwAiCEH/AXGtQvunoA5+IAhBCHZB/wFxrULnuvwbfnwgCEEQdkH/AXGtQp/fugV+fEIEhiIfQgeEIiAgK/0b",
	"ACIIQf8Bca1C+6egDn4gCEEIdkH/AXGtQue6/Bt+fCAIQRB2Qf8Bca1Cn9+6BX58QgSGIiFCBoQiIiAgICJVGyIgIC39GwAiCEH/",
	"AXGtQvunoA5+IAhBCHZB/wFxrULnuvwbfnwgCEEQdkH/AXGtQp/fugV+fEIEhiIiQgWEIiMgKv0bASIIQf8Bca1C+6egDn4gCEEI",
	"dkH/AXGtQue6/Bt+fCAIQRB2Qf8Bca1Cn9+6BX58QgSGIiRCBIQiJSAjICVVGyIjICAgI1UbIiAgLf0bASIIQf8Bca1C+6egDn4g",
	"CEEIdkH/AXGtQue6/Bt+fCAIQRB2Qf8Bca1Cn9+6BX58QgSGIiNCA4QiJSAq/RsCIghB/wFxrUL7p6AOfiAIQQh2Qf8Bca1C57r8",
	"G358IAhBEHZB/wFxrUKf37oFfnxCBIYiJkIChCInICUgJ1UbIiUgK/0bAiIIQf8Bca1C+6egDn4gCEEIdkH/AXGtQue6/Bt+fCAI",
	"QRB2Qf8Bca1Cn9+6BX58QgSGIidCAYQiKCAt/RsCIghB/wFxrUL7p6AOfiAIQQh2Qf8Bca1C57r8G358IAhBEHZB/wFxrUKf37oF",
	"fnxCBIYiKSAoIClVGyIoICUgKFUbIiUgICAlVRshIEEAIB1B/wFxrUL7p6AOfiAdQQh2Qf8Bca1C57r8G358IB1BEHZB/wFxrUKf",
	"37oFfnxCBIYiJSAfICFCAYQiISAfICFTGyIfICJCAoQiISAkQgOEIiIgISAiUxsiISAfICFTGyIfICNCBIQiISAmQgWEIiIgISAi",
	"UxsiISAnQgaEIiIgKUIHhCIjICIgI1MbIiIgISAiUxsiISAfICFTGyIfVyAgICVCEHxTcg0AGkGkpAIgH0IHg6dBAXQiCHVBA3Eh",
	"HEHA0gIgCHZBA3EgGiAbIBxBAUYbIBkgHBtqQQFrLQAABH9BAQVBpKQCQQcgIEIHg6drQQF0Igh1QQNxIRxBwNICIAh2QQNxIBog",
	"GyAcQQFGGyAZIBwbakEBay0AAAsLCxsLBUEDCyIZQQNGGyEIIApB/wEgDEEDdCIKdEF/c3EgGSAKdHIhCgsgDEEBaiEMDAELCwUg",
	"CiAQQYGBgQFsQYGChAhxQQNsciEKIBBpIQgLIAYgGGoiDCAMKAIAIAhqNgIAIAggCWohCQsgDiAWaiAKNgIACyAOQQRqIQ4MAQsL",
	"A0AgAiAOSgRAIA5BAnQiCCASaigCACAIIBNqKAIARwRAIA9BAWohDyAUIA5BBHVBAnRqIgogB2oiCCAIKAIAQQFqNgIAQQEhCCAC",
	"IARsIA5qEAREZ2ZmZmYCdkBkBEBBASQJQQJBAyMAIA4gBBADBH9BAQUjASAOIAQQAwsbIghBA0YEQCAGIApqIgogCigCAEEBajYC",
	"ACAJQQFqIQkLCyAOIBZqIAg6AAALIA5BAWohDgwBCwsgBEEBaiEEDAELCyAPJAogCQvXBgIJfwJ+IAMiBEGA0AFqIQgjDkEIaiEJ",
	"IwshDSMMIQUjDSEHA0AgByAJTQRAAkAgDSAHKQMAIAWshoQhDSAHQT8gBWtBA3ZqIQcgBUE4ciEFIAQgDUL/D4OnQQJ0aigCACED",
	"IABBEGogAk0EQCAAIANBACADQcABcRsiA0EIdjYCACAAIANBBnZBA3FqIQAgBSADQT9xayEFIAQgDSADrYgiDUL/D4OnQQJ0aigC",
	"ACIDQcABcQRAIAAgA0EIdjYCACAAIANBBnZBA3FqIQAgDSADrYghDSAFIANBP3FrIQUMBAsLIANBwA9xQYAGRgRAIA0gBykDACAF",
	"rIaEIQ0gB0E/IAVrQQN2aiEHIAVBOHJBC2shBSAEIA1CC4giDUIPg6cgA0ELdmpBAnRqKAIAIQMLIA0gA62IIQ0gBSADQT9xayEF",
	"IANBwAFxBEAgA0EGdkEDcSILIABqIAJLBEBBAA8LIANBCHYhBkEAIQMDQCADIAtJBEAgACADaiAGOgAAIANBAWohAyAGQQh2IQYM",
	"AQsLIAAgC2ohAAwDCyADQQh2QQdxIgZBAUcEQCAAQQAgBkECRhshCgwBCyANQgEgA0ELdkEfca0iDoZCAX2DpyADQRB2aiEMIAUg",
	"DqdrIQUgCCANIA6IIg1C/wODp0ECdGooAgAiA0EIdkEHcSIGQQFHBEAgBkEDRw0BIA0gBykDACAFrIaEIQ0gB0E/IAVrQQN2aiEH",
	"IAVBOHJBCWshBSAIIA1CCYgiDUI/g6cgA0ELdmpBAnRqKAIAIgNBCHZBB3FBAUcNAQsgDSADrYgiDUIBIANBC3ZBH3GtIg6GQgF9",
	"g6cgA0EQdmohCyANIA6IIQ0gBSADQT9xayAOp2shBSAAIAxqIgMgAksgCyAAIAFrS3INACAAIAtrIQYgA0EQaiACTSALQRBPcQRA",
	"IAAgBv0ABAD9CwQAIAxBEEsEQCAAQRBqIQAgBkEQaiEGA0AgACADSQRAIAAgBv0ABAD9CwQAIABBEGohACAGQRBqIQYMAQsLCwUg",
	"C0EBRgRAIAAgBi0AACAM/AsABQNAIAAgA0kEQCAAIAYtAAA6AAAgAEEBaiEAIAZBAWohBgwBCwsLCyADIQAMAgsLCyANJAsgBSQM",
	"IAckDSAKCwupAgQAQYwIC1BMAAAAAAAAAAAAAAAEAAAAOgAAAAMABAAFAAYABwAIAAkACgALAA0ADwARABMAFwAbAB8AIwArADMA",
	"OwBDAFMAYwBzAIMAowDDAOMAAgEAAABB3AgLQDwAAAAAAAAAAAAAAAUAAAAdAAAAAAAAAAAAAAABAQEBAgICAgMDAwMEBAQEBQUF",
	"BQAAAAAAAAAAAAAAAAAAAAAAQZwJC1BMAAAAAAAAAAAAAAAEAAAAPAAAAAEAAgADAAQABQAHAAkADQARABkAIQAxAEEAYQCBAMEA",
	"AQGBAQECAQMBBAEGAQgBDAEQARgBIAEwAUABYABB7AkLMCwAAAAAAAAAAAAAAAUAAAATAAAAEBESAAgHCQYKBQsEDAMNAg4BDwAA",
	"AAAAAAAAAA=="
].join("");

// scripts/lib/media/compare/kernel/machine.ts
/** Past this, a memory that is more than twice as large as needed is given back rather than kept. */
const KEEP = 64 << 20;
const PAGE = 65536;
/** Where the caller's memory starts; below lies what the compiler may keep for itself. */
const MEMORY_START = PAGE;
let kept$1;
let compiled;
/** The thread's kernel with at least so many bytes of memory; what lay there before is still there or is zero. */
function machine(bytes) {
	const held = kept$1?.memory.buffer.byteLength ?? 0;
	if (kept$1 !== void 0 && (held <= KEEP || held <= 2 * bytes)) {
		if (held < bytes) kept$1.memory.grow(Math.ceil((bytes - held) / PAGE));
		return kept$1;
	}
	kept$1 = void 0;
	compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, "base64"));
	const memory = new WebAssembly.Memory({
		initial: Math.ceil(bytes / PAGE),
		maximum: PAGE
	});
	const { exports } = new WebAssembly.Instance(compiled, { env: {
		memory,
		abort
	} });
	const call = (name, ...values) => {
		const entry = exports[name];
		if (typeof entry !== "function") throw new Error(`the pixel kernel has no ${name}`);
		return Number(Reflect.apply(entry, void 0, values));
	};
	kept$1 = {
		memory,
		call
	};
	return kept$1;
}
const abort = () => {
	throw new Error("the pixel kernel stopped");
};

// scripts/lib/media/compare/kernel/workspace.ts
/** Side of a tile in pixels. */
const TILE = 16;
const RADIUS = 5;
/** Gaussian of 11 taps, σ 1.5, sum 1. */
const TAPS = (() => {
	const raw = Float64Array.from({ length: 11 }, (_, i) => Math.exp(-((i - RADIUS) ** 2) / (2 * 1.5 ** 2)));
	const sum = raw.reduce((total, tap) => total + tap, 0);
	return raw.map((tap) => tap / sum);
})();
/** What inflating keeps of a block's codes. */
const TABLE_BYTES = 65536;
/** SSIM is left out of pictures (long strips) whose lightness needs more than this. */
const MOST_PLANES = 64 << 20;
/** SSIM goes over a picture in bands of rows that need no more scratch than this. */
const BAND_BYTES = 8 << 20;
/**
* Room for two pictures of one size in the memory of the WebAssembly kernel, and what can be done with them there.
* There is one room a thread: the next `workspace` takes it over, so use it up before anything is awaited.
*/
var Workspace = class {
	width;
	height;
	/** One `MARK` a pixel, once counted. */
	mask;
	/** Counted and differing pixels of each tile of 16 × 16, row by row, once counted. */
	countedTiles;
	differingTiles;
	#at;
	#spare;
	/** Pictures are averaged down by this before SSIM. */
	#factor;
	#call;
	#buffer;
	#solid = false;
	constructor({ width, height }, packed) {
		this.width = width;
		this.height = height;
		this.#factor = Math.max(1, Math.round(Math.min(width, height) / 256));
		const pixels = width * height;
		const tiles = Math.ceil(width / 16) * Math.ceil(height / 16);
		const layout = new Layout(MEMORY_START);
		const [before, after, mask] = [
			layout.take(pixels * 4),
			layout.take(pixels * 4),
			layout.take(pixels)
		];
		const [counted, differing] = [layout.take(tiles * 4), layout.take(tiles * 4)];
		const planes = Math.min(MOST_PLANES, 16 * (pixels / this.#factor ** 2)) + BAND_BYTES;
		const decoding = packed === 0 ? 0 : TABLE_BYTES + packed + height * (1 + width * 4);
		this.#spare = Math.max(decoding, pixels * 4 + 16 * width, planes) + (4 << 20);
		const spare = layout.take(this.#spare);
		const { memory, call } = machine(layout.end);
		if (!(memory.buffer instanceof ArrayBuffer)) throw new Error("the pixel kernel shares its memory");
		this.#buffer = memory.buffer;
		this.#call = call;
		this.#at = {
			before,
			after,
			mask,
			spare
		};
		this.mask = this.#bytes(mask, pixels);
		this.countedTiles = new Uint32Array(this.#buffer, counted, tiles);
		this.differingTiles = new Uint32Array(this.#buffer, differing, tiles);
	}
	/** A side's RGBA, to be read or filled in. */
	rgba(side) {
		return new Uint8ClampedArray(this.#buffer, this.#at[side], this.width * this.height * 4);
	}
	/** A side as a picture; a view that the next workspace overwrites. */
	picture(side) {
		return {
			width: this.width,
			height: this.height,
			rgba: this.rgba(side)
		};
	}
	/**
	* Inflates a PNG's image data and undoes the filters of its 8-bit scanlines, RGB or RGBA, into one side. False when the
	* data is damaged or not exactly as long as the size asks for, or could be: a full decoder knows better.
	*/
	decode(side, { data, channels }) {
		const { width, height } = this;
		const length = data.reduce((sum, part) => sum + part.byteLength, 0);
		const size = height * (1 + width * channels);
		const layout = new Layout(this.#at.spare);
		const tables = layout.take(TABLE_BYTES);
		const zeroRow = layout.take(width * 4 + 16);
		const stream = layout.take(length + 32);
		const scanlines = layout.take(size + 16);
		if (layout.end > this.#at.spare + this.#spare) return false;
		this.#bytes(zeroRow, width * 4).fill(0);
		const input = this.#bytes(stream, length + 32);
		let end = 0;
		for (const part of data) {
			input.set(part, end);
			end += part.byteLength;
		}
		input.fill(0, length);
		if (this.#call("inflate", stream, length, scanlines, size, tables) !== 0) return false;
		return this.#call("unfilter", scanlines, this.#at[side], zeroRow, width, height, channels) === 0;
	}
	/** Whether both sides hold the same pixels. */
	equal() {
		const bytes = this.width * this.height * 4;
		return Buffer.compare(this.#bytes(this.#at.before, bytes), this.#bytes(this.#at.after, bytes)) === 0;
	}
	/** Counts what differs and fills mask and tiles. */
	count() {
		const { width, height } = this;
		const { before, after, mask, spare } = this.#at;
		this.countedTiles.fill(0);
		this.differingTiles.fill(0);
		this.#bytes(spare, 4 * (width + 32)).fill(0);
		const pixels = width * height;
		this.#solid = this.#call("isOpaque", before, pixels) === 1 && this.#call("isOpaque", after, pixels) === 1;
		const [tiles, others] = [this.countedTiles.byteOffset, this.differingTiles.byteOffset];
		const solid = this.#solid ? 1 : 0;
		return {
			counted: this.#call("count", before, after, width, height, solid, mask, tiles, others, spare),
			differing: this.#call("differing")
		};
	}
	/** Indices of every `step`-th differing pixel in reading order, at most `most`; after `count`. */
	sample(step, most) {
		const { mask, spare } = this.#at;
		const taken = this.#call("sample", mask, this.width * this.height, step, spare, most);
		return new Uint32Array(this.#buffer, spare, taken).slice();
	}
	/**
	* Structural similarity of lightness, -1 to 1 (equal): Z. Wang et al., "Image quality assessment: from error
	* visibility to structural similarity", 2004, with the authors' own scaling: both pictures are first averaged down by
	* round(shorter side / 256), the size at which it foretells what people say. Gaussian window 11 × 11, σ 1.5,
	* K1 0.01, K2 0.03, whole windows only; luma is BT.601's, transparency over white. `area` holds every differing
	* pixel. `undefined` when the pictures are smaller than a window, or strips of more than four million cells.
	*/
	ssim(area) {
		const factor = this.#factor;
		const [across, down] = [Math.floor(this.width / factor), Math.floor(this.height / factor)];
		const [wide, high] = [across - 10, down - 10];
		if (wide < 1 || high < 1 || 16 * across * down > MOST_PLANES) return void 0;
		const range = (start, length, limit) => [Math.max(0, Math.floor(start / factor) - 10), Math.min(limit, Math.ceil((start + length) / factor))];
		const [x0 = 0, x1 = 0] = range(area.x, area.width, wide);
		const [y0 = 0, y1 = 0] = range(area.y, area.height, high);
		if (x1 <= x0 || y1 <= y0) return 1;
		const layout = new Layout(this.#at.spare);
		const taps = layout.take(TAPS.byteLength);
		const planes = [layout.take(across * down * 8), layout.take(across * down * 8)];
		const rows = Math.max(1, Math.floor(BAND_BYTES / (40 * (x1 - x0))) - 10);
		const scratch = layout.take(40 * (x1 - x0) * (Math.min(rows, y1 - y0) + 10));
		this.#reserve(layout.end);
		new Float64Array(this.#buffer, taps, TAPS.length).set(TAPS);
		const part = [
			x0,
			y0,
			x1 + 10,
			y1 + 10
		];
		this.#call("lumaBlocks", this.#at.before, this.width, across, factor, planes[0], ...part);
		this.#call("lumaBlocks", this.#at.after, this.width, across, factor, planes[1], ...part);
		let sum = 0;
		for (let y = y0; y < y1; y += rows) sum += this.#call("ssimSum", ...planes, across, x0, y, x1, Math.min(y1, y + rows), taps, scratch);
		const windows = wide * high;
		return (sum + windows - (x1 - x0) * (y1 - y0)) / windows;
	}
	/** Both sides of a crop and what moved between them, scaled; after `count`. `faint`: nothing is past the threshold. */
	draw(crop, { grid, factor }) {
		const cells = grid.width * grid.height;
		const size = {
			width: grid.width * factor,
			height: grid.height * factor
		};
		const layout = new Layout(this.#at.spare);
		const shown = layout.take(cells * 4);
		const moves = layout.take(cells * 4);
		const out = layout.take(size.width * size.height * 3);
		const acc = layout.take(crop.width * 16);
		const over = layout.take(this.#solid || factor > 1 ? 0 : crop.width * crop.height * 4);
		this.#reserve(layout.end);
		const finish = (from) => {
			this.#call("enlarge", from, grid.width, grid.height, factor, out);
			const rgb = takeBytes(drawnBytes(size));
			rgb.set(this.#bytes(out, size.width * size.height * 3));
			return {
				...size,
				rgb
			};
		};
		const side = (name) => {
			this.#scaled(name, crop, grid, {
				shown,
				acc,
				over
			});
			return finish(shown);
		};
		const before = side("before");
		const after = side("after");
		const { mask } = this.#at;
		const box = [
			crop.x,
			crop.y,
			crop.width,
			crop.height,
			grid.width,
			grid.height
		];
		const most = this.#call("farthest", mask, ...box, moves, acc);
		this.#call("heat", shown, moves, cells, most, shown);
		return {
			before,
			after,
			difference: finish(shown),
			faint: most < 352.15
		};
	}
	/** A side's crop as `grid` pixels at `shown`, transparency over a checkerboard. */
	#scaled(side, crop, grid, at) {
		const picture = this.#at[side];
		const { x, y, width, height } = crop;
		if (grid.width === width && grid.height === height) {
			this.#call("cropOver", picture, this.width, x, y, width, height, at.shown);
			return;
		}
		const factor = width / grid.width;
		const whole = Number.isInteger(factor) && factor <= 16 && height === factor * grid.height;
		const scale = (from, stride, left, top) => {
			const cells = [
				at.shown,
				grid.width,
				grid.height,
				at.acc
			];
			if (whole) this.#call("shrinkWhole", from, stride, left, top, factor, ...cells);
			else this.#call("shrink", from, stride, left, top, width, height, ...cells);
		};
		if (this.#solid) scale(picture, this.width, x, y);
		else {
			this.#call("cropOver", picture, this.width, x, y, width, height, at.over);
			scale(at.over, width, 0, 0);
		}
	}
	#bytes(start, length) {
		return new Uint8Array(this.#buffer, start, length);
	}
	#reserve(end) {
		if (end > this.#at.spare + this.#spare) throw new RangeError(`the pixel kernel lacks ${end - this.#at.spare - this.#spare} bytes`);
	}
};
/** A room for two pictures of `size`, and for image data of up to `packed` bytes each to be decoded. */
function workspace(size, packed = 0) {
	return new Workspace(size, packed);
}

// scripts/lib/media/compare/picture-pair.ts
/**
* Brings two picture files side by side: chunks first, then, only if they differ, pixels. Plain PNGs (8-bit RGB or
* RGBA) are read and decoded in memory that the thread keeps, everything else by sharp.
*
* @throws {SideUnreadable}
*/
async function withPair(before, after, cases) {
	const plain = loadPlain(before, after);
	if (plain === "payload") return cases.payload();
	if (plain !== void 0) return cases.loaded(plain);
	const [first, second] = [await bytesOf("before", before), await bytesOf("after", after)];
	const [a, b] = [pngChunks(first), pngChunks(second)];
	if (a !== void 0 && b !== void 0 && sameImageChunks(a, b)) return cases.payload();
	const [one, two] = [await readable("before", () => readPicture(first)), await readable("after", () => readPicture(second))];
	if (one.width !== two.width || one.height !== two.height) return cases.resized(one, two);
	return cases.loaded(loadPictures(one, two));
}
/** Two decoded pictures of one size, side by side. @throws {RangeError} when the sizes differ */
function loadPictures(before, after) {
	if (before.width !== after.width || before.height !== after.height) throw new RangeError(`sizes differ: ${before.width} × ${before.height} and ${after.width} × ${after.height}`);
	const room = workspace(before);
	room.rgba("before").set(before.rgba);
	room.rgba("after").set(after.rgba);
	return room;
}
/** None when anything is out of the ordinary: the long way then says what, or copes with it. */
function loadPlain(beforePath, afterPath) {
	const [before, after] = [readKept("before", beforePath), readKept("after", afterPath)];
	const [first, second] = [before && pngChunks(before), after && pngChunks(after)];
	if (before === void 0 || after === void 0 || first === void 0 || second === void 0) return void 0;
	if (sameImageChunks(first, second)) return "payload";
	const [own, other] = [plainChannels(first), plainChannels(second)];
	if (!(first.width === second.width && first.height === second.height) || own === void 0 || other === void 0) return void 0;
	if (first.width * first.height > PICTURE_LIMITS.maxPixels) return void 0;
	const room = workspace(first, Math.max(before.byteLength, after.byteLength));
	return room.decode("before", {
		data: imageData(first),
		channels: own
	}) && room.decode("after", {
		data: imageData(second),
		channels: other
	}) ? room : void 0;
}
/** Larger files are not read at one go. */
const MOST_KEPT = 32 << 20;
const kept = {
	before: Buffer.alloc(0),
	after: Buffer.alloc(0)
};
/** A file's bytes, in a buffer that the next pair overwrites; none when it is too large for that, or not there. */
function readKept(side, path) {
	let file;
	try {
		file = openSync(path, "r");
	} catch {
		return;
	}
	try {
		const { size } = fstatSync(file);
		if (size > MOST_KEPT) return void 0;
		if (kept[side].byteLength < size) kept[side] = Buffer.allocUnsafeSlow(Math.ceil(size / 524288) * 524288);
		let done = 0;
		while (done < size) {
			const read = readSync(file, kept[side], done, size - done, done);
			if (read === 0) break;
			done += read;
		}
		return kept[side].subarray(0, done);
	} finally {
		closeSync(file);
	}
}
function bytesOf(side, path) {
	return readable(side, async () => {
		const { size } = await stat(path).catch((cause) => {
			throw new UserError("picture-unreadable", messageOf(cause), {
				hint: "Check the path.",
				cause
			});
		});
		if (size > PICTURE_LIMITS.maxBytes) await readPicture(path);
		return readFile(path);
	});
}
/** Faults of the machine rather than of the file: no verdict about anything. */
const OF_THE_MACHINE = /* @__PURE__ */ new Set([
	"chromium-missing",
	"ffmpeg-missing",
	"media-timeout",
	"render-failed",
	"renderer-unknown"
]);
/** What cannot be read is a verdict about that side; every other fault stays what it is. */
async function readable(side, read) {
	try {
		return await read();
	} catch (cause) {
		if (!(cause instanceof UserError) || OF_THE_MACHINE.has(cause.code)) throw cause;
		throw new SideUnreadable(side, messageOf(cause), cause);
	}
}

export { drawPicture as a, writeDrawn as c, Layout as i, writePanel as l, readable as n, scalingTo as o, withPair as r, writeBlink as s, loadPictures as t };