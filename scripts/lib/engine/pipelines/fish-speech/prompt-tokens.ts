import { UserError } from '#core/errors.ts';
import { readIntegerTable } from '#media/sound/npy.ts';
import type { IntegerTable } from '#media/sound/npy.ts';

/** Codes of the S2 codec: one semantic codebook of 4096 words, nine residual ones of 1024. */
const SIZES = [4096, 1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024] as const;

/**
 * Reads the prompt tokens of a voice and holds them against what Fish Speech S2 takes.
 *
 * @throws {UserError} `npy-invalid`; `voice-tokens-unfit` for the codes of another model
 */
export function promptTokens(bytes: Uint8Array, name: string): IntegerTable {
  const table = readIntegerTable(bytes, name);
  const unfit = (why: string): never => {
    throw new UserError('voice-tokens-unfit', `${name}: ${why}`, {
      hint: 'Encode the reference recording again with the codec of Fish Speech S2; codes of older models do not fit.',
    });
  };
  if (table.rows !== SIZES.length)
    return unfit(`it has ${table.rows} codebooks; Fish Speech S2 has ${SIZES.length}`);
  SIZES.forEach((size, row) => {
    const codes = table.values.subarray(row * table.columns, (row + 1) * table.columns);
    const stray = codes.find((code) => code < 0 || code >= size);
    if (stray !== undefined) unfit(`codebook ${row} holds ${stray}; its words are 0 to ${size - 1}`);
  });
  return table;
}

/**
 * What was said in the tokens, trimmed. Without it the model ignores them, says nothing about it and speaks in a voice of
 * its own.
 *
 * @throws {UserError} `voice-transcript-missing`
 */
export function promptTranscript(text: string): string {
  const transcript = text.trim();
  if (transcript === '')
    throw new UserError('voice-transcript-missing', 'The voice tokens come without what is said in them', {
      hint: 'Write it as `transcript` of the source in assets/alpha.yml: without it a random voice speaks.',
    });
  return transcript;
}
