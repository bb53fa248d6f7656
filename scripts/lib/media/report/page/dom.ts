/** The one element below `root` that `selector` names, of the class that the page was written with. */
export function need<T extends Element>(root: ParentNode, selector: string, type: abstract new () => T): T {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${selector}`);
  return found;
}

/** All of them. */
export function all<T extends Element>(root: ParentNode, selector: string, type: abstract new () => T): T[] {
  return [...root.querySelectorAll(selector)].flatMap((element) =>
    element instanceof type ? [element] : [],
  );
}

/** A new element with attributes, properties of its data set and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/** A button that says what it does. */
export function button(label: string, title: string, press: () => void): HTMLButtonElement {
  const element = make('button', { type: 'button', title, 'aria-label': title }, label);
  element.addEventListener('click', press);
  return element;
}

/** A two-dimensional context whose pixels are read back often. */
export function reader(width: number, height: number): CanvasRenderingContext2D {
  const canvas = make('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser has no 2D canvas');
  return context;
}

/** Says something to those who do not see the page. */
export function say(text: string): void {
  need(document, '#said', HTMLElement).textContent = text;
}

/** Lets the browser draw and answer before long work goes on. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
