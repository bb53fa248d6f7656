import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loudnessOf, peakOf } from '#media/sound/loudness.ts';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { previewed } from '#test/previewed.ts';
import { pipeline as fishSpeech } from './pipeline.ts';
import { languageOf, spokenText } from './spoken-text.ts';

const RUSSIAN = 'Добрый вечер. Сегодня я нарисована заново, а голос у меня прежний.';
const ENGLISH = 'Good evening. Today I was drawn anew, and my voice is what it was.';
const given = (words: string, more: Readonly<Record<string, Uint8Array | { words: string }>> = {}) => ({
  inputs: {
    'tokens/tokens': 'assets/ref_alpha.npy',
    'tokens/transcript': { words: 'Меня зовут Альфа.' },
    'text/text': { words },
    ...more,
  },
});

test.each([RUSSIAN, ENGLISH])('%s is 44.1 kHz mono speech of a sane length and loudness', async (words) => {
  await using built = await previewed(fishSpeech, given(words));
  expect(built.files).toEqual(['voice.wav']);
  const sound = decodeWave(await built.bytes('voice.wav'));
  expect(sound.rate).toBe(44_100);
  expect(secondsOf(sound)).toBeGreaterThan(3);
  expect(secondsOf(sound)).toBeLessThan(8);
  expect(loudnessOf(sound)).toBeGreaterThan(-21.5);
  expect(loudnessOf(sound)).toBeLessThan(-18.5);
  expect(peakOf(sound)).toBeLessThan(0.9);
});

test('the same inputs give the same bytes; another token, another seed or another text does not', async () => {
  const tokens = Uint8Array.from(await readFile('assets/ref_alpha.npy'));
  const at = tokens.length - 8;
  tokens[at] = ((tokens[at] ?? 0) + 1) % 256;
  tokens[at + 1] = 0;
  await using first = await previewed(fishSpeech, given(RUSSIAN));
  await using again = await previewed(fishSpeech, given(RUSSIAN));
  await using other = await previewed(fishSpeech, given(RUSSIAN, { 'tokens/tokens': tokens }));
  await using english = await previewed(fishSpeech, given(ENGLISH));
  expect(await again.digests()).toEqual(await first.digests());
  expect(await other.digests()).not.toEqual(await first.digests());
  expect(other.lines[0]).not.toBe(first.lines[0]);
  expect(english.lines[0]).toMatch(/^en as /u);
});

test('tokens without what is said in them are refused: upstream would ignore them and say nothing about it', async () => {
  const silent = previewed(fishSpeech, given(RUSSIAN, { 'tokens/transcript': { words: ' \n' } }));
  await expect(silent).rejects.toMatchObject({ code: 'voice-transcript-missing' });
});

test('a narration without words, and codes of another model, are refused', async () => {
  await expect(previewed(fishSpeech, given(' … — !'))).rejects.toMatchObject({ code: 'narration-unfit' });
  const tokens = Buffer.from(await readFile('assets/ref_alpha.npy'));
  tokens.writeBigInt64LE(4096n, 128);
  await expect(previewed(fishSpeech, given(RUSSIAN, { 'tokens/tokens': tokens }))).rejects.toMatchObject({
    code: 'voice-tokens-unfit',
    message: expect.stringContaining('codebook 0 holds 4096'),
  });
});

test('marks of style and speakers are not said, and nothing of a text is taken for phonemes', () => {
  expect(spokenText("<|speaker:0|>[шёпотом] Привет, [[h@l'oU]] мир <b>")).toBe('Привет, мир b');
  expect(spokenText('[[x]] [не закрыто')).toBe('не закрыто');
});

test('the language is that of most letters', () => {
  expect(languageOf('Файл alpha-ref.png — он один')).toBe('ru');
  expect(languageOf('The word «да» means yes')).toBe('en');
  expect(languageOf('2026')).toBe('en');
});
