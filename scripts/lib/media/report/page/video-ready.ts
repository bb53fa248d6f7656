/** Until a frame can be drawn. */
export function ready(element: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return resolve();
    element.addEventListener('loadeddata', () => resolve(), { once: true });
    element.addEventListener('error', () => reject(new Error('This browser cannot play the video')), {
      once: true,
    });
  });
}
