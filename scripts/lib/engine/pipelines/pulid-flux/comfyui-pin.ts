/** What the graph of the `comfyui` backend was written for: its node interfaces are those of these commits. */
export const pulidFluxComfyuiPin = {
  comfyui: 'a125cd84b054a57729b5eecab930ca9408719832',
  pulidNodes: 'ba90657fe6ffa8072ac169a949bfa5e4153bf48a',
  version: 'Comfy-Org/ComfyUI@a125cd84b054+lldacing/ComfyUI_PuLID_Flux_ll@ba90657fe6ff/1',
} as const;
