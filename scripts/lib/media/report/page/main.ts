import { parseAddress } from '../view/address.ts';
import { Cards } from './cards.ts';
import { need } from './dom.ts';
import { listenToKeys } from './keys.ts';
import { startFilter } from './filter.ts';
import { startTheme } from './theme.ts';

const cards = new Cards();
const help = need(document, '#help', HTMLDialogElement);
const theme = startTheme();
startFilter(cards);
need(document, '#help-open', HTMLButtonElement).addEventListener('click', () => help.showModal());
listenToKeys(cards, { help: () => help.showModal(), theme });

const go = (): void => {
  const address = parseAddress(location.hash);
  if (address !== null) void cards.visit(address);
};
window.addEventListener('hashchange', go);
if (parseAddress(location.hash) === null) cards.begin();
else go();
