/** The build of Bottleneck without Redis: its package has types for the whole one only. */
declare module 'bottleneck/light.js' {
  export { default } from 'bottleneck';
}
