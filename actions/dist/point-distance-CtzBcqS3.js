// scripts/lib/media/compare/point-distance.ts
/** How far two sets of points are apart, each at least one point; exact, by a grid of cells of about two points. */
function setDistance(a, b) {
	const [there, back] = [nearest(a, b), nearest(b, a)];
	return {
		mean: (there.mean + back.mean) / 2,
		largest: Math.max(there.largest, back.largest)
	};
}
function nearest(from, to) {
	const grid = gridOf(to);
	let sum = 0;
	let largest = 0;
	for (let i = 0; i < from.length; i += 3) {
		const distance = Math.sqrt(grid.squaredTo(from[i] ?? 0, from[i + 1] ?? 0, from[i + 2] ?? 0));
		sum += distance;
		if (distance > largest) largest = distance;
	}
	return {
		mean: sum / (from.length / 3),
		largest
	};
}
function gridOf(points) {
	const count = points.length / 3;
	const low = [
		1e400,
		1e400,
		1e400
	];
	const high = [
		-1e400,
		-1e400,
		-1e400
	];
	for (let i = 0; i < points.length; i += 1) {
		const [axis, value] = [i % 3, points[i] ?? 0];
		low[axis] = Math.min(low[axis] ?? 0, value);
		high[axis] = Math.max(high[axis] ?? 0, value);
	}
	const extent = [
		0,
		1,
		2
	].map((axis) => (high[axis] ?? 0) - (low[axis] ?? 0));
	const longest = Math.max(...extent, 1e-9);
	const side = Math.min(64, Math.max(1, Math.round(Math.cbrt(count / 2))));
	const cell = longest / side;
	const cells = extent.map((length) => Math.max(1, Math.min(side, Math.floor(length / cell) + 1)));
	const [nx = 1, ny = 1, nz = 1] = cells;
	const indexOf = (value, axis) => Math.min((cells[axis] ?? 1) - 1, Math.max(0, Math.floor((value - (low[axis] ?? 0)) / cell)));
	const buckets = Array.from({ length: nx * ny * nz }, () => []);
	for (let i = 0; i < points.length; i += 3) {
		const [x, y, z] = [
			indexOf(points[i] ?? 0, 0),
			indexOf(points[i + 1] ?? 0, 1),
			indexOf(points[i + 2] ?? 0, 2)
		];
		buckets[(z * ny + y) * nx + x]?.push(i);
	}
	return { squaredTo: (x, y, z) => {
		const [cx, cy, cz] = [
			indexOf(x, 0),
			indexOf(y, 1),
			indexOf(z, 2)
		];
		let best = 1e400;
		for (let ring = 0; ring <= Math.max(nx, ny, nz); ring += 1) {
			const reach = (ring - 1) * cell;
			if (ring > 0 && reach > 0 && best <= reach * reach) break;
			for (let k = Math.max(0, cz - ring); k <= Math.min(nz - 1, cz + ring); k += 1) for (let j = Math.max(0, cy - ring); j <= Math.min(ny - 1, cy + ring); j += 1) {
				const step = Math.abs(k - cz) === ring || Math.abs(j - cy) === ring || ring === 0 ? 1 : 2 * ring;
				for (let i = cx - ring; i <= cx + ring; i += step) {
					if (i < 0 || i >= nx) continue;
					for (const at of buckets[(k * ny + j) * nx + i] ?? []) {
						const [dx, dy, dz] = [
							(points[at] ?? 0) - x,
							(points[at + 1] ?? 0) - y,
							(points[at + 2] ?? 0) - z
						];
						const squared = dx * dx + dy * dy + dz * dz;
						if (squared < best) best = squared;
					}
				}
			}
		}
		return best;
	} };
}

export { setDistance as t };