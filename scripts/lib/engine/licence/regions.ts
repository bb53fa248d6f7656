/** Members of the European Union since 2020-02-01, ISO 3166-1 alpha-2. */
const EUROPEAN_UNION: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** Which of the excluded regions a country lies in; `UK` and `EL` are read as GB and GR, for licences write both. */
export function excludedFor(region: string, excluded: readonly string[]): string | undefined {
  const here = canonical(region);
  return excluded.find((entry) => {
    const there = canonical(entry);
    return there === here || (there === 'EU' && EUROPEAN_UNION.has(here));
  });
}

const canonical = (region: string): string => (region === 'UK' ? 'GB' : region === 'EL' ? 'GR' : region);
