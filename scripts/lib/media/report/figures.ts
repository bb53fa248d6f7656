/** Thousands apart by a narrow no-break space, the same in every locale: `1 048 576`. */
export function grouped(count: number): string {
  const [whole = '0', part] = Math.abs(count).toString().split('.');
  const spaced = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, '\u202f');
  return `${count < 0 ? '\u2212' : ''}${spaced}${part === undefined ? '' : `.${part}`}`;
}

/** Three digits that count: `0.0123`, `1.2`, `345`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '\u2212∞' : 'not a number';
  if (value === 0) return '0';
  if (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-6) return value.toExponential(2).replace('-', '\u2212');
  return grouped(Number(Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)));
}

/** A share from 0 to 1 in percent; a share that is not zero never reads as zero. */
export function percent(share: number): string {
  const value = share * 100;
  if (value !== 0 && Math.abs(value) < 0.01) return '<\u202f0.01\u202f%';
  return `${figure(Number(value.toFixed(2)))}\u202f%`;
}

/** Bytes in powers of 1024. */
export function byteSize(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : bytes < 1024 ** 3 ? 2 : 3;
  return `${step === 0 ? grouped(bytes) : figure(bytes / 1024 ** step)}\u202f${units[step] ?? ''}`;
}

/** Seconds as people say them: `0.4 s`, `12.5 s`, `3 min 20 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${figure(seconds)}\u202fs`;
  const rounded = Math.round(seconds);
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor((rounded % 3600) / 60);
  if (hours > 0) return `${hours}\u202fh ${minutes}\u202fmin`;
  return rounded % 60 === 0 ? `${minutes}\u202fmin` : `${minutes}\u202fmin ${rounded % 60}\u202fs`;
}

/** A measure's value with its unit. */
export function quantity(value: number, unit: string): string {
  switch (unit) {
    case 'share':
      return percent(value);
    case 'bytes':
      return byteSize(value);
    case 's':
      return duration(value);
    case '':
    case 'count':
      return figureOrWhole(value);
    case '°':
      return `${figure(value)}°`;
    default:
      // A unit that is a word may stand on a line of its own.
      return `${figureOrWhole(value)}${/[a-z]{3}/u.test(unit) ? ' ' : '\u202f'}${unit}`;
  }
}

const figureOrWhole = (value: number): string =>
  Number.isSafeInteger(value) ? grouped(value) : figure(value);
