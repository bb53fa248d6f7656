import { parseAddress } from '../view/address.ts';
import { Cards } from './cards.ts';
import { all, need } from './dom.ts';
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
// For the pointer alone: the list of causes below the drawing has links for everyone.
for (const node of all(document, '[data-node]', SVGElement)) {
  const artifact = node.dataset['node'] ?? '';
  if (!cards.has(artifact)) continue;
  node.dataset['link'] = '';
  node.addEventListener('click', () => void cards.visit({ artifact }));
}
if (parseAddress(location.hash) === null) cards.begin();
else go();
