/** The character's LoRA, where the runner file names no other place. */
export const LORA = { lora: '~/.local/share/alpha-ref/lora/alpha.safetensors' } as const;
