import { UserError } from '#core/errors.ts';

/** Sound of one channel, samples from −1 to 1. */
export interface Sound {
  /** Samples a second. */
  readonly rate: number;
  readonly samples: Float32Array;
}

export const secondsOf = ({ rate, samples }: Sound): number => samples.length / rate;

/** An hour at 48 kHz. */
const MOST_SAMPLES = 48_000 * 3600;

/**
 * The bytes of a WAV file: one channel of 16-bit PCM, no other chunk. What is louder than 1 is cut off.
 * Format: "Multimedia Programming Interface and Data Specifications 1.0", IBM and Microsoft 1991.
 */
export function encodeWave({ rate, samples }: Sound): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  const out = new Int16Array(bytes.buffer, bytes.byteOffset + 44, samples.length);
  for (let at = 0; at < samples.length; at += 1) {
    const value = Math.round((samples[at] ?? 0) * 32_767);
    out[at] = value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
  }
  return bytes;
}

/**
 * Reads a WAV file of 16-, 24- or 32-bit PCM or 32-bit floats; several channels become their mean.
 *
 * @throws {UserError} `wave-invalid`, saying what is wrong
 */
export function decodeWave(bytes: Uint8Array, name = 'the WAV file'): Sound {
  const refuse = (why: string): never => {
    throw new UserError('wave-invalid', `${name}: ${why}`, {
      hint: 'It must be a WAV file of PCM or float samples.',
    });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.byteLength < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return refuse('it is no WAV file');
  let format: { kind: number; channels: number; rate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    const there = Math.min(size, bytes.byteLength - start);
    if (tag(at) === 'fmt ') {
      if (there < 16) return refuse('its format is cut off');
      const kind = view.getUint16(start, true);
      format = {
        // WAVE_FORMAT_EXTENSIBLE keeps the true kind at the start of its GUID.
        kind: kind === 0xfffe && there >= 26 ? view.getUint16(start + 24, true) : kind,
        channels: view.getUint16(start + 2, true),
        rate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      };
    } else if (tag(at) === 'data') {
      if (format === undefined) return refuse('its samples come before their format');
      const { kind, channels, rate, bits } = format;
      const sample = sampleReader(view, kind, bits);
      if (sample === undefined) return refuse(`its samples are of kind ${kind} with ${bits} bits`);
      if (channels < 1 || channels > 8) return refuse(`it has ${channels} channels`);
      if (rate < 4000 || rate > 384_000) return refuse(`it has ${rate} samples a second`);
      const step = (bits / 8) * channels;
      const count = Math.floor(there / step);
      if (count > MOST_SAMPLES) return refuse(`${count} samples are too many`);
      const samples = new Float32Array(count);
      for (let index = 0; index < count; index += 1) {
        let sum = 0;
        for (let channel = 0; channel < channels; channel += 1)
          sum += sample(start + index * step + channel * (bits / 8));
        samples[index] = sum / channels;
      }
      return { rate, samples };
    }
    at = start + size + (size % 2);
  }
  return refuse('it holds no samples');
}

function sampleReader(view: DataView, kind: number, bits: number): ((at: number) => number) | undefined {
  if (kind === 1 && bits === 16) return (at) => view.getInt16(at, true) / 32_768;
  if (kind === 1 && bits === 24)
    return (at) => (view.getInt8(at + 2) * 65_536 + view.getUint16(at, true)) / 8_388_608;
  if (kind === 1 && bits === 32) return (at) => view.getInt32(at, true) / 2_147_483_648;
  if (kind === 3 && bits === 32)
    return (at) => {
      const value = view.getFloat32(at, true);
      return Number.isFinite(value) ? value : 0;
    };
  return undefined;
}
